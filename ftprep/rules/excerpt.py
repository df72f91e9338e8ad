"""A few words around what was found, for a message."""

from __future__ import annotations

from typing import Final

__all__ = ["excerpt"]

_LONGEST: Final = 40
"""Characters of a text that a message quotes at most."""


def excerpt(text: str, start: int, end: int) -> str:
    """At most 40 characters around `text[start:end]`, its white space as single spaces."""
    end = min(end, start + _LONGEST)
    room = (_LONGEST - (end - start)) // 2
    first, last = max(0, start - room), min(len(text), end + room)
    words = text[first:last].split(" ")
    if first > 0 and len(words) > 1 and len(words[0]) < room:  # a word that was cut
        words = words[1:]
    if last < len(text) and len(words) > 1 and len(words[-1]) < room:
        words = words[:-1]
    return " ".join(" ".join(words).split("\n")).strip(" ")
