"""Write JSON with every digit as it was read; the numbers of JSON and their spelling."""

from __future__ import annotations

from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any, Final

import orjson

__all__ = ["Number", "as_written", "canonical", "dumps", "fragment", "number", "text"]

_MAX_DIGITS: Final = 4300
"""Longest integer that Python converts (`sys.int_info.default_max_str_digits`)."""


class Number(float):
    """A JSON number that keeps its spelling (`1.10`, `1e5`), so that it is written as it was read.

    Integers are plain `int`, of any size up to 4,300 digits, and a Number beyond.
    """

    __slots__ = ("literal",)
    literal: str

    def __new__(cls, literal: str) -> Number:
        """Make the number that a JSON literal spells."""
        number = super().__new__(cls, literal)
        number.literal = literal
        return number

    def __reduce__(self) -> tuple[type[Number], tuple[str]]:
        return Number, (self.literal,)

    def __repr__(self) -> str:
        return f"Number({self.literal!r})"

    def __str__(self) -> str:
        return self.literal


def number(literal: str) -> int | Number:
    """The number that an integer literal spells, exactly."""
    if literal == "-0" or len(literal) > _MAX_DIGITS:
        return Number(literal)
    return int(literal)


def dumps(value: Any) -> bytes:
    r"""Write a value as one line of JSON in UTF-8, without spaces and without a line end.

    Numbers are spelled as they were read. A lone surrogate, which UTF-8 cannot hold, is written as
    its escape (`\ud83d`); float NaN and infinities, which JSON cannot hold, as null. Equal texts
    mean equal values. Raises `TypeError` for what is not JSON.
    """
    try:
        return orjson.dumps(value, default=fragment)
    except TypeError:
        return _write(value, sort=False)


def canonical(value: Any) -> bytes:
    """Write a value for hashing: as `dumps`, with the keys of objects sorted."""
    try:
        return orjson.dumps(value, default=fragment, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return _write(value, sort=True)


def text(value: Any) -> str:
    """A JSON scalar as the text that a person sees: `true`, `1.10`; a string as it is.

    Raises `TypeError` for None, lists and objects, which have no text of their own.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return dumps(value).decode()
    raise TypeError(f"a {type(value).__name__} has no text of its own")


def as_written(text: bytes) -> orjson.Fragment:
    """A value that `dumps` wrote, for a value around it."""
    return orjson.Fragment(text)


def fragment(value: Any) -> orjson.Fragment:
    """What orjson is to write for a value that it does not know."""
    if isinstance(value, Number):
        return orjson.Fragment(value.literal)
    raise TypeError(f"a {type(value).__name__} is not JSON")


def _write(value: Any, *, sort: bool) -> bytes:
    """Write what orjson cannot: integers beyond 64 bits and lone surrogates."""
    pieces: list[str] = []
    _put(value, pieces.append, sort)
    # `backslashreplace` gives a lone surrogate the very escape that JSON has for it.
    return "".join(pieces).encode("utf-8", "backslashreplace")


def _put(value: Any, put: Any, sort: bool) -> None:
    if isinstance(value, str):
        put(encode_basestring(value))
    elif isinstance(value, Mapping):
        members = sorted(value.items()) if sort else value.items()
        for at, (key, child) in enumerate(members):
            put("," if at else "{")
            put(encode_basestring(key))
            put(":")
            _put(child, put, sort)
        put("}" if value else "{}")
    elif isinstance(value, list | tuple):
        for at, child in enumerate(value):
            put("," if at else "[")
            _put(child, put, sort)
        put("]" if value else "[]")
    elif type(value) is int:
        put(str(value))
    else:
        put(orjson.dumps(value, default=fragment).decode())
