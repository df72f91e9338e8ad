"""Decide where the data goes: provider, model, method and kind of line; and what else could do."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ftprep.errors import UsageError
from ftprep.model import Kind
from ftprep.targets.catalog import models
from ftprep.targets.lookup import find_model, find_provider, provider_names
from ftprep.targets.target import Model, Provider, Target

__all__ = ["find_method", "offers", "resolve", "trainable"]

_SYNONYMS: Final = {"supervised": "sft", "preference": "dpo", "reinforcement": "rft"}
"""OpenAI's names of its methods (fine_tuning.jobs, method.type) and a word for one → ours."""

_USUAL: Final = {
    Kind.CHAT: "sft",
    Kind.COMPLETION: "sft_completions",
    Kind.PREFERENCE: "dpo",
    Kind.REINFORCEMENT: "rft",
}

_RECOMMENDED: Final = ("open", "existing_customers", "preview")
"""States of a model in which it is named as an alternative."""

_MOST_ALTERNATIVES: Final = 2
"""Alternatives named of one provider."""


def resolve(
    model: str | None,
    provider: str | None,
    kind: Kind | None,
    method: str | None,
    today: dt.date,
) -> Target:
    """The target that a request means; what is None is filled in.

    Without a provider it is the first that has the model, or OpenAI; without a model it is the
    provider's default for the kind. What is not offered is a target all the same: rules tell it.

    Raises `UsageError` for a provider, model or method that does not exist.
    """
    method = None if method is None else find_method(method)
    found = None if model is None else find_model(model, provider)
    facts = find_provider(found.provider if found else provider or "openai")
    if found is None:
        wanted = kind or _kind_of(facts, (method,) if method else ()) or Kind.CHAT
        defaults = facts.default_models
        found = find_model(defaults.get(wanted) or next(iter(defaults.values())), facts.name)
    kind = kind or _kind_of(facts, (method,) if method else found.methods) or Kind.CHAT
    if method is None:
        taken = (m for m in found.methods if kind in facts.methods.get(m, ()))
        method = next(taken, _USUAL[kind])
    target = Target(facts, found, method, kind)
    return replace(target, alternatives=tuple(_alternatives(target, today)))


def trainable(model: Model, today: dt.date) -> bool:
    """Whether somebody can start a job with the model on that day.

    A date that the provider calls "no earlier than" ends nothing by itself.
    """
    closed = model.train_cutoff is not None and today >= model.train_cutoff
    return bool(model.methods) and (not closed or model.cutoff_is_earliest)


def offers(target: Target) -> bool:
    """Whether the provider trains this model by this method on this kind of line."""
    return target.method in target.model.methods and target.kind in target.provider.methods.get(
        target.method, ()
    )


def find_method(name: str) -> str:
    """The method that a name means. Raises `UsageError` for a name that no provider has."""
    method = _SYNONYMS.get(name.casefold(), name.casefold())
    known = sorted({m for model in models() for m in model.methods})
    if method not in known:
        raise UsageError(f'no method is called "{name}"; there are: {", ".join(known)}')
    return method


def _kind_of(provider: Provider, methods: tuple[str, ...]) -> Kind | None:
    return next((kind for method in methods for kind in provider.methods.get(method, ())), None)


def _alternatives(target: Target, today: dt.date) -> Iterator[str]:
    """`provider:model` of what can be trained on such lines, when the target's training has an end
    or is not offered.

    First what the same provider has, then the same model elsewhere, then others; only what can be
    trained for longer, and a few of each provider.
    """
    end = target.model.train_cutoff
    if end is None and offers(target):
        return
    open_ones = [model for model in models() if model.status in _RECOMMENDED]
    longer = [m for m in open_ones if (m.train_cutoff or dt.date.max) > max(end or today, today)]
    named: Counter[str] = Counter()
    for other in sorted(longer, key=lambda other: _rank(other, target)):
        if _takes(other, target.kind):
            named[other.provider] += 1
            if named[other.provider] <= _MOST_ALTERNATIVES:
                yield f"{other.provider}:{other.id}"


def _takes(model: Model, kind: Kind) -> bool:
    methods = find_provider(model.provider).methods
    return any(kind in methods.get(method, ()) for method in model.methods)


def _rank(other: Model, target: Target) -> tuple[bool, bool, int, bool]:
    """Sorts alternatives: small comes first. Within a provider its default model leads."""
    default = find_provider(other.provider).default_models.get(target.kind)
    return (
        other.provider != target.provider.name,
        other.id != target.model.id,
        provider_names().index(other.provider),
        other.id != default,
    )
