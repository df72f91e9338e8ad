"""Where the next element of a list seems to start, when one is not clear."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Final

from ftprep.named import NamedTuple
from ftprep.readers.json.cursor import Cursor
from ftprep.readers.json.leniency import Unclear
from ftprep.readers.json.value import Found

__all__ = ["GivenUp", "after_member", "find_element", "find_member"]

_LONG: Final = 1 << 20
"""Characters after which an element that does not end is suspected to lack its end."""
_FIRST_LOOK: Final = 16
"""Characters of a value that are looked at first when reading is careful."""
_LOOK_BEYOND: Final = 8
"""A value is looked at so many times as far as the place where the next one seems to start."""
_NEVER_CLOSED: Final = "the record is never closed"
_FIRST_KEY: Final = re.compile(r"""\{\s*["'“”]?([^"'“”:,{}\[\]]+)""")
_LIST_END: Final = r"\](?=\s*[,}\]])"
_LIST_END_OF_TEXT: Final = r"\](?=\s*(?:[,}\]]|\Z))"
_AFTER_VALUE: Final = r"""[}\]"'\w]\s*,\s*"""
_NEXT_MEMBER: Final = re.compile(r'(?P<comma>,?)\s*(?P<key>"(?:[^"\\\n]|\\.)*")\s*:\s*[\[{]')


class GivenUp(NamedTuple):
    """A value that is not clear."""

    unclear: Unclear
    end: int
    """Index where reading goes on."""


def find_element(cursor: Cursor, key: str | None, *, shared: bool) -> Found | GivenUp:
    """Find the element here; when it is not clear, say why, and where reading goes on.

    `key` is the first key of the objects before it. The next element starts at a line that is as
    deep as this one's, or after a comma where elements share their lines (`shared`).
    """
    beside = shared or key is None or cursor.indent(cursor.at) is None
    if cursor.careful:
        return _carefully(cursor, lambda stop: _search(cursor, key, beside=beside, stop=stop))
    most = _LONG
    while (found := cursor.value(most)) is None:
        end = _search(cursor, key, beside=False)
        if end is not None:
            cursor.in_vain(None, end - cursor.at)
            return GivenUp(Unclear(_NEVER_CLOSED, cursor.at), end)
        most *= 2
    if isinstance(found, Found):
        return found
    return _given_up(cursor, found, lambda: _search(cursor, key, beside=beside))


def find_member(cursor: Cursor, depth: int | None) -> Found | GivenUp:
    """Find the value of an object's member, whose key stands at an indent of `depth`; when it is
    not clear, say why, and where the member ends."""
    if cursor.careful:
        return _carefully(cursor, lambda stop: _member_end(cursor, depth, stop))
    found = cursor.value()
    assert found is not None
    if isinstance(found, Found):
        return found
    return _given_up(cursor, found, lambda: _member_end(cursor, depth))


def _given_up(cursor: Cursor, unclear: Unclear, search: Callable[[], int | None]) -> GivenUp:
    """Where reading goes on behind what was looked at and is not clear."""
    place = unclear.place - cursor.at
    end = search()
    while end is None and not cursor.final:
        cursor.more()
        end = search()
    cut_off = unclear.unfinished and end is None
    if end is None:
        end = len(cursor.text) if cut_off else _last_end(cursor)
    unclear = unclear._replace(place=cursor.at + place)
    cursor.in_vain(unclear, end - cursor.at)
    return GivenUp(unclear._replace(unfinished=cut_off), end)


def _carefully(cursor: Cursor, search: Callable[[int], int | None]) -> Found | GivenUp:
    """Find the value here without looking far beyond where the next one seems to start, so that
    the work is bound by what is given up, however often nothing is closed."""
    most = _FIRST_LOOK
    while (found := cursor.glimpse(most)) is None:
        end = search(cursor.at + most)
        if end is not None and (end - cursor.at) * _LOOK_BEYOND <= most:
            return GivenUp(Unclear(_NEVER_CLOSED, cursor.at), end)
        most *= 2
    if isinstance(found, Found):
        return found
    return _given_up(cursor, found, lambda: search(sys.maxsize))


def _next_start(cursor: Cursor, key: str | None, stop: int) -> str:
    """A pattern of what the next element starts with, told by this one and those before."""
    text, at = cursor.text, cursor.at
    char = text[at]
    if char == "{" and key is None:
        own = _FIRST_KEY.match(text, at, stop)
        key = own[1].strip() if own else None
    if char == "[":
        return r"\["
    if key is None:
        return r"\{" if char == "{" else r"[\[{\"'\w-]"
    return r"\{\s*[\"'“”]?" + re.escape(key) + r"[\"'“”]?\s*:"


def _search(
    cursor: Cursor, key: str | None, *, beside: bool, stop: int = sys.maxsize
) -> int | None:
    """Find where the next element, or the end of the list, seems to start, before `stop`."""
    start = _next_start(cursor, key, stop)
    depth = cursor.indent(cursor.at)
    margin = cursor.margin(cursor.at)
    close = _LIST_END_OF_TEXT if cursor.final and stop >= len(cursor.text) else _LIST_END
    ways = [rf"(?:^|(?<=\r))(?P<deep>[ \t]*)(?:(?P<next>{start})|(?P<end>{close}))"]
    if beside:
        ways.append(rf"{_AFTER_VALUE}(?P<beside>{start})")
    pattern = re.compile("|".join(ways), re.MULTILINE)
    for match in pattern.finditer(cursor.text, cursor.at + 1, stop):
        if match["deep"] is None:
            return match.start("beside")
        deep = len(match["deep"])
        if match["end"] is None:
            if depth is None or deep == depth:
                return match.start("next")
        elif deep < margin or (deep == margin and not depth):
            return match.start("end")
    return None


def _last_end(cursor: Cursor) -> int:
    """Where the last element of the text ends: before the brackets that close what is around it."""
    text = cursor.text
    end = len(text)
    for _ in range(cursor.opened):
        last = len(text[:end].rstrip()) - 1
        if last < cursor.at or text[last] not in "]}":
            break
        end = last
    return end


def after_member(cursor: Cursor, depth: int | None) -> int:
    """Where the member of an object ends whose value is not clear: before the comma and the key of
    the next one, which stands as deep as its own key did."""
    while (end := _member_end(cursor, depth)) is None:
        if cursor.final:
            return _last_end(cursor)
        cursor.more()
    return end


def _member_end(cursor: Cursor, depth: int | None, stop: int = sys.maxsize) -> int | None:
    for match in _NEXT_MEMBER.finditer(cursor.text, cursor.at, stop):
        own = cursor.indent(match.start("key"))
        if (depth is None and match["comma"]) or (own is not None and own == depth):
            return match.start("comma") if match["comma"] else match.start("key")
    return None
