"""Which rows of a packed table have equal keys."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["equal_rows"]

_FEW = 20_000
"""Rows below which a dict is done sooner than numpy is loaded (0.14 s)."""

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
    """Bounded by a few bytes per row, where the dict takes 150."""
    import numpy as np  # starting fast: few rows need none

    words = np.frombuffer(bytes(table), dtype="<u8").reshape(-1, width // 8)
    low, high = words[:, column // 8], words[:, column // 8 + 1]
    order = np.argsort(low, kind="stable")
    # The first half tells nearly all apart; within its ties the second half decides.
    ties = np.flatnonzero(low[order[1:]] == low[order[:-1]])
    if not len(ties):
        return iter(())
    starts = ties[np.insert(np.diff(ties) > 1, 0, True)]
    stops = ties[np.append(np.diff(ties) > 1, True)] + 2
    return _groups(high, order, starts.tolist(), stops.tolist())


def _groups(
    high: object, order: object, starts: list[int], stops: list[int]
) -> Iterator[list[int]]:
    import numpy as np

    high, order = np.asarray(high), np.asarray(order)
    for start, stop in zip(starts, stops, strict=True):
        alike: dict[int, list[int]] = {}
        for row in order[start:stop].tolist():
            alike.setdefault(int(high[row]), []).append(row)
        yield from (rows for rows in alike.values() if len(rows) > 1)
