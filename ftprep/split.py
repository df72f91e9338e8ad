"""Each example takes its side: train or test, by a keyed hash of its prompt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from ftprep.aggregate.index import Entry

__all__ = ["MOST_TEST_EXAMPLES", "Split", "decide"]

MOST_TEST_EXAMPLES = 1_000
"""The retired tool held out no more either; more costs training data and sharpens little."""

_WHOLE = 1 << 64


@dataclass(frozen=True, slots=True)
class Split:
    """A decision that holds for any example, also for one that is added tomorrow."""

    seed: int
    threshold: int
    """Examples whose hash is below it are test, of 2^64."""
    test: frozenset[bytes] = frozenset()
    """Sides that are test whatever their hash: the only test example of their label."""
    train: frozenset[bytes] = frozenset()
    """Sides that are train whatever their hash: the only train example of their label."""

    def is_test(self, side: bytes) -> bool:
        """Whether examples with this side fingerprint are held out."""
        if side in self.test:
            return True
        return side not in self.train and rank(side, self.seed) < self.threshold


def rank(side: bytes, seed: int) -> int:
    """Where a side stands between 0 and 2^64, evenly and for good."""
    key = seed.to_bytes(16, "little", signed=True)
    return int.from_bytes(blake2b(side, key=key, digest_size=8).digest(), "little")


def decide(
    entries: Iterable[Entry], test_size: float | int, seed: int, *, stratified: bool
) -> Split:
    """Draw the line between train and test.

    `test_size` below 1 is a share, of at most `MOST_TEST_EXAMPLES` examples; from 1 on it is a
    number of examples, and 0 holds nothing out. An example's side depends on its own hash alone, so
    that adding rows moves nobody and equal prompts never straddle, with three exceptions where a
    count is promised: the cap (or a number) lowers the threshold; and of each label (of all
    examples, if not stratified) that has two prompts or more, one at least is on either side.
    """
    if test_size == 0:
        return Split(seed, 0)
    sizes: dict[bytes, int] = defaultdict(int)
    strata: dict[str | None, set[bytes]] = defaultdict(set)
    for entry in entries:
        if entry.kept:
            side = entry.fingerprint.side
            sizes[side] += 1
            strata[entry.label if stratified else None].add(side)
    ranked = sorted(sizes, key=lambda side: (rank(side, seed), side))
    share = test_size < 1
    threshold = round(test_size * _WHOLE) if share else _WHOLE
    most = MOST_TEST_EXAMPLES if share else int(test_size)
    test, train = _promised(strata, ranked, threshold if share else 0, seed)
    room = most - sum(sizes[side] for side in test)
    for side in ranked:
        if side in test or side in train:
            continue
        here = rank(side, seed)
        if here >= threshold:
            break
        room -= sizes[side]
        if room < 0:
            threshold = here
            break
    return Split(seed, threshold, frozenset(test), frozenset(train))


def _promised(
    strata: dict[str | None, set[bytes]], ranked: list[bytes], threshold: int, seed: int
) -> tuple[set[bytes], set[bytes]]:
    """The sides that are moved so that every stratum of two or more stands on both sides."""
    place = {side: index for index, side in enumerate(ranked)}
    test: set[bytes] = set()
    train: set[bytes] = set()
    for sides in strata.values():
        if len(sides) < 2:
            continue
        first, *_, last = sorted(sides, key=place.__getitem__)
        if rank(first, seed) >= threshold:
            test.add(first)
        if rank(last, seed) < threshold:
            train.add(last)
    return test, train - test
