"""Each example takes its side: train or test, by a keyed hash of its prompt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from hashlib import blake2b

from ftprep.aggregate.index import Entry, Index
from ftprep.aggregate.near import Near
from ftprep.config import MOST_TEST_EXAMPLES
from ftprep.dataset.hold import Held
from ftprep.model import Origin
from ftprep.near.overlap import View

__all__ = ["Split", "decide", "joined_sides"]

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
    joined: Mapping[bytes, bytes] = field(default_factory=dict)
    """Side → the one that speaks for it, for those that stay together; see `joined_sides`."""
    held: Held = field(default_factory=Held)
    """What an earlier dataset has decided."""

    def side_of(self, origin: Origin, prompt: bytes, side: bytes) -> str:
        """The side of one example, train or test, by its fingerprints."""
        if (stays := self.held.sources.get(origin.source)) is not None:
            return stays
        return "test" if self.is_test(_drawn_from(prompt, side, self.held)) else "train"

    def is_test(self, side: bytes) -> bool:
        """Whether examples with this side fingerprint are held out."""
        side = self.joined.get(side, side)
        if side in self.test:
            return True
        return side not in self.train and _rank(side, self.seed) < self.threshold


def _rank(side: bytes, seed: int) -> int:
    """Where a side stands between 0 and 2^64, evenly and for good."""
    key = seed.to_bytes(16, "little", signed=True)
    return int.from_bytes(blake2b(side, key=key, digest_size=8).digest(), "little")


def decide(
    entries: Iterable[Entry],
    test_size: float | int,
    seed: int,
    *,
    stratified: bool,
    joined: Mapping[bytes, bytes] | None = None,
    held: Held | None = None,
) -> Split:
    """Draw the line between train and test.

    `test_size` below 1 is a share, of at most `MOST_TEST_EXAMPLES` examples; from 1 on it is a
    number of examples, and 0 holds nothing out. An example's side depends on its own hash alone, so
    that adding rows moves nobody and equal prompts never straddle, with four exceptions. What
    makes more than half of all examples (a crowd of near-duplicates) is trained on; and where a
    count is promised: the cap (or a number) lowers the threshold; and of each label (of all
    examples, if not stratified) that has two prompts or more, one at least is on either side.

    What is `held` stays where it is; the rest is drawn as if it had come by hash.
    """
    joined, held = joined or {}, held or Held()
    if test_size == 0:
        return Split(seed, 0, held.test, held.train, joined, held)
    sizes: dict[bytes, int] = defaultdict(int)
    strata: dict[str | None, set[bytes]] = defaultdict(set)
    for entry in entries:
        if entry.kept and entry.origin not in held.left_out:
            side = _drawn_from(entry.fingerprint.prompt, entry.fingerprint.side, held)
            side = joined.get(side, side)
            sizes[side] += 1
            strata[entry.label if stratified else None].add(side)
    ranked = sorted(sizes, key=lambda side: (_rank(side, seed), side))
    share = test_size < 1
    threshold = round(test_size * _WHOLE) if share else _WHOLE
    most = MOST_TEST_EXAMPLES if share else int(test_size)
    # What is larger than the test set may be, or than all the rest, is to be trained on.
    half = sum(sizes.values()) / 2
    large = {side for side, size in sizes.items() if size > min(most, half)}
    trained = (large | held.train) - held.test
    test, train = _promised(strata, ranked, threshold if share else 0, seed, trained, held.test)
    room = most - sum(sizes.get(side, 0) for side in test)
    for side in ranked:
        if side in test or side in train:
            continue
        here = _rank(side, seed)
        if here >= threshold:
            break
        room -= sizes[side]
        if room < 0:
            threshold = here
            break
    return Split(
        seed, threshold, frozenset(test | held.test), frozenset(train | held.train), joined, held
    )


def _drawn_from(prompt: bytes, side: bytes, held: Held) -> bytes:
    """What the side of an example is drawn from: the very prompt of an earlier example says more
    than a group, which the lines of an earlier dataset do not know any more."""
    return prompt if prompt in held.test or prompt in held.train else side


def joined_sides(index: Index, near: Near) -> dict[bytes, bytes]:
    """The sides that must not be parted because examples of theirs are near-duplicates, by prompt
    or as a whole: side → the least side of all that are so joined.

    The least is the same in whatever order and cut the examples come. A new row moves nobody unless
    it is like others: then it and its likes go to one side, decided by the least of them. (A phrase
    that comes to stand in a tenth of all prompts stops to count, see `ftprep.near.overlap`.)
    """
    parents: dict[bytes, bytes] = {}

    def root(side: bytes) -> bytes:
        while (above := parents.setdefault(side, side)) != side:
            parents[side] = parents[above]
            side = above
        return side

    clusters = [
        [near.origin(example) for example in cluster]
        for view in View
        for cluster in near.clusters(view)
    ]
    sides = index.sides({origin for cluster in clusters for origin in cluster})
    for cluster in clusters:
        roots = {root(sides[origin]) for origin in cluster if origin in sides}
        for one in roots:
            parents[one] = min(roots)
    return {side: least for side in parents if (least := root(side)) != side}


def _promised(
    strata: dict[str | None, set[bytes]],
    ranked: list[bytes],
    threshold: int,
    seed: int,
    trained: Set[bytes],
    tested: Set[bytes],
) -> tuple[set[bytes], set[bytes]]:
    """(test, train): what is there whatever its hash. Those that are `tested` and `trained`, and
    those that are moved so that every stratum of two or more stands on both sides."""
    place = {side: index for index, side in enumerate(ranked)}
    test, train = set(tested), set(trained)
    for sides in strata.values():
        free = sorted(sides - trained - tested, key=place.__getitem__)
        if len(sides) < 2 or not free:
            continue
        if not sides & tested and _rank(free[0], seed) >= threshold:
            test.add(free[0])
        if not sides & trained and _rank(free[-1], seed) < threshold:
            train.add(free[-1])
    return test, train - test
