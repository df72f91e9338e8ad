"""How alike two examples are, and which examples are worth comparing; in plain Python.

The similarity is the Jaccard index of the sets of shingles: those in both, of those in either.
Where less than half of the prompt, or of the answer, is in both, the examples are not alike at all:
many questions may have one long answer, and long texts short labels. A shingle that stands in more
than a tenth of all distinct prompts (or answers) is passed over: it belongs to an instruction that
the examples share, and says nothing of their likeness. Of a few shingles 16 bits are too little to
tell thousands of texts apart: those that have the same few are alike only when all words are equal.

Examples are compared when they share a band. In a bucket of examples with one band those that share
the next band too stand beside each other, else the order depends on content alone; each is compared
with the first of the bucket and with the `NEIGHBOURS` next to it (with one in a bucket of more than
`FULL`). So of each example at most `BANDS` * (`NEIGHBOURS` + 1) pairs are measured for a view: the
work grows with the number of examples and not with its square, and what that can miss is counted as
`crowded`.

`ftprep.near.bulk_overlap` does the same with numpy, and a test holds the two equal.
"""

from __future__ import annotations

import enum
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, Protocol

from ftprep.near.bands import BANDS, keys, next_band
from ftprep.near.common import COMMON_SAMPLE, Common
from ftprep.near.sketch import K1, MASK, Sketches

__all__ = [
    "ALIKE", "FEW_VALUES", "FULL", "LEAST_SAMPLE", "NEIGHBOURS", "Forest", "Overlap",
    "PlainOverlap", "View", "name",
]  # fmt: skip

ALIKE: Final = 0.8
"""Similarity from which two examples are near-duplicates: Lee et al. 2022 (Deduplicating Training
Data Makes Language Models Better), and the default of text-dedup and datatrove."""
NEIGHBOURS: Final = 4
FULL: Final = 256
"""A bucket of more examples than this: each is compared with the first and the next one only."""
FEW_VALUES: Final = 4
"""Texts with so many shingles or fewer have a similarity of 0.8 only when they have the same."""
LEAST_SAMPLE: Final = 8
"""Shingles of a sample (of texts too long to keep all) below which nothing can be said."""


class View(enum.IntEnum):
    """What of two examples is compared."""

    PROMPT = 0
    WHOLE = 1
    """Prompt and answer, their shingles counted apart; each must be alike by half at least."""

    @property
    def sides(self) -> tuple[int, ...]:
        """Rows of an example that count: 0 the prompt, 1 the answer."""
        return (0,) if self is View.PROMPT else (0, 1)


def name(digests: Sequence[int], example: int, view: View) -> int:
    """What is equal for examples that are equal in normal form."""
    prompt, answer = digests[2 * example], digests[2 * example + 1]
    return prompt if view is View.PROMPT else (prompt * K1 ^ answer) & MASK


class Overlap(Protocol):
    """Compares examples, given by their index in the sketches."""

    def similarities(self, view: View, pairs: Sequence[tuple[int, int]]) -> list[float]:
        """The similarity of each pair, 0 to 1."""
        ...

    def clusters(self, view: View) -> tuple[list[list[int]], int]:
        """Groups of two or more examples joined by likeness, in no order; and how many distinct
        examples stand in so full buckets that not all candidates were compared."""
        ...


class Forest:
    """Disjoint sets of the places in an order (union-find); at first each is its own parent."""

    def __init__(self, parents: array[int]) -> None:
        self.parents = parents

    def root(self, place: int) -> int:
        """The first place of its set."""
        parents = self.parents
        while parents[place] != place:
            parents[place] = parents[parents[place]]
            place = parents[place]
        return place

    def join(self, one: int, other: int) -> int:
        """Make two sets one; returns the root that is none any more."""
        one, other = sorted((self.root(one), self.root(other)))
        self.parents[other] = one
        return other


class PlainOverlap:
    """For few examples: needs no numpy, which takes longer to load than they take to compare."""

    def __init__(self, sketches: Sketches) -> None:
        self._sketches = sketches
        self._ends = list(accumulate(sketches.sizes, initial=0))
        self._common: list[Common] = []
        for side in (0, 1):
            rows = {sketches.digests[row]: row for row in range(side, len(sketches.sizes), 2)}
            first = [row for _, row in sorted(rows.items())[:COMMON_SAMPLE]]
            self._common.append(Common([(self._row(row), sketches.levels[row]) for row in first]))

    def similarities(self, view: View, pairs: Sequence[tuple[int, int]]) -> list[float]:
        """See `Overlap`."""
        return [self._similarity(view, *pair) for pair in pairs]

    def clusters(self, view: View) -> tuple[list[list[int]], int]:
        """See `Overlap`."""
        equal: dict[int, list[int]] = defaultdict(list)
        for example in range(len(self._sketches)):
            if any(self._row(2 * example + side) for side in view.sides):
                equal[name(self._sketches.digests, example, view)].append(example)
        order = [equal[key] for key in sorted(equal)]
        forest, crowded = self._forest(view, [examples[0] for examples in order])
        clusters: dict[int, list[int]] = defaultdict(list)
        for place, examples in enumerate(order):
            clusters[forest.root(place)] += examples
        return [examples for examples in clusters.values() if len(examples) > 1], crowded

    def _forest(self, view: View, order: Sequence[int]) -> tuple[Forest, int]:
        forest = Forest(array("I", range(len(order))))
        crowded: Counter[int] = Counter()
        found = [self._keys(example, view) for example in order]
        for band in range(BANDS):
            buckets: dict[int, list[int]] = defaultdict(list)
            for place, own in enumerate(found):
                buckets[own[band]].append(place)
            following = next_band(band)
            for places in buckets.values():
                if len(places) > NEIGHBOURS + 1:
                    places.sort(key=lambda place: found[place][following])
                for pair in _candidates(places):
                    if forest.root(pair[0]) == forest.root(pair[1]):
                        continue
                    if self._similarity(view, order[pair[0]], order[pair[1]]) >= ALIKE:
                        forest.join(*pair)
            # Once the whole band is done: only then it is the same in whatever order it was done.
            for places in buckets.values():
                mixed = len({forest.root(place) for place in places}) > 1
                if mixed and len(places) > NEIGHBOURS + 1:
                    crowded.update(places)
        return forest, sum(3 * n >= BANDS for n in crowded.values())

    def _keys(self, example: int, view: View) -> list[int]:
        rows = [(2 * example + side, side) for side in view.sides]
        levels = [self._sketches.levels[row] for row, _ in rows]
        everything = [self._row(row) for row, _ in rows]
        uncommon = [
            common.uncommon(values, level)
            for common, values, level in zip(self._common, everything, levels, strict=False)
        ]
        counting = uncommon if any(uncommon) else everything
        return keys(list(zip(counting, levels, strict=True)))

    def _row(self, row: int) -> Sequence[int]:
        return self._sketches.values.between(self._ends[row], self._ends[row + 1])

    def _similarity(self, view: View, one: int, other: int) -> float:
        both = either = 0
        for side in view.sides:
            rows = 2 * one + side, 2 * other + side
            levels = [self._sketches.levels[row] for row in rows]
            level, coarse = max(levels), min(levels)
            (here, here_rare), (there, there_rare) = (
                self._sample(row, side, coarse, level) for row in rows
            )
            rare = len(here_rare | there_rare)
            if level and rare < LEAST_SAMPLE:
                return 0.0
            if rare:
                here, there = here_rare, there_rare
            if 2 * len(here & there) < len(here | there):
                return 0.0
            digests = {self._sketches.digests[row] for row in rows}
            if here == there and len(here) <= FEW_VALUES and len(digests) > 1:
                return 0.0
            both += len(here & there) << level
            either += len(here | there) << level
        return both / either if either else 0.0

    def _sample(self, row: int, side: int, coarse: int, fine: int) -> tuple[set[int], set[int]]:
        """The shingles of a row that a row of level `fine` would keep too, as a row of level
        `coarse` has them; and the uncommon among them."""
        own = self._sketches.levels[row]
        kept = [v for v in self._row(row) if (v >> own - coarse) >> 16 - (fine - coarse) == 0]
        uncommon = self._common[side].uncommon(kept, own)
        return {v >> own - coarse for v in kept}, {v >> own - coarse for v in uncommon}


def _candidates(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pairs of a bucket that are compared."""
    reach = NEIGHBOURS if len(places) <= FULL else 1
    for at, place in enumerate(places):
        if at:
            yield places[0], place
        for other in places[at + 1 : at + 1 + reach]:
            yield place, other
