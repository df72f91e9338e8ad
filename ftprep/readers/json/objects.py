"""Read many lines at once, where it is certain that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import orjson

from ftprep.jsontext import MAX_DEPTH

__all__ = ["objects"]

_PLAIN = frozenset({str, int, bool, type(None), dict, list})
"""What JSON has but floats: of a float the spelling may be lost."""


def objects(lines: Sequence[bytes]) -> list[dict[str, Any]] | None:
    """The objects that the lines hold; None where a line holds no object, or where something in
    one of them might not have been kept.

    `ftprep.jsontext.plain` proves of a single line that all of it was kept by writing it again.
    Here the strings are counted: what a repeated key loses is a string at least.
    """
    try:
        values = list(map(orjson.loads, lines))
    except orjson.JSONDecodeError:
        return None
    if set(map(type, values)) != {dict}:
        return None
    text = b"".join(lines)
    return values if _strings(values, b"-0" in text) == _spelled(text) else None


def _strings(values: Iterable[Any], minus_zero: bool) -> int:
    """Strings in the values, keys among them; -1 where a number may have been spelled otherwise:
    a float, or 0 where `minus_zero` may be its spelling; and where they are nested too deep."""
    strings = 0
    level = list(values)
    for _ in range(MAX_DEPTH):
        dicts = [value for value in level if type(value) is dict]
        lists = [value for value in level if type(value) is list]
        strings += sum(map(len, dicts))
        members = chain.from_iterable(map(dict.values, dicts))
        level = [*members, *chain.from_iterable(lists)]
        kinds = set(map(type, level))
        if kinds == {str}:
            return strings + len(level)
        if not kinds <= _PLAIN or (minus_zero and int in kinds and 0 in level):
            return -1
        strings += sum([type(value) is str for value in level])
        if not level:
            return strings
    return -1


def _spelled(text: bytes) -> int:
    """Strings that a JSON text spells: its quotation marks that are not escaped, by two."""
    text = text.replace(b"\\\\", b"")  # what is left before a mark escapes it
    return (text.count(b'"') - text.count(b'\\"')) // 2
