"""What the names in a settings file mean: each rule, model and list has to exist.

A run would say so too, but not in which file and at which key the name stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from ftprep.errors import UsageError

__all__ = ["verify"]


def verify(file: Path, said: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Raise `UsageError` that names file and key for a name in a file that means nothing.

    `said`: what the file says and no flag says otherwise; `values`: all settings that hold.
    """
    for key, check in _CHECKS.items():
        if said.get(key):
            try:
                check(said[key], values)
            except UsageError as error:
                raise UsageError(f"{file}: {key}: {error}") from error


# What is needed to check a name is imported when a file says one: most have no such setting.


def _codes(prefixes: Any, values: Mapping[str, Any]) -> None:
    from ftprep.rules.catalog import catalog
    from ftprep.rules.select import ALL, verify

    verify((prefix for prefix in prefixes if prefix != ALL), catalog())


def _codes_or_nothing(prefixes: Any, values: Mapping[str, Any]) -> None:
    """Prefixes of rules, without the word for all of them."""
    from ftprep.rules.catalog import catalog
    from ftprep.rules.select import verify

    verify(prefixes, catalog())


def _codes_of_files(globs: Any, values: Mapping[str, Any]) -> None:
    for glob, prefixes in globs.items():
        try:
            _codes_or_nothing(prefixes, values)
        except UsageError as error:
            raise UsageError(f"{glob}: {error}") from error


def _fix(prefixes: Any, values: Mapping[str, Any]) -> None:
    from ftprep.rules.catalog import catalog
    from ftprep.rules.select import fixes

    fixes(catalog(), unsafe=False, fix=prefixes, no_fix=())


def _provider(name: Any, values: Mapping[str, Any]) -> None:
    from ftprep.targets.lookup import find_provider

    find_provider(name)


def _model(name: Any, values: Mapping[str, Any]) -> None:
    from ftprep.targets.lookup import find_model

    find_model(name, values["provider"])


def _method(name: Any, values: Mapping[str, Any]) -> None:
    from ftprep.targets.resolve import find_method

    find_method(name)


def _thresholds(thresholds: Any, values: Mapping[str, Any]) -> None:
    from ftprep.config import Config

    Config(thresholds=thresholds).all_thresholds()


def _words(words: Any, values: Mapping[str, Any]) -> None:
    from ftprep.config import Config

    Config(words=words).all_words()


_CHECKS: Final[Mapping[str, Callable[[Any, Mapping[str, Any]], None]]] = {
    "provider": _provider,
    "model": _model,
    "method": _method,
    "select": _codes,
    "ignore": _codes,
    "per-file-ignores": _codes_of_files,
    "levels": _codes_or_nothing,
    "limits": _codes_or_nothing,
    "fix": _fix,
    "no-fix": _codes_or_nothing,
    "thresholds": _thresholds,
    "words": _words,
}
"""Key → what raises `UsageError` for a name that means nothing."""
