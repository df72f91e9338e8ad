"""What a target is: a provider's and a model's facts. Data, never behaviour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ftprep.model import Kind

__all__ = ["Fact", "Model", "Provider", "Target"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with its source."""

    value: float
    source: str
    as_of: str
    """ISO date (or year-month) of the source."""


@dataclass(frozen=True, slots=True)
class Model:
    """One row of the catalogue. Prices are USD per million tokens; None where no primary source
    gives a number."""

    id: str
    provider: str
    methods: tuple[str, ...]
    """sft, sft_completions, dpo, rft, …"""
    modalities: tuple[str, ...]
    encoding: str | None
    """tiktoken's name of the encoding; None where the provider does not publish it."""
    max_example_tokens: int | None
    context_window: int | None
    train_price: float | None
    train_price_per_hour: float | None
    input_price: float | None
    cached_input_price: float | None
    output_price: float | None
    status: str
    train_cutoff: dt.date | None
    """First day on which nobody can start a training job."""
    inference_shutdown: dt.date | None
    billing_verified: bool
    """Whether the billing formula was compared with the API's own count for this model."""
    source: str
    as_of: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """What one provider accepts, whatever the model."""

    name: str
    title: str
    kinds: tuple[Kind, ...]
    roles: tuple[str, ...]
    line_keys: Mapping[Kind, tuple[str, ...]]
    """Keys that a line may have, by kind; any other is refused."""
    message_keys: tuple[str, ...]
    min_examples: Fact
    max_file_bytes: Fact | None = None
    max_examples: Fact | None = None
    max_job_tokens: Fact | None = None
    special_tokens: tuple[str, ...] = ()
    """Texts that the provider refuses inside a message."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Where the data is going."""

    provider: Provider
    model: Model
    method: str
    """One of the model's methods."""
    kind: Kind
    alternatives: tuple[str, ...] = field(default=())
    """Models that can be trained today on the same kind of data, when this one cannot."""
