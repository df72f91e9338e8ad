"""The JSON Schemas that ftprep ships: where they are, a fast verdict, and the faults in words."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Mapping
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
    schema: dict[str, Any] = json.loads(_file(name).read_text("utf-8"))
    return schema


@functools.cache
def gate(name: str) -> Callable[[object], bool]:
    """A fast test of values against the schema called `name`: 1.5 µs for a line of three turns.

    Raises UsageError when no schema has that name.
    """
    _file(name)
    is_plain = _PLAIN.get(name, _never)

    def accepts(value: Any) -> bool:
        try:
            return is_plain(value) or _validator(name)(value)
        except ValueError:
            # Half a surrogate pair, a subclass of str, a key that is no text: Rust has no such.
            return next(explain(name, value), None) is None

    return accepts


@functools.cache
def _validator(name: str) -> Callable[[object], bool]:
    import jsonschema_rs  # starting fast: it takes 12 CPU ms, and plain lines need none

    return jsonschema_rs.Draft202012Validator(load(name)).is_valid


def _is_plain_chat(line: Any) -> bool:
    """Whether messages of a role and a text, and nothing else, make up the line, as most lines."""
    if type(line) is not dict or len(line) != 1:
        return False
    messages = line.get("messages")
    return type(messages) is list and bool(messages) and all(map(_is_plain_message, messages))


def _is_plain_message(message: Any) -> bool:
    return (
        type(message) is dict
        and len(message) == 2
        and type(message.get("content")) is str
        and message.get("role") in ("system", "user", "assistant")
    )


def _is_plain_completion(line: Any) -> bool:
    return (
        type(line) is dict
        and len(line) == 2
        and type(line.get("prompt")) is type(line.get("completion")) is str
    )


def _never(_: object) -> bool:
    return False


_PLAIN: Final[Mapping[str, Callable[[Any], bool]]] = {
    "chat": _is_plain_chat,
    "completion": _is_plain_completion,
}
"""Name of a schema → whether a value is one of the plainest that it accepts."""


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


def _file(name: str) -> Path:
    known = names()
    if name not in known:
        raise UsageError(f'no schema is called "{name}"; there are: {", ".join(known)}')
    return _folder() / f"{name}{_SUFFIX}"


def _folder() -> Path:
    """A wheel holds the schemas inside the package, a checkout beside it."""
    here = Path(__file__).resolve().parent
    packaged = here / "_schemas"
    return packaged if packaged.is_dir() else here.parent / "schemas"
