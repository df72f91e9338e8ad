"""What `ftprep.near.bands` says, with numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ftprep.near.bands import (
    BANDS,
    EMPTY,
    K7,
    ORDER,
    ROWS,
    SLOT_BITS,
    SLOTS,
)  # fmt: skip
from ftprep.near.columns import SHARED_LEVELS, Columns

__all__ = ["band_keys"]

_Shorts = NDArray[np.uint16]
_Levels = NDArray[np.uint8]
_AT_ONCE = 1 << 11
"""Examples in one call: their slots fit a processor's second cache."""


def band_keys(columns: Columns, sides: int, bands: range) -> NDArray[np.uint32]:
    """Some of the keys of all examples, of the prompt (1 side) or of prompt and answer (2); shape
    (bands, examples). They say nothing where an example has no shingle."""
    out = np.empty((len(bands), len(columns)), np.uint32)
    for start in range(0, len(columns), _AT_ONCE):
        _fill(out[:, start : start + _AT_ONCE], columns, start, sides, bands)
    return out


def _fill(out: NDArray[np.uint32], columns: Columns, start: int, sides: int, bands: range) -> None:
    count = out.shape[1]
    rows = slice(2 * start, 2 * (start + count))
    sizes, levels = columns.sizes[rows], columns.levels[rows]
    values = columns.values[columns.starts[rows.start] : columns.starts[rows.stop]]
    if sides == 1:
        values = values[np.repeat(np.arange(2 * count) % 2 == 0, sizes)]
        sizes, levels = sizes.copy(), levels.copy()
        sizes[1::2] = levels[1::2] = 0
    if columns.has_common:
        values, sizes = _counting(columns, values, sizes, levels)
    full = _signature(values, sizes, levels, 0)
    halves = [full, full]
    # The levels 0 and 1 are taken together in both halves.
    deep = levels.reshape(-1, 2).max(axis=1) > 1
    if deep.any():
        rows_of_deep = np.repeat(deep, 2)
        of_deep = values[np.repeat(rows_of_deep, sizes)]
        halves[1] = full.copy()
        halves[1][:, deep] = _signature(of_deep, sizes[rows_of_deep], levels[rows_of_deep], 1)
    for at, band in enumerate(bands):
        key = np.full(count, band + 1, np.uint32)
        for slot in ORDER[band * ROWS : (band + 1) * ROWS]:
            key ^= halves[2 * band // BANDS][slot]
            key *= np.uint32(K7)
            key ^= key >> np.uint32(15)
        np.maximum(key, 1, out=out[at])


def _counting(
    columns: Columns, values: _Shorts, sizes: _Levels, levels: _Levels
) -> tuple[_Shorts, _Levels]:
    """The shingles that count: the uncommon, or all of an example that has none; and how many of
    each row."""
    row = np.repeat(np.arange(len(sizes)), sizes)
    uncommon = columns.uncommon(values, row & 1, levels, sizes)
    some = np.zeros(len(sizes) // 2, np.bool_)
    some[row[uncommon] >> 1] = True
    counting = uncommon | ~some[row >> 1]
    return values[counting], np.bincount(row[counting], minlength=len(sizes)).astype(np.uint8)


def _signature(values: _Shorts, sizes: _Levels, levels: _Levels, half: int) -> _Shorts:
    """For each slot the least shingle of every example, or that of the next slot that has one;
    shape (`SLOTS`, examples)."""
    steps = levels - SHARED_LEVELS[half][levels]
    shingles = values >> np.repeat(steps, sizes) if steps.any() else values
    cells = np.repeat(np.arange(len(sizes)) * SLOTS, sizes)
    cells += shingles & np.uint16(SLOTS - 1)
    full = np.full(len(sizes) * SLOTS, EMPTY, np.uint16)
    # Backwards, that the least of a slot is written last and stays.
    full[cells[::-1]] = (shingles >> np.uint16(SLOT_BITS))[::-1]
    both = full.reshape(-1, 2, SLOTS)
    # Slots first from here on, so that a step runs over neighbours in memory.
    least = np.minimum(both[:, 0], both[:, 1]).T.copy()
    mask = (least == EMPTY) * np.uint16(EMPTY)
    least &= ~mask
    fill = np.empty(least.shape[1], np.uint16)
    # Twice round the circle. A slot that was filled in the first round is given the same again.
    for at in reversed(range(2 * SLOTS - 1)):
        here = at % SLOTS
        np.bitwise_and(least[(at + 1) % SLOTS], mask[here], out=fill)
        least[here] |= fill
    return least
