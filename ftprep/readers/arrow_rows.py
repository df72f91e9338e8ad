"""Rows of Arrow record batches, as dicts of JSON values; for Parquet files and frames alike."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from ftprep.readers.plain import plain

__all__ = ["ArrowRow", "distinct", "rows"]

_FEWEST_DIGITS: Final = 6
_MOST_DIGITS: Final = 9
"""Significant digits that tell any two floats of 32 bits apart (IEEE 754)."""


class ArrowRow(NamedTuple):
    """A row, and which of its columns hold text that is not UTF-8."""

    data: dict[str, Any]
    broken: tuple[str, ...] = ()


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Column names, the repeated ones numbered: `text`, `text (2)`."""
    found: list[str] = []
    for name in names:
        number, unique = 1, name
        while unique in found:
            number += 1
            unique = f"{name} ({number})"
        found.append(unique)
    return tuple(found)


def rows(batch: Any, names: Sequence[str]) -> Iterator[ArrowRow]:
    """The rows of a `pyarrow.RecordBatch`, with `names` for its columns.

    NaN and the infinities, which JSON has not, become texts; text that is not UTF-8 is decoded with
    U+FFFD for each bad byte and named in the row.
    """
    columns = [_column(array) for array in batch.columns]
    for values in zip(*(values for values, _ in columns), strict=True):
        data = dict(zip(names, values, strict=True))
        broken = [
            name
            for (_, places), name in zip(columns, names, strict=True)
            if places and "\ufffd" in str(data[name])
        ]
        yield ArrowRow(data, tuple(broken))
