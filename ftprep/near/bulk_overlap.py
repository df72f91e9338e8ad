"""What `ftprep.near.overlap` says, with numpy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ftprep.near.bands import BANDS
from ftprep.near.bulk_bands import band_keys
from ftprep.near.columns import Columns, ragged
from ftprep.near.overlap import ALIKE, FEW_VALUES, FULL, LEAST_SAMPLE, NEIGHBOURS, Forest, View
from ftprep.near.sketch import K1, Sketches

__all__ = ["BulkOverlap"]

_Ints = NDArray[np.int64]
_Int = TypeVar("_Int", bound=np.integer[Any])
_Keys = NDArray[np.uint32]
_U64 = np.uint64
_SHINGLES_AT_ONCE = 1 << 17
"""Compared in one call, about: what fits a processor's second cache."""
_PLACES_AT_ONCE = 1 << 17
"""Of which candidates are listed in one call: bounds the memory."""
_PAIRS_AT_ONCE = 1 << 15
"""The number of a pair, a value and a bit make one sortable word of 32 bits."""


class BulkOverlap:
    """See `ftprep.near.overlap.Overlap`."""

    def __init__(self, sketches: Sketches) -> None:
        self._columns = Columns(sketches)

    def similarities(self, view: View, pairs: Sequence[tuple[int, int]]) -> list[float]:
        """See `Overlap`."""
        table = np.asarray(pairs, np.int64).reshape(-1, 2)
        found: list[float] = self._similarities(view, table[:, 0], table[:, 1]).tolist()
        return found

    def clusters(self, view: View) -> tuple[list[list[int]], int]:
        """See `Overlap`."""
        keys = band_keys(self._columns, len(view.sides))
        filled = np.flatnonzero(keys[0])
        names = self._columns.digests[filled, 0]
        if view is View.WHOLE:
            names = names * _U64(K1) ^ self._columns.digests[filled, 1]
        _, first, place = np.unique(names, return_index=True, return_inverse=True)
        roots, crowded = self._roots(view, filled[first], keys)
        cluster = roots[place]
        several = np.bincount(cluster, minlength=1)[cluster] > 1
        examples, cluster = filled[several], cluster[several]
        order = np.argsort(cluster, kind="stable")
        cuts = np.flatnonzero(np.diff(cluster[order])) + 1
        ordered, stops = examples[order].tolist(), [*cuts.tolist(), len(order)]
        starts = [0, *cuts.tolist()] if len(order) else []
        return [ordered[a:b] for a, b in zip(starts, stops, strict=False)], crowded

    def _roots(self, view: View, examples: _Ints, keys: NDArray[np.uint32]) -> tuple[_Ints, int]:
        forest = Forest(len(examples))
        roots = np.arange(len(examples))
        refused = np.empty(0, np.int64)
        crowded = np.zeros(len(examples), np.int64)
        for band in range(BANDS):
            places, first = _buckets(keys[band][examples])
            for one, other in _candidates(places, first):
                apart = roots[one] != roots[other]
                names = _distinct(np.sort(one[apart] << 32 | other[apart]))
                names = names[~_within(names, refused)]
                if not len(names):
                    continue
                a, b = names >> 32, names & 0xFFFFFFFF
                alike = self._possible(view, examples[a], examples[b])
                measured = self._similarities(view, examples[a[alike]], examples[b[alike]])
                alike[alike] = measured >= ALIKE
                refused = np.sort(np.concatenate((refused, names[~alike])))
                joined = zip(a[alike].tolist(), b[alike].tolist(), strict=True)
                _follow(forest, [forest.join(*pair) for pair in joined], roots)
            crowded[_crowded(places, first, roots)] += 1
        return roots, int((4 * crowded >= BANDS).sum())

    def _possible(self, view: View, one: _Ints, other: _Ints) -> NDArray[np.bool_]:
        """Which pairs may be alike, by the numbers of their shingles: where all count."""
        columns = self._columns
        least, most = np.zeros((2, len(one)), np.int64)
        levels_differ = np.zeros(len(one), np.bool_)
        for side in view.sides:
            a, b = 2 * one + side, 2 * other + side
            level = columns.levels[a].astype(np.int64)
            levels_differ |= level != columns.levels[b]
            least += np.minimum(columns.sizes[a], columns.sizes[b]) << level
            most += np.maximum(columns.sizes[a], columns.sizes[b]) << level
        possible: NDArray[np.bool_] = (least / most >= ALIKE) | levels_differ | columns.has_common
        return possible

    def _similarities(self, view: View, one: _Ints, other: _Ints) -> NDArray[np.float64]:
        out = np.zeros(len(one))
        sizes = self._columns.sizes
        pair_sizes = [sizes[2 * half + side] for half in (one, other) for side in view.sides]
        work = np.cumsum(np.stack(pair_sizes).sum(axis=0, dtype=np.int64))
        start = 0
        while start < len(one):
            before = work[start - 1] if start else 0
            stop = int(np.searchsorted(work, before + _SHINGLES_AT_ONCE, "right"))
            stop = min(max(stop, start + 1), start + _PAIRS_AT_ONCE)
            out[start:stop] = self._chunk(view, one[start:stop], other[start:stop])
            start = stop
        return out

    def _chunk(self, view: View, one: _Ints, other: _Ints) -> NDArray[np.float64]:
        total = np.zeros((2, len(one)), np.int64)
        unlike = np.zeros(len(one), np.bool_)
        for side in view.sides:
            rows = 2 * np.concatenate((one, other)) + side
            levels = self._columns.levels[rows].reshape(2, -1)
            level = levels.max(axis=0).astype(np.int64)
            keys, uncommon = self._keys(rows, levels, side)
            counts = _both_and_either(keys[uncommon], len(one))
            unlike |= (level > 0) & (counts[1] < LEAST_SAMPLE)
            if not uncommon.all():
                counts = np.where(counts[1] > 0, counts, _both_and_either(keys, len(one)))
            unlike |= 2 * counts[0] < counts[1]
            same = (counts[0] == counts[1]) & (counts[1] <= FEW_VALUES)
            digests = self._columns.digests[:, side]
            unlike |= same & (digests[one] != digests[other])
            total += counts << level
        shares: NDArray[np.float64] = total[0] / np.maximum(total[1], 1)
        shares[unlike] = 0
        return shares

    def _keys(
        self, rows: _Ints, levels: NDArray[np.uint8], side: int
    ) -> tuple[_Keys, NDArray[np.bool_]]:
        """For each shingle in both samples pair << 17 | value << 1 | half, and whether it is
        uncommon. `rows` are those of one half, then those of the other."""
        columns = self._columns
        sizes = columns.sizes[rows]
        place, run = ragged(columns.starts[rows], sizes)
        values = columns.values[place]
        own = levels.reshape(-1)
        uncommon = columns.uncommon(values, side, own[run])
        pairs = np.arange(levels.shape[1], dtype=np.uint32) << np.uint32(17)
        keys = np.concatenate((pairs, pairs | np.uint32(1)))[run]
        coarse, fine = levels.min(axis=0), levels.max(axis=0)
        if (coarse == fine).all():
            keys |= values.astype(np.uint32) << np.uint32(1)
            return keys, uncommon
        values >>= (own - np.tile(coarse, 2))[run]
        kept = values >> (16 - np.tile(fine - coarse, 2).astype(np.int64))[run] == 0
        keys |= values.astype(np.uint32) << np.uint32(1)
        return keys[kept], uncommon[kept]


def _both_and_either(keys: _Keys, pairs: int) -> _Ints:
    """Shape (2, pairs): numbers of distinct values in both halves and in either."""
    keys = _distinct(np.sort(keys))
    twin = keys[1:][(keys[1:] ^ 1 == keys[:-1]) & (keys[1:] & 1 == 1)]
    both = np.bincount(twin >> 17, minlength=pairs)
    return np.stack((both, np.bincount(keys >> 17, minlength=pairs) - both))


def _distinct(ascending: NDArray[_Int]) -> NDArray[_Int]:
    """Each value once. `np.unique` fills a hash table for it, which takes five times as long."""
    changes = np.ones(len(ascending), np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=changes[1:])
    return ascending[changes]


def _buckets(keys: NDArray[np.uint32]) -> tuple[_Ints, _Ints]:
    """Places that share their key with another, bucket by bucket and ascending; and for each the
    index where its bucket begins."""
    place = np.flatnonzero(keys)
    packed = np.sort(keys[place].astype(_U64) << _U64(32) | place.astype(_U64))
    key, places = packed >> _U64(32), (packed & _U64(0xFFFFFFFF)).astype(np.int64)
    same = key[1:] == key[:-1]
    no = np.zeros(min(len(key), 1), np.bool_)
    shared = np.concatenate((same, no)) | np.concatenate((no, same))
    key, places = key[shared], places[shared]
    begins = np.ones(len(key), np.bool_)
    np.not_equal(key[1:], key[:-1], out=begins[1:])
    return places, np.flatnonzero(begins)[np.cumsum(begins) - 1]


def _candidates(places: _Ints, first: _Ints) -> Iterator[tuple[_Ints, _Ints]]:
    """The pairs that are compared: each with the first of its bucket, then with its neighbours. In
    two steps, because after the first step most neighbours are of one cluster already."""
    index = np.arange(len(places))
    size = np.bincount(first, minlength=len(first))[first]
    slices = [slice(at, at + _PLACES_AT_ONCE) for at in range(0, len(places), _PLACES_AT_ONCE)]
    for part in slices:
        later = index[part][first[part] != index[part]]
        yield places[first[later]], places[later]
    for part in slices:
        found: list[tuple[_Ints, _Ints]] = []
        for step in range(1, NEIGHBOURS + 1):
            here = index[part][: max(len(places) - step - part.start, 0)]
            here = here[(first[here + step] == first[here]) & ((size[here] <= FULL) | (step == 1))]
            found.append((places[here], places[here + step]))
        yield np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])


def _within(names: _Ints, known: _Ints) -> NDArray[np.bool_]:
    """Which of the names are among the known, both ascending."""
    if not len(known):
        return np.zeros(len(names), np.bool_)
    at = np.minimum(np.searchsorted(known, names), len(known) - 1)
    found: NDArray[np.bool_] = known[at] == names
    return found


def _follow(forest: Forest, gone: list[int], roots: _Ints) -> None:
    """Bring the roots up to date after some of them were joined to others."""
    if gone:
        now = np.arange(len(roots))
        now[gone] = [forest.root(place) for place in gone]
        roots[:] = now[roots]


def _crowded(places: _Ints, first: _Ints, roots: _Ints) -> _Ints:
    """The places in buckets that are too full to compare all pairs, and not of one cluster."""
    if not len(places):
        return places
    size = np.bincount(first, minlength=len(first))[first]
    differs = (roots[places] != roots[places[first]]).astype(np.int64)
    mixed = np.bincount(first, weights=differs, minlength=len(first))[first] > 0
    return places[(size > NEIGHBOURS + 1) & mixed]
