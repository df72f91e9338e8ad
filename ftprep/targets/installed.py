"""Providers and their models that plugins bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from ftprep.named import NamedTuple
from ftprep.plugins import Plugin, plugins
from ftprep.schemas import explain, gate
from ftprep.targets.target import Provider

__all__ = ["Brought", "installed"]

_ANY_MODEL: Final[Mapping[str, Any]] = {
    "id": "*",
    "modalities": ["text"],
    "encoding": None,
    "max_example_tokens": None,
    "context_window": None,
    "price": None,
    "status": "unverified",
    "train_cutoff": None,
    "inference_shutdown": None,
    "billing_verified": False,
    "as_of": None,
}
"""Stands for the models of a provider that names none: whatever is asked for, and nothing known."""


class Brought(NamedTuple):
    """What one plugin brings."""

    provider: Provider
    models: Sequence[Mapping[str, Any]]
    """Rows as in `models.json`."""
    sources: Mapping[str, str]
    """Short name of a source → what it is; every name in `models` is there."""


@cache
def installed(own: tuple[str, ...]) -> Mapping[str, Brought]:
    """Name of a provider → what the plugin brings, beside our `own` providers.

    Raises `UsageError` for what is no provider, for a name that is taken, and for a row of `MODELS`
    that does not follow `schemas/models.schema.json`.
    """
    owners = dict.fromkeys(own, "ftprep")
    found: dict[str, Brought] = {}
    for plugin in plugins("ftprep.targets"):
        provider = getattr(plugin.value, "PROVIDER", None)
        if not isinstance(provider, Provider):
            raise plugin.refusal("it is no module with a PROVIDER")
        if provider.name in owners:
            raise plugin.refusal(
                f'the provider "{provider.name}" is one of {owners[provider.name]}; a plugin needs '
                "a name of its own"
            )
        if not provider.default_models:
            raise plugin.refusal(
                'PROVIDER.default_models is empty; name the model of each kind, or "*" for any'
            )
        owners[provider.name] = plugin.distribution
        found[provider.name] = _brought(plugin, provider)
    return found


def _brought(plugin: Plugin, provider: Provider) -> Brought:
    rows = getattr(plugin.value, "MODELS", None)
    if rows is None:
        methods = list(provider.methods)
        source = f"{plugin.distribution} {plugin.version}"
        row = {"provider": provider.name, "methods": methods, "sources": [source]}
        rows = [{**_ANY_MODEL, **row}]
    rows = list(rows)
    sources = dict(getattr(plugin.value, "SOURCES", {}))
    document = {"as_of": "2000-01-01", "sources": sources, "models": rows}
    if not gate("models")(document):
        pointer, fault = next(explain("models", document))
        raise plugin.refusal(f"its MODELS do not follow the schema at {pointer}: {fault}")
    for row in rows:
        if row["provider"] != provider.name:
            raise plugin.refusal(f'its model "{row["id"]}" is of the provider "{row["provider"]}"')
        named = [*row["sources"], *([row["price"]["source"]] if row["price"] else [])]
        # A source without a short name tells itself.
        sources |= {name: sources.get(name, name) for name in named}
    known = {name for row in rows for name in (row["id"], *row.get("aliases", ()))}
    for kind, name in provider.default_models.items():
        if name not in known and "*" not in known:
            raise plugin.refusal(f'its default for {kind} lines, "{name}", is none of its MODELS')
    return Brought(provider, rows, sources)
