"""What a JSON document consists of, learnt in one pass and in little memory."""

from __future__ import annotations

from typing import Any, Final

from ftprep.model import UNREADABLE
from ftprep.named import NamedTuple
from ftprep.readers.json.cursor import Cursor
from ftprep.readers.json.leniency import StopReading
from ftprep.readers.json.resume import after_member
from ftprep.readers.json.stream import elements, members
from ftprep.readers.json.value import Found

__all__ = ["Outline", "outline", "outline_of"]

_SMALL: Final = 1 << 18
"""Characters up to which a value is read whole."""
_SAMPLE: Final = 50
"""Elements of a list that are kept to look at."""
_MOST_MEMBERS: Final = 200
_DEEPEST: Final = 6
"""Records lie no deeper than so many objects."""


class Outline(NamedTuple):
    """One value of a document, without its bulk."""

    kind: str
    """object, list, scalar or unclear."""
    size: int = 1
    """Members or elements."""
    inner: frozenset[str] = frozenset()
    """Kinds of all members or elements."""
    members: tuple[tuple[str, Outline], ...] = ()
    """Of an object: the first 200."""
    sample: tuple[Any, ...] = ()
    """Of a list: the first 50 elements that are clear; of a scalar: its value."""


def _kind(value: Any) -> str:
    return "object" if isinstance(value, dict) else "list" if isinstance(value, list) else "scalar"


def outline_of(value: Any, depth: int = 0) -> Outline:
    """Outline a value that is at hand."""
    kind = _kind(value)
    if kind == "scalar":
        return Outline(kind, sample=(value,))
    if kind == "list":
        return Outline(
            kind, len(value), frozenset(map(_kind, value)), sample=tuple(value[:_SAMPLE])
        )
    first = list(value.items())[: _MOST_MEMBERS if depth < _DEEPEST else 0]
    inside = tuple((key, outline_of(child, depth + 1)) for key, child in first)
    return Outline(kind, len(value), frozenset(map(_kind, value.values())), inside)


def outline(cursor: Cursor, most: int | None = None, depth: int = 0) -> Outline:
    """Outline the value at a place, and go behind it; of a list, `most` elements at the most.

    What is not clear is left out; of what is cut off there is what stands before the cut.
    """
    char = cursor.peek()
    if cursor.careful:
        return Outline("unclear")
    found = cursor.value(_SMALL)
    if isinstance(found, Found):
        cursor.at = found.end
        return outline_of(found.value, depth)
    if found is not None:
        cursor.in_vain(found, 0)
    if char == "[":
        return _list(cursor, most)
    if char == "{" and depth < _DEEPEST:
        return _object(cursor, depth)
    whole = cursor.value()
    if not isinstance(whole, Found):
        return Outline("unclear")
    cursor.at = whole.end
    return outline_of(whole.value, depth)


def _list(cursor: Cursor, most: int | None) -> Outline:
    size = 0
    inner: set[str] = set()
    sample: list[Any] = []
    cursor.at += 1
    try:
        for element in elements(cursor, "]"):
            size += 1
            if element.value is not UNREADABLE:
                inner.add(_kind(element.value))
                if len(sample) < _SAMPLE:
                    sample.append(element.value)
            if size == most:
                break
    except StopReading:
        cursor.at = len(cursor.text)
    return Outline("list", size, frozenset(inner), sample=tuple(sample))


def _object(cursor: Cursor, depth: int) -> Outline:
    size = 0
    inner: set[str] = set()
    inside: list[tuple[str, Outline]] = []
    cursor.at += 1
    try:
        for key in members(cursor):
            key_depth = cursor.key_depth
            child = outline(cursor, depth=depth + 1)
            size += 1
            if child.kind == "unclear":
                cursor.at = after_member(cursor, key_depth)
                continue
            inner.add(child.kind)
            if len(inside) < _MOST_MEMBERS:
                inside.append((key, child))
    except StopReading as stop:
        if depth and not stop.unclear.unfinished:
            cursor.opened -= 1
            return Outline("unclear")
        cursor.at = len(cursor.text)
    return Outline("object", size, frozenset(inner), tuple(inside))
