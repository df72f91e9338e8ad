"""The JSON Schemas that ftprep ships: where they are, a fast verdict, and the faults in words."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from ftprep.errors import UsageError

__all__ = ["explain", "gate", "load", "names"]

_SUFFIX: Final = ".schema.json"


def names() -> tuple[str, ...]:
    """The names that `load` knows, sorted."""
    files = (entry.name for entry in _folder().iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in files if name.endswith(_SUFFIX)))


def load(name: str) -> dict[str, Any]:
    """The schema called `name` (`chat`, `completion`, …), as a fresh dict.

    Raises UsageError when no schema has that name.
    """
    known = names()
    if name not in known:
        raise UsageError(f'no schema is called "{name}"; there are: {", ".join(known)}')
    schema: dict[str, Any] = json.loads((_folder() / f"{name}{_SUFFIX}").read_text("utf-8"))
    return schema


@functools.cache
def gate(name: str) -> Callable[[object], bool]:
    """A fast test of values against the schema called `name`: 1.5 µs for a line of three turns."""
    import jsonschema_rs  # starting fast: not every run checks lines

    is_valid = jsonschema_rs.Draft202012Validator(load(name)).is_valid

    def accepts(value: Any) -> bool:
        try:
            return is_valid(value)
        except ValueError:
            # Half a surrogate pair, a subclass of str, a key that is no text: Rust has no such.
            return next(explain(name, value), None) is None

    return accepts


def explain(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Tell each fault of `value` as (JSON pointer, message); nothing when the schema holds.

    A missing key is told at the object that lacks it, an unknown key at the key itself. Messages
    quote at most 40 characters of a text, escaped where it does not print.
    """
    return _explainer(name)(value)


@functools.cache
def _explainer(name: str) -> Callable[[object], Iterator[tuple[str, str]]]:
    from ftprep.faults import explainer  # needed only once a line is at fault

    return explainer(load(name))


def _folder() -> Traversable:
    """A wheel holds the schemas inside the package, a checkout beside it."""
    packaged = resources.files("ftprep") / "_schemas"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[1] / "schemas"
