"""What breaks a JSON Schema, told as people would: `messages[1] has no "role"`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from ftprep.faults.breach import Breach, Path
from ftprep.faults.quick import breaches
from ftprep.jsontext import escaped

__all__ = ["explainer"]

_SHOWN: Final = 40
"""Characters of a text that a message quotes."""

_KINDS: Final[Mapping[str, str]] = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}
"""JSON Schema's name of a type → what people call it."""

_ALPHABETS: Final[Mapping[str, str]] = {
    "^[a-zA-Z0-9_-]+$": 'made of a-z, A-Z, 0-9, "_" and "-"',
}
"""A pattern of our schemas → what it asks for."""

_AS_IT_IS: Final = json.JSONEncoder(ensure_ascii=False).encode
_ESCAPED: Final = json.JSONEncoder().encode


def explainer(schema: Mapping[str, Any]) -> Callable[[object], Iterator[tuple[str, str]]]:
    """Make the function that tells the faults of a value as (JSON pointer, message)."""
    find = breaches(schema)

    def explain(value: object) -> Iterator[tuple[str, str]]:
        try:
            found = find(value)
        except (RecursionError, ValueError):
            # `jsonschema` writes values into its messages, also those that Python cannot write.
            yield "", "the record holds a value too deep or too large to be examined"
            return
        for breach in sorted(found, key=_position):
            yield _pointer(breach.path), f"{_place(breach.path)} {_predicate(breach)}"

    return explain


def _position(breach: Breach) -> tuple[list[tuple[bool, int, str]], str]:
    """Sorts breaches by where they stand, and those at one place by their keyword."""
    place = [
        (False, step, "") if isinstance(step, int) else (True, 0, str(step)) for step in breach.path
    ]
    return place, breach.keyword or ""


def _pointer(path: Path) -> str:
    """The path by RFC 6901: `/messages/1/content`."""
    return "".join(f"/{escaped(str(step))}" for step in path)


def _place(path: Path) -> str:
    """The path as people write it: `messages[1].content`."""
    place = ""
    for step in path:
        if isinstance(step, int):
            place += f"[{step}]"
        elif isinstance(step, str) and step.isascii() and step.isidentifier():
            place += f".{step}" if place else step
        else:
            place += f"[{_quote(str(step))}]"
    return place or "the record"


def _predicate(breach: Breach) -> str:
    """What is wrong with the value, to follow its place: `is null; it must be a string`."""
    wanted, value = breach.wanted, breach.value
    match breach.keyword:
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            said = f"is {_kind(value)}; it must be {_either(_KINDS[kind] for kind in kinds)}"
        case "enum":
            said = f"is {_show(value)}; it must be {_either(map(_show, wanted))}"
        case "const":
            said = f"is {_show(value)}; it must be {_show(wanted)}"
        case "minItems":
            said = f"has {_entries(len(value))}; it must have at least {wanted}"
        case "maxItems":
            said = f"has {_entries(len(value))}; it must have at most {wanted}"
        case "maxLength":
            said = f"has {len(value)} characters; it must have at most {wanted}"
        case "not" | None:
            said = "is not allowed here"
        case "pattern":
            form = _ALPHABETS.get(wanted, f"of the form {wanted}")
            said = f"is {_quote(value)}; it must be {form}"
        case "required":
            said = f"has no {_quote(wanted)}"
        case "additionalProperties" if isinstance(wanted, list):
            said = f"is not a known key; known here: {', '.join(wanted)}"
        case keyword:
            said = f"is {_show(value)}, which breaks {keyword}: {_show(wanted)}"
    return said


def _kind(value: object) -> str:
    """What kind of value it is: `a number`."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case dict():
            return "an object"
        case _:
            return "a list"


def _show(value: object) -> str:
    """The value itself where it is short, else its kind."""
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15:
        return str(value)
    return _kind(value)


def _quote(text: str) -> str:
    """The text in double quotes, cut, with what does not print escaped."""
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return _AS_IT_IS(shown) if shown.isprintable() else _ESCAPED(shown)


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _either(choices: Iterable[str]) -> str:
    *others, last = choices
    return f"{', '.join(others)} or {last}" if others else last
