"""How alike many pairs of examples are: what `PlainOverlap.similarities` says, with numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ftprep.near.columns import Columns, changes
from ftprep.near.overlap import ALIKE, FEW_VALUES, LEAST_SAMPLE, View

__all__ = ["possible", "similarities"]

_Ints = NDArray[np.int64]
_Bools = NDArray[np.bool_]
_Keys = NDArray[np.uint32]
_SHINGLES_AT_ONCE = 1 << 16
"""Compared in one call, about: what fits a processor's second cache."""
_ROUNDING = 1e-6
_ONES = np.zeros(1, np.uint8)
for _ in range(16):
    _ONES = np.concatenate((_ONES, _ONES + np.uint8(1)))
"""By number of 16 bits, how many of them are set. (`numpy.bitwise_count` came with numpy 2.)"""
_MOST_PAIRS = 1 << 15
"""In one call: the number of a pair, a value and a bit make one sortable word of 32 bits."""


def similarities(columns: Columns, view: View, one: _Ints, other: _Ints) -> NDArray[np.float64]:
    """The similarity of each pair of examples."""
    out = np.zeros(len(one))
    sizes = columns.sizes
    pair_sizes = [sizes[2 * half + side] for half in (one, other) for side in view.sides]
    work = np.cumsum(np.stack(pair_sizes).sum(axis=0, dtype=np.int64))
    start = 0
    while start < len(one):
        before = work[start - 1] if start else 0
        stop = int(np.searchsorted(work, before + _SHINGLES_AT_ONCE, "right"))
        stop = min(max(stop, start + 1), start + _MOST_PAIRS)
        out[start:stop] = _similarities(columns, view, one[start:stop], other[start:stop])
        start = stop
    return out


def possible(columns: Columns, view: View, one: _Ints, other: _Ints, differ: _Keys) -> _Bools:
    """Which pairs may be alike, by the numbers of their shingles and the slots these fall in:
    `differ` has a bit for each slot that is empty in one of a pair only.

    Sets that have a share s of all in both have at most (1 - s) / (1 + s) of the sum of their sizes
    in one of them only. At least so many are in one only as their sizes differ by, and as there are
    slots in which only one has some. Where some do not count, any pair may be alike.
    """
    if columns.has_common:
        return np.ones(len(one), np.bool_)
    sizes, apart = np.zeros((2, len(one)), np.int64)
    levels_differ = np.zeros(len(one), np.bool_)
    for side in view.sides:
        a, b = 2 * one + side, 2 * other + side
        level = columns.levels[a].astype(np.int64)
        levels_differ |= level != columns.levels[b]
        size, others = columns.sizes[a].astype(np.int64), columns.sizes[b]
        sizes += (size + others) << level
        apart += np.abs(size - others) << level
    ones = _ONES.take(differ >> np.uint32(16)) + _ONES.take(differ & np.uint32(0xFFFF))
    np.maximum(apart, ones, out=apart)
    found: _Bools = (1 + ALIKE) * apart <= (1 - ALIKE) * sizes + _ROUNDING
    found |= levels_differ
    return found


def _similarities(columns: Columns, view: View, one: _Ints, other: _Ints) -> NDArray[np.float64]:
    total = np.zeros((2, len(one)), np.int64)
    unlike = np.zeros(len(one), np.bool_)
    for side in view.sides:
        rows = 2 * np.concatenate((one, other)) + side
        level = columns.levels[rows].reshape(2, -1).max(axis=0).astype(np.int64)
        both, either = counts = _counts(columns, side, rows, unlike)
        unlike |= 2 * both < either
        digests = columns.digests[:, side]
        unlike |= (both == either) & (either <= FEW_VALUES) & (digests[one] != digests[other])
        total += counts << level
    shares: NDArray[np.float64] = total[0] / np.maximum(total[1], 1)
    shares[unlike] = 0
    return shares


def _counts(columns: Columns, side: int, rows: _Ints, unlike: _Bools) -> _Ints:
    """Shape (2, pairs): how many shingles are in both of each pair, and in either. `rows` are those
    of one half, then those of the other. Pairs of which too little is left are marked `unlike`."""
    sizes, levels = columns.sizes[rows], columns.levels[rows]
    values = columns.of(rows)
    heads = np.arange(len(unlike), dtype=np.uint32) << np.uint32(17)
    keys = np.repeat(np.concatenate((heads, heads | np.uint32(1))), sizes)
    uncommon = columns.uncommon(values, side, levels, sizes) if columns.has_common else None
    own = levels.reshape(2, -1)
    coarse, fine = own.min(axis=0), own.max(axis=0)
    differ = bool((coarse != fine).any())
    if differ:
        # What a row of the finer level would keep too, as a row of the coarser level has it.
        values = values >> np.repeat(levels - np.tile(coarse, 2), sizes)
        kept = values >> np.repeat(16 - np.tile(fine - coarse, 2).astype(np.uint16), sizes) == 0
        keys, values = keys[kept], values[kept]
        uncommon = None if uncommon is None else uncommon[kept]
    keys |= values.astype(np.uint32) << np.uint32(1)
    counts = _both_and_either(keys if uncommon is None else keys[uncommon], heads, differ)
    unlike |= (fine > 0) & (counts[1] < LEAST_SAMPLE)
    if uncommon is not None and (none := counts[1] == 0).any():
        counts += _both_and_either(keys[none[keys >> np.uint32(17)]], heads, differ)
    return counts


def _both_and_either(keys: _Keys, heads: _Keys, repeat: bool) -> _Ints:
    """Shape (2, pairs): numbers of distinct values in both halves and in either, given for each
    pair << 17 | value << 1 | half, of which some may `repeat`."""
    keys = np.sort(keys)
    if repeat:
        keys = keys[changes(keys)]
    starts = np.searchsorted(keys, heads)
    either = np.diff(starts, append=len(keys))
    both = np.zeros_like(either)
    if len(keys):
        twin = np.zeros(len(keys), np.uint8)
        np.equal(keys[1:] ^ keys[:-1], 1, out=twin[1:].view(np.bool_))
        filled = either > 0
        both[filled] = np.add.reduceat(twin, starts[filled], dtype=np.uint8)
    return np.stack((both, either - both))
