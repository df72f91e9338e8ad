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
from ftprep.near.columns import SHARED_LEVELS, Columns, ragged

__all__ = ["band_keys"]

_Ints = NDArray[np.int64]
_Shorts = NDArray[np.uint16]
_AT_ONCE = 1 << 12
"""Examples in one call: their slots fit a processor's second cache."""


def band_keys(columns: Columns, sides: int) -> NDArray[np.uint32]:
    """The keys of all examples, of the prompt (1 side) or of prompt and answer (2); shape
    (`BANDS`, examples). 0 where an example has no shingle."""
    out = np.zeros((BANDS, len(columns)), np.uint32)
    for start in range(0, len(columns), _AT_ONCE):
        stop = min(start + _AT_ONCE, len(columns))
        _fill(out[:, start:stop], columns, start, sides)
    return out


def _fill(out: NDArray[np.uint32], columns: Columns, start: int, sides: int) -> None:
    count = out.shape[1]
    rows = slice(2 * start, 2 * (start + count))
    sizes, levels = columns.sizes[rows], columns.levels[rows]
    values = columns.values[columns.starts[rows.start] : columns.starts[rows.stop]]
    row = np.repeat(np.arange(2 * count), sizes)
    if sides == 1:
        prompt = row & 1 == 0
        values, row = values[prompt], row[prompt]
    if columns.has_common:
        counting = _counting(columns, values, row, levels)
        values, row = values[counting], row[counting]
    full = _signature(values, row, levels, 0)
    halves = [full, full]
    # The levels 0 and 1 are taken together in both halves.
    deep = levels.reshape(-1, 2).max(axis=1) > 1
    if deep.any():
        halves[1] = full.copy()
        begins, ends = np.searchsorted(row, 2 * np.flatnonzero(deep) + [[0], [2]])
        place, number = ragged(begins, ends - begins)
        deep_row = 2 * number + (row[place] & 1)
        halves[1][:, deep] = _signature(values[place], deep_row, levels[np.repeat(deep, 2)], 1)
    filled = full[0] != EMPTY
    for band in range(BANDS):
        key = np.full(count, band + 1, np.uint32)
        for slot in ORDER[band * ROWS : (band + 1) * ROWS]:
            key ^= halves[2 * band // BANDS][slot]
            key *= np.uint32(K7)
            key ^= key >> np.uint32(15)
        np.maximum(key, 1, out=key)
        out[band] = key * filled


def _counting(
    columns: Columns, values: _Shorts, row: _Ints, levels: NDArray[np.uint8]
) -> NDArray[np.bool_]:
    """Which shingles count: the uncommon, or all of an example that has none."""
    uncommon = columns.uncommon(values, row & 1, levels[row])
    some = np.zeros(len(levels) // 2, np.bool_)
    some[row[uncommon] >> 1] = True
    counting: NDArray[np.bool_] = uncommon | ~some[row >> 1]
    return counting


def _signature(values: _Shorts, row: _Ints, levels: NDArray[np.uint8], half: int) -> _Shorts:
    """For each slot the least shingle of every example, or that of the next slot that has one;
    shape (`SLOTS`, examples)."""
    steps = levels - SHARED_LEVELS[half][levels]
    shingles = values >> steps[row] if steps.any() else values
    cells = row * SLOTS
    cells += shingles & np.uint16(SLOTS - 1)
    full = np.full(len(levels) * SLOTS, EMPTY, np.uint16)
    # Backwards, that the least of a slot is written last and stays.
    full[cells[::-1]] = (shingles >> np.uint16(SLOT_BITS))[::-1]
    both = full.reshape(-1, 2, SLOTS)
    # Slots first from here on, so that a step runs over neighbours in memory.
    least = np.minimum(both[:, 0], both[:, 1]).T.copy()
    lacking = least == EMPTY
    none = lacking.all(axis=0)
    mask = lacking.astype(np.uint16) * np.uint16(EMPTY)
    least &= ~mask
    fill = np.empty(least.shape[1], np.uint16)
    # Twice round the circle. A slot that was filled in the first round is given the same again.
    for at in reversed(range(2 * SLOTS - 1)):
        here = at % SLOTS
        np.bitwise_and(least[(at + 1) % SLOTS], mask[here], out=fill)
        least[here] |= fill
    least[:, none] = EMPTY
    return least
