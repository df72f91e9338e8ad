"""What `ftprep.near.bands` says, with numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ftprep.near.bands import (
    BANDS,
    EMPTY,
    ORDER,
    ROWS,
    SLOT_BITS,
    SLOTS,
    VALUE_BITS,
)  # fmt: skip
from ftprep.near.columns import SHARED_LEVELS, Columns

__all__ = ["band_keys"]

_Ints = NDArray[np.int64]
_Shorts = NDArray[np.uint16]
_Levels = NDArray[np.uint8]
_Numbers = NDArray[np.uint32]
_AT_ONCE = 1 << 12
"""Examples in one call: their slots fit a processor's second cache."""
_PLACES = np.array(ORDER[: BANDS * ROWS]).reshape(BANDS, ROWS).T


def band_keys(columns: Columns, sides: int) -> tuple[list[_Numbers], _Numbers]:
    """For each band the keys of all examples, of the prompt (1 side) or of prompt and answer (2);
    and of each example which slots some shingle falls in, a bit for each. They say
    nothing where an example has no shingle."""
    keys = [np.empty(len(columns), np.uint32) for _ in range(BANDS)]
    slots = np.empty(len(columns), np.uint32)
    for start in range(0, len(columns), _AT_ONCE):
        part = slice(start, min(start + _AT_ONCE, len(columns)))
        least = _least(columns, sides, np.arange(part.start, part.stop), 0)
        slots[part] = np.packbits(least != EMPTY).view(np.uint32)
        for band, found in enumerate(_keys(least)):
            keys[band][part] = found
    # The levels 0 and 1 are taken together in both halves of the bands.
    deep = np.unique(np.flatnonzero(columns.levels.reshape(-1, 2)[:, :sides] > 1) // sides)
    for start in range(0, len(deep), _AT_ONCE):
        some = deep[start : start + _AT_ONCE]
        second = _keys(_least(columns, sides, some, 1))
        for band in range(BANDS // 2, BANDS):
            keys[band][some] = second[band]
    return keys, slots


def _keys(least: _Shorts) -> _Numbers:
    """Fill the slots in which no shingle falls, and make the keys, shape (bands, examples)."""
    # Slots first, so that a step runs over neighbours in memory.
    least = least.T.copy()
    keep = ~(least.view(np.int16) >> 15).view(np.uint16)  # all bits where there is a shingle
    fill = np.empty(least.shape[1], np.uint16)
    for at in reversed(range(SLOTS - 1)):
        np.bitwise_or(least[at + 1], keep[at], out=fill)
        least[at] &= fill
    # What is empty now is followed by no other, and takes what the first has.
    least &= least[0] | ~(least.view(np.int16) >> 15).view(np.uint16)
    keys: _Numbers = least[_PLACES[0]].astype(np.uint32)
    for places in _PLACES[1:]:
        keys <<= np.uint32(VALUE_BITS)
        keys |= least[places]
    return keys


def _least(columns: Columns, sides: int, examples: _Ints, half: int) -> _Shorts:
    """For each slot the least shingle of every one of `examples`, which ascend; shape (examples,
    `SLOTS`)."""
    rows = 2 * examples if sides == 1 else (2 * examples[:, None] + (0, 1)).ravel()
    sizes, levels = columns.sizes[rows], columns.levels[rows]
    if sides == 2 and examples[-1] - examples[0] == len(examples) - 1:
        values = columns.between(examples[0], examples[-1])
    else:
        values = columns.of(rows)
    if columns.has_common:
        values, sizes = _counting(columns, sides, values, sizes, levels)
    if levels.any():
        values = values >> np.repeat(levels - SHARED_LEVELS[half][levels], sizes)
    cells = np.repeat(np.arange(len(rows)) // sides * SLOTS, sizes)
    cells += values & np.uint16(SLOTS - 1)
    least = np.full(len(examples) * SLOTS, EMPTY, np.uint16)
    np.minimum.at(least, cells, values >> np.uint16(SLOT_BITS))
    return least.reshape(-1, SLOTS)


def _counting(
    columns: Columns, sides: int, values: _Shorts, sizes: _Levels, levels: _Levels
) -> tuple[_Shorts, _Levels]:
    """The shingles that count: the uncommon, or all of an example that has none; and how many of
    each row."""
    row = np.repeat(np.arange(len(sizes)), sizes)
    uncommon = columns.uncommon(values, row % sides, levels, sizes)
    some = np.zeros(len(sizes) // sides, np.bool_)
    some[row[uncommon] // sides] = True
    counting = uncommon | ~some[row // sides]
    return values[counting], np.bincount(row[counting], minlength=len(sizes)).astype(np.uint8)
