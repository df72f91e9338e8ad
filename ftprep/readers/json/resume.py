"""Where the next element of a list seems to start, when one is not clear."""

from __future__ import annotations

import re
from typing import Final

from ftprep.readers.json.cursor import Cursor
from ftprep.readers.json.leniency import Unclear
from ftprep.readers.json.value import Found

__all__ = ["after_member", "find_element"]

_LONG: Final = 1 << 20
"""Characters after which an element that does not end is suspected to lack its end."""
_FIRST_KEY: Final = re.compile(r"""\{\s*["'“”]?([^"'“”:,{}\[\]]+)""")
_LIST_END: Final = r"\](?=\s*[,}\]])"
_LIST_END_OF_TEXT: Final = r"\](?=\s*(?:[,}\]]|\Z))"
_AFTER_VALUE: Final = r"""[}\]"'\w]\s*,\s*"""
_NEXT_MEMBER: Final = re.compile(r'(?P<comma>,?)\s*(?P<key>"(?:[^"\\\n]|\\.)*")\s*:\s*[\[{]')


def find_element(cursor: Cursor, key: str | None, *, shared: bool) -> Found | tuple[Unclear, int]:
    """Find the element here; when it is not clear, why, and the index where reading goes on.

    `key` is the first key of the objects before it. The next element starts at a line that is as
    deep as this one's, or after a comma where elements share their lines (`shared`).
    """
    most = _LONG
    while True:
        found = cursor.value(most)
        if isinstance(found, Found):
            return found
        start = _next_start(cursor, key)
        if found is None:
            end = _search(cursor, start, beside=False)
            if end is not None:
                return Unclear("the record is never closed", cursor.at), end
            most *= 2
            continue
        place = found.place - cursor.at
        beside = shared or key is None or cursor.indent(cursor.at) is None
        end = _search(cursor, start, beside=beside)
        while end is None and not cursor.final:
            cursor.more()
            end = _search(cursor, start, beside=beside)
        cut_off = found.unfinished and end is None
        unclear = Unclear(found.problem, cursor.at + place, cut_off)
        if end is None:
            end = len(cursor.text) if cut_off else _last_end(cursor)
        return unclear, end


def _next_start(cursor: Cursor, key: str | None) -> str:
    """A pattern of what the next element starts with, told by this one and those before."""
    text, at = cursor.text, cursor.at
    char = text[at]
    if char == "{" and key is None:
        own = _FIRST_KEY.match(text, at)
        key = own[1].strip() if own else None
    if char == "[":
        return r"\["
    if key is None:
        return r"\{" if char == "{" else r"[\[{\"'\w-]"
    return r"\{\s*[\"'“”]?" + re.escape(key) + r"[\"'“”]?\s*:"


def _search(cursor: Cursor, start: str, *, beside: bool) -> int | None:
    """Find where the next element, or the end of the list, seems to start."""
    depth = cursor.indent(cursor.at)
    margin = cursor.margin(cursor.at)
    close = _LIST_END_OF_TEXT if cursor.final else _LIST_END
    ways = [rf"(?:^|(?<=\r))(?P<deep>[ \t]*)(?:(?P<next>{start})|(?P<end>{close}))"]
    if beside:
        ways.append(rf"{_AFTER_VALUE}(?P<beside>{start})")
    for match in re.compile("|".join(ways), re.MULTILINE).finditer(cursor.text, cursor.at + 1):
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
    while True:
        for match in _NEXT_MEMBER.finditer(cursor.text, cursor.at):
            own = cursor.indent(match.start("key"))
            if (depth is None and match["comma"]) or (own is not None and own == depth):
                return match.start("comma") if match["comma"] else match.start("key")
        if cursor.final:
            return _last_end(cursor)
        cursor.more()
