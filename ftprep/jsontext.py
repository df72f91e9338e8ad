"""JSON text in and out without changing a digit; used wherever ftprep touches JSON.

Reading is here; writing is in `jsonwrite` and can be had from here too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import orjson

from ftprep.jsonwrite import Number, canonical, dumps, fragment, number, text
from ftprep.named import NamedTuple
from ftprep.pattern import Pattern

__all__ = [
    "MAX_DEPTH",
    "UNSURE",
    "Number",
    "RepeatedKey",
    "Scan",
    "canonical",
    "dumps",
    "escaped",
    "halves",
    "loads",
    "number",
    "plain",
    "scan",
    "scan_at",
    "scan_exactly",
    "text",
]

MAX_DEPTH: Final = 254
"""Levels of lists and objects that are read: as many as orjson writes."""

_NEVER: Final = -(10**18)
"""Lengths are far from it."""

UNSURE: Final = object()
"""What `plain` gives when a text needs a closer look."""

_MINUS_ZERO: Final = re.compile(rb"(?:[\[,:]|\A)\s*-0\s*(?:[\],}]|\Z)")
_SURROGATE: Final = Pattern("[\ud800-\udfff]")


class RepeatedKey(NamedTuple):
    """A key that stands twice or more in one object."""

    pointer: str
    """JSON pointer of the member."""
    kept: str
    """The last value, as JSON: the one that is read."""
    dropped: tuple[str, ...]
    """The values before it, as JSON."""


class Scan(NamedTuple):
    """A value, and what reading it could not keep."""

    value: Any
    repeated: tuple[RepeatedKey, ...] = ()
    halves: tuple[str, ...] = ()
    """JSON pointers of the texts that hold half a character: a lone surrogate."""


def loads(text: bytes | str) -> Any:
    """Read one JSON text. Of repeated keys the last counts.

    Floats are `Number` unless orjson writes them as they stand. NaN, Infinity and nesting deeper
    than `MAX_DEPTH` are refused. Raises `ValueError` (mostly `json.JSONDecodeError`).
    """
    return scan(text).value


def scan(text: bytes | str) -> Scan:
    """Read one JSON text as `loads` does, and tell what could not be kept."""
    value = plain(text)
    return scan_exactly(text) if value is UNSURE else Scan(value)


def plain(text: bytes | str) -> Any:
    """Read one JSON text fast if it is certain that all of it was kept; else give `UNSURE`."""
    try:
        raw = text.encode() if isinstance(text, str) else text
        value = orjson.loads(raw)
        written = orjson.dumps(value)
    except (orjson.JSONDecodeError, UnicodeEncodeError, TypeError):
        # Not JSON, or beyond orjson: a lone surrogate, a number beyond a double, deep nesting.
        return UNSURE
    core = raw.strip()
    if core == written or _unspaced(core) == written:
        return value
    separators = _separators(value)
    if separators < 0:
        return UNSURE
    # With no floats, nothing that was read can be longer than it was spelled. So where one space
    # follows each separator, a text that is just so much longer lost no key and no digit.
    if len(core) == len(written) + separators and _is_spaced(core):
        return value
    # Where a key was lost, what was written has fewer quotation marks than the text.
    if core.count(b'"') != written.count(b'"') or b"\\u0022" in core:
        return UNSURE
    return UNSURE if b"-0" in core and _MINUS_ZERO.search(core) else value


def scan_at(text: str, start: int) -> tuple[Scan, int]:
    """Read the JSON value that starts at `start`, exactly there, and tell where it ends.

    Raises `json.JSONDecodeError`, whose `pos` counts in `text`.
    """
    try:
        value, end = _EXACT.raw_decode(text, start)
        written = orjson.dumps(value, default=fragment)
    except RecursionError:
        raise json.JSONDecodeError(_TOO_DEEP, text, start) from None
    except _NotJSONError as refused:
        raise json.JSONDecodeError(str(refused), text, start) from None
    except TypeError:  # an integer beyond 64 bits, a lone surrogate, deep nesting
        if _is_too_deep(value):
            raise json.JSONDecodeError(_TOO_DEEP, text, start) from None
        return Scan(value, _repeated(text[start:end]), halves(value)), end
    # Where a key was lost, what was written has fewer quotation marks than the text.
    quotes = text.count('"', start, end)
    sure = quotes == written.count(b'"') and text.find("\\u0022", start, end) < 0
    return Scan(value, () if sure else _repeated(text[start:end])), end


def halves(value: Any) -> tuple[str, ...]:
    """JSON pointers of the texts in a value that hold a lone surrogate."""
    return tuple(
        pointer
        for pointer, child in _walk(value)
        if isinstance(child, str) and _SURROGATE.search(child)
    )


def escaped(key: str) -> str:
    """A key as one step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


_TOO_DEEP: Final = f"nested deeper than {MAX_DEPTH} levels"


class _NotJSONError(ValueError):
    """The decoder would read it, but it is not JSON."""


def _separators(value: Any) -> int:
    """How many colons and commas the text of a value has; negative when it holds a float, whose
    spelling may differ."""
    kind = type(value)
    if kind is not dict and kind is not list:
        return _NEVER if kind is float else 0
    separators = len(value) - 1 if value else 0
    if kind is dict:
        separators += len(value)
        value = value.values()
    for child in value:
        if type(child) is not str:
            separators += _separators(child)
    return separators


def _unspaced(core: bytes) -> bytes:
    """A text without one space after the colons and commas between texts and objects.

    Where that is what was written, only such spaces were lost: within a string they would still be
    in what was written.
    """
    unspaced = core.replace(b'": ', b'":').replace(b', "', b',"')
    return unspaced.replace(b", {", b",{")


def _is_spaced(core: bytes) -> bool:
    """Whether spaces follow the first colon and the first comma after a text."""
    colon, comma = core.find(b'":') + 2, core.find(b'",') + 2
    return core[colon : colon + 1] == b" " == core[comma : comma + 1]


def _is_too_deep(value: Any) -> bool:
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(MAX_DEPTH):
        children = (c.values() if isinstance(c, dict) else c for c in level)
        level = [x for child in children for x in child if isinstance(x, dict | list)]
    return bool(level)


def scan_exactly(text: bytes | str) -> Scan:
    """Read one JSON text as `scan` does, without trying the fast way first."""
    whole = (text.decode() if isinstance(text, bytes) else text).strip(" \t\r\n")
    found, end = scan_at(whole, 0)
    if end != len(whole):
        raise json.JSONDecodeError("Extra data", whole, end)
    return found


def _refuse(name: str) -> float:
    raise _NotJSONError(f"{name} is not JSON")


_EXACT: Final = json.JSONDecoder(parse_float=Number, parse_int=number, parse_constant=_refuse)


def _repeated(text: str) -> tuple[RepeatedKey, ...]:
    """Find the repeated keys of a JSON text that is known to be good."""
    objects: dict[int, list[tuple[str, Any]]] = {}

    def made(members: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(members)
        if len(value) < len(members):
            objects[id(value)] = members
        return value

    decoder = json.JSONDecoder(object_pairs_hook=made, parse_float=Number, parse_int=number)
    value = decoder.decode(text)
    found: list[RepeatedKey] = []
    for pointer, child in _walk(value) if objects else ():
        members = objects.get(id(child), ())
        for key in dict.fromkeys(key for key, _ in members):
            values = [dumps(other).decode() for name, other in members if name == key]
            if len(values) > 1:
                here = f"{pointer}/{escaped(key)}"
                found.append(RepeatedKey(here, values[-1], tuple(values[:-1])))
    return tuple(found)


def _walk(value: Any) -> Iterator[tuple[str, Any]]:
    """Every value in a value, with its JSON pointer, in reading order."""
    stack = [("", value)]
    while stack:
        pointer, value = stack.pop()
        yield pointer, value
        children: list[tuple[str, Any]] = []
        if isinstance(value, dict):
            children = [(f"{pointer}/{escaped(key)}", child) for key, child in value.items()]
        elif isinstance(value, list):
            children = [(f"{pointer}/{at}", child) for at, child in enumerate(value)]
        stack += reversed(children)
