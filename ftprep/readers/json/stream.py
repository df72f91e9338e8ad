"""Walk through a JSON text of any size, holding no more of it than the value at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ftprep.model import Finding, Origin
from ftprep.readers.json import lenient
from ftprep.readers.json.cursor import Cursor, Element
from ftprep.readers.json.leniency import StopReading, Unclear
from ftprep.readers.json.resume import find_element
from ftprep.readers.json.value import Found

__all__ = ["elements", "members", "pass_over"]

_LONG: Final = 1 << 20
"""Characters up to which a value is read whole to be passed over."""
_GOES_ON: Final = re.compile(r'[,][ \t\r\n]*[\[{"\w-]')
_DEEPEST: Final = 30
"""Objects in objects that are walked through member by member."""


def elements(cursor: Cursor, close: str) -> Iterator[Element]:
    """Yield the elements of the list whose bracket was passed, up to `close`.

    With no `close`, the values that follow each other to the end of the text. An element that is
    not clear is given up to where the next one seems to start: a line that starts as deep, or an
    object with the same first key.
    """
    key: str | None = None
    shared = False
    first = True
    cursor.opened += bool(close)
    while True:
        char = cursor.peek()
        if char and char in "}]);" and char != close:
            cursor.note("JSN034", where=cursor.spot.where(cursor.at), found=char)
            cursor.at += 1
            continue
        if not char:
            if close:
                raise cursor.stop("the list is never closed")
            return
        if char == close:
            cursor.at += 1
            cursor.opened -= 1
            return
        if char == ",":
            cursor.note("JSN011", where=cursor.spot.where(cursor.at), found=",", times=1)
            cursor.at += 1
            continue
        shared |= not first and cursor.indent(cursor.at) is None
        first = False
        found = find_element(cursor, key, shared=shared)
        if isinstance(found, Found):
            key = next(iter(found.value), key) if isinstance(found.value, dict) else key
            yield cursor.element(found)
            _pass_comma(cursor, close)
        else:
            unclear, end = found
            yield cursor.broken(unclear, end)


def _pass_comma(cursor: Cursor, close: str) -> None:
    char = cursor.peek()
    if char == "," and close and _GOES_ON.match(cursor.text, cursor.at):
        cursor.at += 1
    elif char == ",":
        comma = Finding(
            "JSN011" if close else "JSN032",
            Origin(-1, line=cursor.line),
            args={"where": cursor.spot.where(cursor.at), "found": ",", "times": 1},
        )
        cursor.at += 1
        if not close or cursor.peek() == close:
            cursor.loose.append(comma)
    elif close and char and char not in "}]);":
        cursor.note("JSN035", where=cursor.spot.where(cursor.at))


def members(cursor: Cursor) -> Iterator[str]:
    """Yield the keys of the object whose bracket was passed; whoever asks takes the value.

    Raises `StopReading` when the object is not clear from here on.
    """
    cursor.opened += 1
    while True:
        char = cursor.peek()
        if char == "}":
            cursor.at += 1
            cursor.opened -= 1
            return
        cursor.key_depth = cursor.indent(cursor.at)
        parsed = lenient.key(cursor.text, cursor.at)
        while isinstance(parsed, Unclear) and parsed.unfinished and not cursor.final:
            cursor.more()
            parsed = lenient.key(cursor.text, cursor.at)
        if isinstance(parsed, Unclear):
            raise StopReading(parsed.problem, parsed.place, unfinished=parsed.unfinished)
        if parsed.noticed:
            cursor.overlooked(parsed.noticed)
        cursor.at = parsed.end
        cursor.peek()
        yield parsed.value
        char = cursor.peek()
        if char == ",":
            place = cursor.spot.where(cursor.at)
            cursor.at += 1
            if cursor.peek() == "}":
                cursor.note("JSN011", where=place, found=",", times=1)
        elif char != "}":
            raise cursor.stop('a comma or "}" is missing' if char else "the object is never closed")


def pass_over(cursor: Cursor, depth: int = 0) -> None:
    """Go behind the value here, however long it is."""
    found = cursor.value(_LONG)
    if isinstance(found, Found):
        cursor.at = found.end
        return
    char = cursor.peek()
    if char == "[":
        cursor.at += 1
        for _ in elements(cursor, "]"):
            pass
    elif char == "{" and depth < _DEEPEST:
        cursor.at += 1
        for _ in members(cursor):
            pass_over(cursor, depth + 1)
    elif found is None:
        cursor.value()
    else:
        raise StopReading(found.problem, found.place, unfinished=found.unfinished)
