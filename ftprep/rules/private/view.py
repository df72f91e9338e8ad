"""Read a text that is JSON as its reader would, without moving any character."""

from __future__ import annotations

import json
import re
from typing import Final

import orjson

from ftprep.pattern import Pattern

__all__ = ["as_read", "is_json", "outside_strings", "plain"]

_ESCAPE: Final = Pattern(r"\\+(?:u[0-9A-Fa-f]{4}|(.))", re.DOTALL)
_STRING: Final = Pattern(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_HOLDER: Final = Pattern(r'"(?:\s|\\[nrt])*(?:[{\[]|\\")')
"""A string that may hold JSON."""
_LETTER: Final = Pattern(
    r"\\u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\.|.", re.DOTALL
)
"""One character of a string, as JSON writes it."""
_SCALAR: Final = Pattern(r"[^\s\[\]{},:\"]+")


def as_read(text: str) -> str:
    """What is searched for private values in place of the text: `plain` of one that is JSON. The
    same object where that changes nothing, as in nearly all texts."""
    return plain(text) if "\\" in text and is_json(text) else text


def is_json(text: str) -> bool:
    """Whether the text is a JSON object, array or string: arguments of a tool call, or what a tool
    answered."""
    if not text.lstrip().startswith(("{", "[", '"')):
        return False
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


def plain(text: str) -> str:
    """The text of a JSON document, of the same length, with quotation marks for escaped ones, as in
    JSON that a string of it holds, and spaces for all other escapes.

    Without it the `n` of an escaped line end would be read as the first letter of the address that
    follows: a quote of it would be wrong, and replacing it would leave half an escape.
    """
    return _ESCAPE.sub(_read, text)


def _read(escape: re.Match[str]) -> str:
    return ('"' if escape[1] == '"' else " ") * len(escape.group())


def outside_strings(text: str) -> list[tuple[int, int, str]]:
    r"""(start, stop, quotation mark) of the numbers of a JSON document, which are not within
    quotes; also of those in JSON that a string of it holds, where the mark is `\"`, and so on."""
    found, end = [], 0
    for match in _STRING.finditer(text):
        found += [(*m.span(), '"') for m in _SCALAR.finditer(text, end, match.start())]
        found += _within(match)
        end = match.end()
    return found + [(*m.span(), '"') for m in _SCALAR.finditer(text, end)]


def _within(string: re.Match[str]) -> list[tuple[int, int, str]]:
    """The same of the JSON that one string holds."""
    if not _HOLDER.match(string.group()):
        return []
    value = json.loads(string.group(), strict=False)
    if not is_json(value):
        return []
    at = string.start() + 1
    places = [at]  # of the characters of the value, and its end
    for letter in _LETTER.finditer(string.group()[1:-1]):
        places.append(at + letter.end())
    return [
        (places[start], places[stop], json.dumps(mark)[1:-1])
        for start, stop, mark in outside_strings(value)
    ]
