"""What `ftprep.near.overlap` says, with numpy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ftprep.near.bands import BANDS, next_band
from ftprep.near.bulk_bands import band_keys
from ftprep.near.bulk_pairs import possible, similarities
from ftprep.near.columns import Columns, changes
from ftprep.near.overlap import ALIKE, FULL, NEIGHBOURS, Forest, View
from ftprep.near.sketch import K1, Sketches

__all__ = ["BulkOverlap"]

_Ints = NDArray[np.int64]
_Numbers = NDArray[np.uint32]
_U64 = np.uint64
_PLACES_AT_ONCE = 1 << 16
"""Of which candidates are listed in one call."""
_MANY = 500_000
"""Examples of more than so many have half of their keys made at once: both bound the memory."""


class BulkOverlap:
    """See `ftprep.near.overlap.Overlap`.

    Memory while clusters are found: about 55 bytes for each example, and 20 more where there are
    few.
    """

    def __init__(self, sketches: Sketches) -> None:
        self._columns = Columns(sketches)

    def similarities(self, view: View, pairs: Sequence[tuple[int, int]]) -> list[float]:
        """See `Overlap`."""
        table = np.asarray(pairs, np.int64).reshape(-1, 2)
        found: list[float] = similarities(self._columns, view, table[:, 0], table[:, 1]).tolist()
        return found

    def clusters(self, view: View) -> tuple[list[list[int]], int]:
        """See `Overlap`."""
        examples, begins = self._by_name(view)
        roots, crowded = self._roots(view, examples[begins])
        cluster = roots[np.cumsum(begins, dtype=np.uint32) - np.uint32(1)]
        several = np.bincount(cluster, minlength=1)[cluster] > 1
        examples, cluster = examples[several], cluster[several]
        order = np.argsort(cluster, kind="stable")
        cuts = [*np.flatnonzero(changes(cluster[order])).tolist(), len(order)]
        ordered = examples[order].tolist()
        return [ordered[start:stop] for start, stop in pairwise(cuts)], crowded

    def _by_name(self, view: View) -> tuple[_Numbers, NDArray[np.bool_]]:
        """The examples that have a shingle, by name; and where another name begins."""
        digests, sizes = self._columns.digests, self._columns.sizes.reshape(-1, 2)
        filled = np.flatnonzero(sizes[:, : len(view.sides)].any(axis=1)).astype(np.uint32)
        names = digests[filled, 0]
        if view is View.WHOLE:
            names *= _U64(K1)
            names ^= digests[filled, 1]
        order = np.argsort(names)
        return filled[order], changes(names[order])

    def _roots(self, view: View, examples: _Numbers) -> tuple[_Numbers, int]:
        forest = Forest(len(examples))
        roots = np.arange(len(examples), dtype=np.uint32)
        crowded = np.zeros(len(examples), np.uint8)
        for places, first in self._buckets(view, examples):
            for one, other in _candidates(places, first):
                apart = roots[one] != roots[other]
                self._join(view, examples, one[apart], other[apart], forest, roots)
            crowded[_crowded(places, first, roots)] += 1
        return roots, int((4 * crowded.astype(np.int64) >= BANDS).sum())

    def _buckets(self, view: View, examples: _Numbers) -> Iterator[tuple[_Numbers, _Ints]]:
        """Of each band the places that share it with others; see the function `_buckets`."""
        step = BANDS if len(self._columns) <= _MANY else BANDS // 2
        for start in range(0, BANDS, step):
            bands = range(start, start + step)
            keys = band_keys(self._columns, len(view.sides), bands)
            for band in bands:
                places, first = _buckets(keys[band - start].take(examples))
                _arrange(places, first, keys[next_band(band) - start], examples)
                yield places, first
            del keys  # before the next are made: they are most of the memory

    def _join(
        self,
        view: View,
        examples: _Numbers,
        one: _Numbers,
        other: _Numbers,
        forest: Forest,
        roots: _Numbers,
    ) -> None:
        """Join those of the pairs of places that are alike."""
        a, b = examples[one].astype(np.int64), examples[other].astype(np.int64)
        alike = possible(self._columns, view, a, b)
        alike[alike] = similarities(self._columns, view, a[alike], b[alike]) >= ALIKE
        pairs = zip(one[alike].tolist(), other[alike].tolist(), strict=True)
        if gone := [forest.join(*pair) for pair in pairs]:
            now = np.arange(len(roots), dtype=np.uint32)
            now[gone] = [forest.root(place) for place in gone]
            roots[:] = now[roots]


def _buckets(keys: _Numbers) -> tuple[_Numbers, _Ints]:
    """Places that share their key with another, bucket by bucket and ascending; and for each the
    index where its bucket begins."""
    packed = keys.astype(_U64)
    packed <<= _U64(32)
    packed |= np.arange(len(keys), dtype=np.uint32)
    packed.sort()
    shared = np.zeros(len(keys) + 1, np.bool_)
    for start in range(1, len(keys), _PLACES_AT_ONCE):
        stop = min(start + _PLACES_AT_ONCE, len(keys))
        near = packed[start:stop] ^ packed[start - 1 : stop - 1]
        np.less(near, 1 << 32, out=shared[start:stop])
    packed = packed[shared[1:] | shared[:-1]]
    begins = np.flatnonzero(changes(packed >> _U64(32)))
    return packed.astype(np.uint32), np.repeat(begins, np.diff(begins, append=len(packed)))


def _arrange(places: _Numbers, first: _Ints, keys: _Numbers, examples: _Numbers) -> None:
    """In each bucket that is too full to compare all pairs, bring those that share the next key
    beside each other."""
    crowd = np.flatnonzero(np.bincount(first, minlength=1)[first] > NEIGHBOURS + 1)
    own = places[crowd]
    order = first[crowd] << 32 | keys[examples[own]]
    places[crowd] = own[np.argsort(order, kind="stable")]


def _candidates(places: _Numbers, first: _Ints) -> Iterator[tuple[_Numbers, _Numbers]]:
    """The pairs that are compared: each with the first of its bucket, then with its neighbours. In
    two steps, because after the first step most neighbours are of one cluster already."""
    index = np.arange(len(places))
    parts = [slice(at, at + _PLACES_AT_ONCE) for at in range(0, len(places), _PLACES_AT_ONCE)]
    for part in parts:
        later = index[part][first[part] != index[part]]
        yield places[first[later]], places[later]
    full = np.bincount(first, minlength=1)[first] > FULL
    for part in parts:
        for step in range(1, NEIGHBOURS + 1):
            here = index[part][: max(len(places) - step - part.start, 0)]
            # The first of a bucket was compared with all of it.
            here = here[(first[here + step] == first[here]) & (first[here] != here)]
            here = here[~full[here]] if step > 1 else here
            yield places[here], places[here + step]


def _crowded(places: _Numbers, first: _Ints, roots: _Numbers) -> _Numbers:
    """The places in buckets that are too full to compare all pairs, and not of one cluster."""
    size = np.bincount(first, minlength=1)[first]
    differs = roots[places] != roots[places[first]]
    mixed = np.zeros(len(places), np.bool_)
    mixed[first[differs]] = True
    return places[(size > NEIGHBOURS + 1) & mixed[first]]
