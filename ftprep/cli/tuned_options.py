"""The options of commands that ask a model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ftprep.cli.complete import files
from ftprep.contract.contract import NOTHING, Contract, find_contract
from ftprep.errors import UsageError
from ftprep.submit.connect import RETRIES, connect
from ftprep.submit.provider import Provider
from ftprep.tuned.ask import Settings

__all__ = [
    "contract_at",
    "contract_option",
    "model_named",
    "sampling_options",
    "service_of",
    "settings_of",
]


def contract_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--manifest`."""
    return click.option(
        "--manifest", metavar="FILE|DIR", shell_complete=files,
        help="What prepare wrote, with what a caller must send. Default: the one at hand.",
    )(function)  # fmt: skip


def sampling_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of sampling."""
    function = click.option(
        "--max-tokens", type=click.IntRange(1), metavar="N", help="Most tokens of an answer."
    )(function)
    return click.option(
        "--temperature", metavar="X|auto", default="0", show_default=True,
        help="0 for the likeliest answer, auto to leave it to the service.",
    )(function)  # fmt: skip


def settings_of(temperature: str, max_tokens: int | None) -> Settings:
    """The settings that the options say. Raises `UsageError` for a temperature that is none."""
    if temperature == "auto":
        return Settings(None, max_tokens)
    try:
        value = float(temperature)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 2:
        raise UsageError(f'--temperature takes a number from 0 to 2, or auto, not "{temperature}"')
    return Settings(value, max_tokens)


def contract_at(manifest: str | None, at_hand: Path) -> Contract:
    """The contract that is meant: that of `--manifest`, else the one in the folder `at_hand`.

    Raises `UsageError` when `--manifest` leads to none.
    """
    if manifest is None:
        return find_contract(at_hand) or NOTHING
    found = find_contract(Path(manifest))
    if found is None:
        raise UsageError(f"there is no manifest at {manifest}; prepare writes NAME_manifest.json")
    return found


def service_of(said: str, provider: str | None, *, retries: int = RETRIES) -> Provider:
    """The service of a model: the one that is named, that of the folder's job, or OpenAI."""
    from ftprep.jobs.find import find

    if provider is None and Path(said).exists():
        provider = find(said).provider
    return connect(provider or "openai", max_retries=retries)


def model_named(said: str) -> str:
    """The model that is meant: a name, or a folder (or record) whose newest job has made one.

    Raises `UsageError` when it has made none so far.
    """
    from ftprep.jobs.find import find

    if not Path(said).exists():
        return said
    entry = find(said).entry
    if entry is None or entry.fine_tuned_model is None:
        raise UsageError(
            f'the newest job in {said} has no tuned model that is recorded; "ftprep jobs show '
            f'{said}" asks how it stands'
        )
    return entry.fine_tuned_model
