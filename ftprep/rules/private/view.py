"""Read a text that is JSON as its reader would, without moving any character."""

from __future__ import annotations

import re
from typing import Final

import orjson

from ftprep.pattern import Pattern

__all__ = ["is_json", "outside_strings", "plain"]

_ESCAPE: Final = Pattern(r"\\u[0-9A-Fa-f]{4}|\\+.", re.DOTALL)
_STRING: Final = Pattern(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SCALAR: Final = Pattern(r"[^\s\[\]{},:\"]+")


def is_json(text: str) -> bool:
    """Whether the text is a JSON object or array: arguments of a tool call, results of a tool."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


def plain(text: str) -> str:
    """The text of a JSON document, of the same length, with spaces for escapes.

    Without it the `n` of an escaped line end would be read as the first letter of the address that
    follows: a quote of it would be wrong, and replacing it would leave half an escape.
    """
    return _ESCAPE.sub(lambda match: " " * len(match.group()), text)


def outside_strings(text: str) -> list[tuple[int, int]]:
    """(start, stop) of the numbers of a JSON document, which are not within quotes."""
    found, end = [], 0
    for match in _STRING.finditer(text):
        found += [m.span() for m in _SCALAR.finditer(text, end, match.start())]
        end = match.end()
    return found + [m.span() for m in _SCALAR.finditer(text, end)]
