"""Python values of frames and Arrow as the values that JSON has.

Text, integers, booleans and finite floats stay what they are. What JSON has no form for becomes the
text that a person sees: dates and times in ISO 8601 with a space between (`2024-03-05 14:30:00`),
decimals with their digits, bytes as UTF-8 or else as Base64, durations as Python prints them.

Every struct of an Arrow column has all fields, so that null is its only way to say that a key is
absent: `cell` leaves such keys out, `plain` keeps each None.
"""

from __future__ import annotations

import base64
import datetime as dt
import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

__all__ = ["cell", "plain"]

_MISSING: Final = frozenset({"NaTType", "NAType"})
"""Types of what pandas puts where a value is missing, beside NaN."""
_AS_THEY_ARE: Final = (str, bool, int, type(None))


def plain(value: Any) -> Any:
    """The JSON value for a value of a frame; missing values become None, also inside of lists."""
    return _plain(value, sparse=False)


def cell(value: Any) -> Any:
    """The same for a cell that was, or may have been, of Arrow: a struct at any depth is without
    its null fields. An empty cell is None all the same, and nulls in lists and maps stay."""
    return _plain(value, sparse=True)


def _plain(value: Any, *, sparse: bool) -> Any:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is float:
        return None if math.isnan(value) else _finite(value)
    if kind is list or kind is tuple:
        return _sequence(value, sparse=sparse)
    if isinstance(value, Mapping):
        return {
            str(key): _plain(item, sparse=sparse)
            for key, item in value.items()
            if item is not None or not sparse
        }
    if kind.__name__ in _MISSING:
        return None
    return _text_or_unwrapped(value, sparse=sparse)


def _finite(value: float) -> float | str:
    return value if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")


def _sequence(value: list[Any] | tuple[Any, ...], *, sparse: bool) -> Any:
    """A list; the pairs of an Arrow map become an object where its keys are distinct texts."""
    if value and all(type(item) is tuple and len(item) == 2 for item in value):
        keys = [key for key, _ in value]
        if len({*keys}) == len(keys) and all(isinstance(key, str) for key in keys):
            return {key: _plain(item, sparse=sparse) for key, item in value}
    return [_plain(item, sparse=sparse) for item in value]


def _text_or_unwrapped(value: Any, *, sparse: bool) -> Any:
    for kinds, convert in _CONVERTERS:
        if isinstance(value, kinds):
            return convert(value)
    if hasattr(value, "tolist"):  # numpy arrays and scalars
        return _plain(value.tolist(), sparse=sparse)
    return str(value)


def _from_bytes(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return base64.b64encode(value).decode("ascii")


_CONVERTERS: Final[tuple[tuple[tuple[type, ...], Callable[[Any], Any]], ...]] = (
    ((dt.datetime,), lambda value: value.isoformat(sep=" ")),
    ((dt.date, dt.time), lambda value: value.isoformat()),
    ((bytes, bytearray, memoryview), lambda value: _from_bytes(bytes(value))),
    ((Decimal,), lambda value: f"{value:f}"),
    # Subclasses, such as an enumeration or numpy.float64.
    ((str,), str),
    ((int,), int),
    ((float,), lambda value: plain(float(value))),
)
