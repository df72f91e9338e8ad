"""Which rows of a packed table have equal keys."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["equal_rows"]

_FEW = 20_000
"""Rows below which a dict is done sooner than numpy is loaded (0.14 s)."""

_AT_ONCE = 17
"""Bits of the number of rows that are sorted together: 100,000, about."""

KEY = 16
"""Bytes of a key."""


def equal_rows(table: bytes | bytearray, width: int, column: int) -> Iterator[list[int]]:
    """The numbers of the rows that have one key, for each key that stands in several rows.

    `table` holds rows of `width` bytes; the key is the 16 bytes from `column` on (a multiple of 8,
    as is `width`). Numbers rise in each list; the lists come in any order.
    """
    if len(table) < _FEW * width:
        return _by_dict(table, width, column)
    return _by_sorting(table, width, column)


def _by_dict(table: bytes | bytearray, width: int, column: int) -> Iterator[list[int]]:
    view = bytes(table)
    firsts: dict[bytes, int] = {}
    groups: dict[int, list[int]] = {}
    for row, start in enumerate(range(column, len(view), width)):
        first = firsts.setdefault(view[start : start + KEY], row)
        if first != row:
            groups.setdefault(first, [first]).append(row)
    return iter(groups.values())


def _by_sorting(table: bytes | bytearray, width: int, column: int) -> Iterator[list[int]]:
    """Sorts a part of the keys at a time, so that it takes some megabytes, and 2 bytes a row."""
    import numpy as np  # starting fast: few rows need none

    words = np.frombuffer(table, dtype="<u8").reshape(-1, width // 8)
    low, high = words[:, column // 8], words[:, column // 8 + 1]
    bits = max(len(words).bit_length() - _AT_ONCE, 0)
    part_of = (low >> np.uint64(32) >> np.uint64(32 - bits)).astype(np.uint16)
    for part in range(1 << bits):
        rows = np.flatnonzero(part_of == part)
        order = rows[np.argsort(low[rows], kind="stable")]
        # The first half tells nearly all apart; within its ties the second half decides.
        ties = np.flatnonzero(low[order[1:]] == low[order[:-1]])
        if len(ties):
            breaks = np.diff(ties) > 1
            starts = ties[np.insert(breaks, 0, True)].tolist()
            stops = (ties[np.append(breaks, True)] + 2).tolist()
            for start, stop in zip(starts, stops, strict=True):
                alike = order[start:stop]
                yield from _parted(alike.tolist(), high[alike].tolist())


def _parted(rows: list[int], halves: list[int]) -> Iterator[list[int]]:
    """Rows with the same first half, by the second."""
    alike: dict[int, list[int]] = {}
    for row, half in zip(rows, halves, strict=True):
        alike.setdefault(half, []).append(row)
    yield from (rows for rows in alike.values() if len(rows) > 1)
