"""Targets: each provider is a module with one constant `PROVIDER`; the models are in `models.json`.

To add a provider: write its module, add its line to `PROVIDERS` and its models to the file. Facts
come with their source and date.
"""

from __future__ import annotations

from ftprep.targets.catalog import models
from ftprep.targets.lookup import PROVIDERS, find_model, find_provider
from ftprep.targets.resolve import offers, resolve, trainable

__all__ = [
    "PROVIDERS",
    "find_model",
    "find_provider",
    "models",
    "offers",
    "resolve",
    "trainable",
]
