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
    first = 2 * start
    rows = slice(first, first + 2 * count)
    sizes, levels = columns.sizes[rows], columns.levels[rows]
    begin = int(columns.starts[first])
    values = columns.values[begin : begin + int(sizes.sum(dtype=np.int64))]
    row = np.repeat(np.arange(2 * count), sizes)
    if sides == 1:
        prompt = row & 1 == 0
        values, row = values[prompt], row[prompt]
    counts = _counting(columns, values, row, levels)
    if counts is not None:
        values, row = values[counts], row[counts]
    filled = np.zeros(count, np.bool_)
    filled[row >> 1] = True
    halves = []
    for half in (0, 1):
        steps = levels - SHARED_LEVELS[half][levels]
        if half and not (levels > 1).any():
            halves.append(halves[0])  # the levels 0 and 1 are taken together in both halves
        else:
            shingles = values >> steps[row] if steps.any() else values
            halves.append(_signature(shingles, row, count, sides))
    for band in range(BANDS):
        full = halves[2 * band // BANDS]
        key = np.full(count, band + 1, np.uint32)
        for slot in ORDER[band * ROWS : (band + 1) * ROWS]:
            key ^= full[slot]
            key *= np.uint32(K7)
            key ^= key >> np.uint32(15)
        np.maximum(key, 1, out=key)
        out[band] = key * filled


def _counting(
    columns: Columns, values: _Shorts, row: _Ints, levels: NDArray[np.uint8]
) -> NDArray[np.bool_] | None:
    """Which shingles count: the uncommon, or all of an example that has none; None for all."""
    if not columns.has_common:
        return None
    uncommon = columns.uncommon(values, row & 1, levels[row])
    some = np.zeros(len(levels) // 2, np.bool_)
    some[row[uncommon] >> 1] = True
    counting: NDArray[np.bool_] = uncommon | ~some[row >> 1]
    return counting


def _signature(shingles: _Shorts, row: _Ints, count: int, sides: int) -> _Shorts:
    """For each slot the least shingle of every example; shape (`SLOTS`, count)."""
    # Slots first, so that a step runs over neighbours in memory: prompts left, answers right.
    column = (row & 1) * count + (row >> 1)
    cells = (shingles & np.uint16(SLOTS - 1)).astype(np.intp) * (sides * count) + column
    full = np.full((SLOTS, sides * count), EMPTY, np.uint16)
    # Backwards, that the least of a slot is written last and stays.
    full.reshape(-1)[cells[::-1]] = (shingles >> np.uint16(SLOT_BITS))[::-1]
    if sides == 2:
        full = np.minimum(full[:, :count], full[:, count:])
    lacking = full == EMPTY
    # Twice round the circle. A slot that was filled in the first round is given the same again.
    for at in reversed(range(2 * SLOTS - 1)):
        here = at % SLOTS
        np.copyto(full[here], full[(at + 1) % SLOTS], where=lacking[here])
    return full
