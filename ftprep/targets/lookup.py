"""Find a provider and a model by the names that people and providers use for them."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from typing import Final

from ftprep.errors import UsageError
from ftprep.pattern import Pattern
from ftprep.targets.catalog import brought, models
from ftprep.targets.target import Model, Provider

__all__ = ["PROVIDERS", "find_model", "find_provider", "provider_names"]

PROVIDERS: Final[Mapping[str, str]] = {
    "openai": "ftprep.targets.openai",
    "azure": "ftprep.targets.azure",
    "together": "ftprep.targets.together",
    "fireworks": "ftprep.targets.fireworks",
    "mistral": "ftprep.targets.mistral",
    "google": "ftprep.targets.google",
    "bedrock": "ftprep.targets.bedrock",
    "cohere": "ftprep.targets.cohere",
    "anyscale": "ftprep.targets.anyscale",
    "groq": "ftprep.targets.groq",
}
"""Our providers → module with its facts, in the order in which a model's name is looked up; those
of plugins come after them."""

# OpenAI: ft:BASE:org:suffix:id, and BASE:ft-org-date before 2023-08. Azure: BASE.ft-job.
_TUNED: Final = Pattern(r"ft:(?P<new>[^:]+):.*|(?P<old>[^:]+):ft-.*|(?P<azure>.+)\.ft-.*")


def provider_names() -> tuple[str, ...]:
    """Every provider, in the order in which a model's name is looked up."""
    return (*PROVIDERS, *brought())


def find_provider(name: str) -> Provider:
    """The facts of a provider. Raises `UsageError` for a name that is not in `provider_names`."""
    wanted = name.casefold()
    if wanted not in PROVIDERS:
        if wanted in brought():
            return brought()[wanted].provider
        known = ", ".join(provider_names())
        raise UsageError(f'no provider is called "{name}"; there are: {known}')
    found = import_module(PROVIDERS[wanted]).PROVIDER
    assert isinstance(found, Provider)
    return found


def find_model(name: str, provider: str | None = None) -> Model:
    """The model of the catalogue that a name means, at `provider` or at the first that has it.

    A name is an id, an alias (`gpt-4o-mini`), `provider:id`, `provider/id`, or the id of a tuned
    model, which means its base. Providers that train any open model have the id `*` in the
    catalogue; the answer then has the id as given.

    Raises `UsageError` for an unknown name, with the names that come close.
    """
    asked = None if provider is None else find_provider(provider).name
    for separator in ":/":
        prefix, found, rest = name.partition(separator)
        named = prefix.casefold()
        if found and rest and named in provider_names() and asked in (None, named):
            asked, name = named, rest
            break
    tuned = _TUNED.fullmatch(name)
    base = next(filter(None, tuned.groups()), name) if tuned else name
    candidates = [model for model in models() if asked in (None, model.provider)]
    match = _exact(base, candidates) or (asked and _wildcard(base, candidates))
    if match:
        return match
    raise UsageError(_unknown(name, base, asked))


def _exact(name: str, candidates: list[Model]) -> Model | None:
    wanted = name.casefold()
    named = (m for m in candidates if wanted in map(str.casefold, (m.id, *m.aliases)))
    # The catalogue is not sorted by provider.
    return min(named, key=lambda m: provider_names().index(m.provider), default=None)


def _wildcard(name: str, candidates: list[Model]) -> Model | None:
    for model in candidates:
        if "*" in model.id and fnmatch.fnmatchcase(name.casefold(), model.id):
            return replace(model, id=name)
    return None


def _unknown(name: str, base: str, asked: str | None) -> str:
    import difflib  # starting fast: nearly all names are known

    elsewhere = None if asked is None else _exact(base, list(models()))
    if elsewhere is not None:
        return (
            f'"{name}" is not trained at {asked}; it is at {elsewhere.provider} '
            f"(--provider {elsewhere.provider})"
        )
    known = [
        known
        for model in models()
        if asked in (None, model.provider) and "*" not in model.id
        for known in (*model.aliases, model.id)
    ]
    close = difflib.get_close_matches(base.casefold(), dict.fromkeys(known), n=3)
    hint = f"; did you mean {' or '.join(close)}?" if close else ";"
    at = f" at {asked}" if asked else ""
    return (
        f'no model is called "{name}"{at}{hint} "ftprep models" lists those that are known, and '
        "--provider together or fireworks takes the name of any open model"
    )
