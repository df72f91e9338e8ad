"""What `ftprep.near.overlap` says, with numpy."""

from __future__ import annotations

from array import array
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


_KEYS_AT_ONCE = 1 << 17
"""Put into order in one call, about: a million in parts take less memory."""


class BulkOverlap:
    """See `ftprep.near.overlap.Overlap`.

    Memory: 6 bytes for each example, and about 55 more while clusters are found.
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
        firsts, copies, places = self._by_name(view)
        roots, crowded = self._roots(view, firsts)
        examples, cluster = np.concatenate((firsts, copies)), np.concatenate((roots, roots[places]))
        several = np.bincount(cluster, minlength=1)[cluster] > 1
        examples, cluster = examples[several], cluster[several]
        order = np.argsort(cluster, kind="stable")
        cuts = [*np.flatnonzero(changes(cluster[order])).tolist(), len(order)]
        ordered = examples[order].tolist()
        return [ordered[start:stop] for start, stop in pairwise(cuts)], crowded

    def _by_name(self, view: View) -> tuple[_Numbers, _Numbers, _Ints]:
        """The first example of each name that has a shingle, by name; all others; and the place of
        the first with the name of each of these."""
        digests, sizes = self._columns.digests, self._columns.sizes.reshape(-1, 2)
        filled = np.flatnonzero(sizes[:, : len(view.sides)].any(axis=1)).astype(np.uint32)
        names = digests[filled, 0]
        if view is View.WHOLE:
            names *= _U64(K1)
            names ^= digests[filled, 1]
        order = np.argsort(names)
        begins = changes(names[order])
        examples = filled[order]
        others = np.flatnonzero(~begins)
        places = others - np.arange(1, len(others) + 1)
        return examples[begins], examples[others], places

    def _roots(self, view: View, examples: _Numbers) -> tuple[_Numbers, int]:
        keys, slots = band_keys(self._columns, len(view.sides))
        for band in range(BANDS):
            keys[band] = keys[band].take(examples)
        slots = slots.take(examples)
        joined = _Joined(len(examples))
        crowded = np.zeros(len(examples), np.uint8)
        for band in range(BANDS):
            places, first = _buckets(keys[band])
            _arrange(places, first, keys[next_band(band)])
            for pairs in _candidates(places, first):
                one, other = joined.apart(*pairs)
                alike = self._alike(view, examples, slots, one, other)
                joined.join(one[alike], other[alike])
            crowded[_crowded(places, first, joined.roots)] += 1
        return joined.roots, int((3 * crowded.astype(np.int64) >= BANDS).sum())

    def _alike(
        self, view: View, examples: _Numbers, slots: _Numbers, one: _Numbers, other: _Numbers
    ) -> NDArray[np.bool_]:
        """Which of the pairs of places are alike."""
        a, b = examples[one].astype(np.int64), examples[other].astype(np.int64)
        alike = possible(self._columns, view, a, b, slots[one] ^ slots[other])
        alike[alike] = similarities(self._columns, view, a[alike], b[alike]) >= ALIKE
        return alike


class _Joined:
    """Places in sets."""

    def __init__(self, count: int) -> None:
        parents = array("I")
        parents.frombytes(np.arange(count, dtype=np.uint32).tobytes())
        self._forest = Forest(parents)
        self.roots = np.frombuffer(parents, np.uint32)
        """Of each place the first of its set: its parent, once that is settled after every join."""
        self._others = np.zeros(0, np.int64)
        """The places that are not the first of their set."""

    def apart(self, one: _Numbers, other: _Numbers) -> tuple[_Numbers, _Numbers]:
        """Those pairs that are not in one set."""
        apart = self.roots[one] != self.roots[other]
        return one[apart], other[apart]

    def join(self, one: _Numbers, other: _Numbers) -> None:
        """Make one set of those of each pair."""
        if not len(one):
            return
        pairs = zip(one.tolist(), other.tolist(), strict=True)
        gone = np.array([self._forest.join(*pair) for pair in pairs], np.int64)
        self._others = np.concatenate((self._others, gone))
        roots = self.roots[self._others]
        while (roots != (above := self.roots[roots])).any():
            roots = above
        self.roots[self._others] = roots


def _buckets(keys: _Numbers) -> tuple[_Numbers, _Ints]:
    """Places that share their key with another, bucket by bucket and ascending; and for each the
    index where its bucket begins."""
    found = []
    count = 1 << min((len(keys) // _KEYS_AT_ONCE).bit_length(), 8)
    parts = np.empty(len(keys), np.uint8)
    np.bitwise_and(keys, np.uint32(count - 1), out=parts, casting="unsafe")
    for part in range(count):
        own = np.flatnonzero(parts == part)
        packed = keys[own].astype(_U64)
        packed <<= _U64(32)
        packed |= own.astype(_U64)
        packed.sort()
        again = (packed[1:] ^ packed[:-1]) < _U64(1 << 32)
        shared = np.zeros(len(packed), np.bool_)
        shared[1:] = again
        shared[:-1] |= again
        found.append(packed[shared])
    packed = np.concatenate(found)
    begins = np.flatnonzero(changes(packed >> _U64(32)))
    return packed.astype(np.uint32), np.repeat(begins, np.diff(begins, append=len(packed)))


def _arrange(places: _Numbers, first: _Ints, keys: _Numbers) -> None:
    """In each bucket that is too full to compare all pairs, bring those that share the next key
    beside each other."""
    crowd = np.flatnonzero(np.bincount(first, minlength=1)[first] > NEIGHBOURS + 1)
    own = places[crowd]
    order = first[crowd] << 32 | keys[own]
    places[crowd] = own[np.argsort(order, kind="stable")]


def _candidates(places: _Numbers, first: _Ints) -> Iterator[tuple[_Numbers, _Numbers]]:
    """The pairs that are compared: each with the first of its bucket, then with its neighbours. In
    two steps, because after the first step most neighbours are of one cluster already."""
    index = np.arange(len(places))
    for start in range(0, len(places), _PLACES_AT_ONCE):
        later = index[start : start + _PLACES_AT_ONCE]
        later = later[first[later] != later]
        yield places[first[later]], places[later]
    full = np.bincount(first, minlength=1)[first] > FULL
    for start in range(0, len(places), _PLACES_AT_ONCE // NEIGHBOURS):
        found = []
        for step in range(1, NEIGHBOURS + 1):
            here = index[start : start + _PLACES_AT_ONCE // NEIGHBOURS]
            here = here[here < len(places) - step]
            # The first of a bucket was compared with all of it.
            here = here[(first[here + step] == first[here]) & (first[here] != here)]
            here = here[~full[here]] if step > 1 else here
            found.append((places[here], places[here + step]))
        one, other = map(np.concatenate, zip(*found, strict=True))
        yield one, other


def _crowded(places: _Numbers, first: _Ints, roots: _Numbers) -> _Numbers:
    """The places in buckets that are too full to compare all pairs, and not of one cluster."""
    size = np.bincount(first, minlength=1)[first]
    differs = roots[places] != roots[places[first]]
    mixed = np.zeros(len(places), np.bool_)
    mixed[first[differs]] = True
    return places[(size > NEIGHBOURS + 1) & mixed[first]]
