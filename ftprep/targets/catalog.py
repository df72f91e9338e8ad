"""The catalogue of models: `models.json`, and what plugins bring, as `Model` objects."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ftprep.targets.installed import Brought, installed
from ftprep.targets.target import Model

__all__ = ["brought", "models"]


@functools.cache
def models() -> tuple[Model, ...]:
    """Every model: ours in the order of the file, then those of plugins."""
    document = _document()
    own = [_model(row, document["sources"]) for row in document["models"]]
    added = [_model(row, each.sources) for each in brought().values() for row in each.models]
    return (*own, *added)


def brought() -> Mapping[str, Brought]:
    """Name → provider and models of plugins. Raises `UsageError` for what cannot be used."""
    return installed(tuple(dict.fromkeys(row["provider"] for row in _document()["models"])))


@functools.cache
def _document() -> dict[str, Any]:
    text = Path(__file__).with_name("models.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def _model(row: Mapping[str, Any], sources: Mapping[str, str]) -> Model:
    price = row["price"] or {}
    return Model(
        id=row["id"],
        provider=row["provider"],
        methods=tuple(row["methods"]),
        modalities=tuple(row["modalities"]),
        encoding=row["encoding"],
        max_example_tokens=row["max_example_tokens"],
        context_window=row["context_window"],
        train_price=price.get("train"),
        train_price_per_hour=price.get("train_per_hour"),
        input_price=price.get("input"),
        cached_input_price=price.get("cached_input"),
        output_price=price.get("output"),
        status=row["status"],
        train_cutoff=_date(row["train_cutoff"]),
        inference_shutdown=_date(row["inference_shutdown"]),
        billing_verified=row["billing_verified"],
        source="; ".join(sources[key] for key in row["sources"]),
        as_of=row["as_of"],
        notes=row.get("notes", ""),
        aliases=tuple(row.get("aliases", ())),
        cutoff_is_earliest=row.get("cutoff_is_earliest", False),
        price_source=sources[price["source"]] if price else None,
        price_as_of=price.get("as_of"),
    )


def _date(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
