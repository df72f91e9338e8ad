"""Two editions of a dataset, example by example: what is the same, moved, changed, new or gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from ftprep.aggregate.fingerprint import content_hash, fingerprint, last_trained
from ftprep.engine.understand import Inputs, Item, understand
from ftprep.jsontext import canonical
from ftprep.model import Example, Origin, Record
from ftprep.named import NamedTuple
from ftprep.readers.reader import Shard

__all__ = ["Lineup", "Pair", "Row", "line_up", "rows"]

_LONG_ANSWER: Final = 8
"""Words from which an answer is hardly given to two questions by chance; ours."""


class Row(NamedTuple):
    """What is remembered of one example, or of a record that was not understood: about 700 bytes.

    All digests are of 16 bytes; an empty one says that there is nothing to compare.
    """

    origin: Origin
    side: str
    """train or test."""
    understood: bool
    """Whether it is an example."""
    whole: bytes
    prompt: bytes
    asked: bytes
    """The prompt without system and developer texts."""
    answer: bytes
    known_by_answer: bytes
    """The answer, where it is long enough to tell the example by."""


class Pair(NamedTuple):
    """An example before and after."""

    before: Row
    after: Row

    @property
    def changed(self) -> bool:
        """Whether it says something else."""
        return self.before.whole != self.after.whole

    @property
    def moved(self) -> bool:
        """Whether it is on another side of the split."""
        return self.before.side != self.after.side


@dataclass(frozen=True, slots=True)
class Lineup:
    """Every example of both editions, once; all in reading order."""

    pairs: Sequence[Pair]
    removed: Sequence[Row]
    added: Sequence[Row]


def rows(inputs: Inputs, tests: frozenset[int]) -> Iterator[Row]:
    """Every example and every record that was not understood. `tests`: sources of the test set."""
    for source in inputs.sources:
        side = "test" if source.index in tests else "train"
        for item in understand(inputs, Shard(source.index)):
            if isinstance(item, Item):
                yield _row(item.record, item.example, side)


def line_up(before: Sequence[Row], after: Sequence[Row]) -> Lineup:
    """Find for each example what it was before.

    An example is the same if its whole content is. Of the others one is a changed one if it has the
    same prompt, or the same question under another system text, or a long answer that one example
    alone gave before and one alone gives now. What is left was added or removed.
    """
    pairs: list[Pair] = []
    for key, alone in _KEYS:
        found, before, after = _matched(before, after, key, alone=alone)
        pairs += found
    pairs.sort(key=lambda pair: pair.after.origin)
    return Lineup(pairs, before, after)


_Key = Callable[[Row], Hashable]

_KEYS: Final[tuple[tuple[_Key, bool], ...]] = (
    (lambda row: (row.whole, row.side), False),
    (lambda row: row.whole, False),
    (lambda row: (row.asked, row.answer) if row.asked else None, False),
    (lambda row: row.prompt or None, False),
    (lambda row: row.asked or None, False),
    (lambda row: row.known_by_answer or None, True),
)
"""By what two examples are found to be one, the surest first; and whether that must be unique."""


def _matched(
    before: Sequence[Row], after: Sequence[Row], key: _Key, *, alone: bool
) -> tuple[list[Pair], list[Row], list[Row]]:
    """(pairs with equal keys, what is left before, what is left after), all in reading order."""
    waiting: dict[Hashable, list[Row]] = defaultdict(list)
    for row in reversed(before):
        waiting[key(row)].append(row)
    comers: dict[Hashable, int] = defaultdict(int)
    for row in after:
        comers[key(row)] += 1
    pairs, left = [], []
    for row in after:
        name = key(row)
        likes = waiting.get(name, ())
        if name is None or not likes or (alone and (len(likes), comers[name]) != (1, 1)):
            left.append(row)
        else:
            pairs.append(Pair(waiting[name].pop(), row))
    gone = {pair.before.origin for pair in pairs}
    return pairs, [row for row in before if row.origin not in gone], left


def _row(record: Record, example: Example | None, side: str) -> Row:
    if example is None:
        return Row(record.origin, side, False, content_hash(record).encode(), b"", b"", b"", b"")
    mark = fingerprint(example)
    last = last_trained(example.turns)
    asked = [
        (turn.role, turn.text)
        for turn in example.turns[:last]
        if turn.role not in ("system", "developer") and turn.text.strip()
    ]
    words = sum(len(turn.text.split()) for turn in example.turns[last:])
    return Row(
        record.origin,
        side,
        True,
        mark.whole,
        mark.prompt if asked else b"",
        blake2b(canonical(asked), digest_size=16).digest() if asked else b"",
        mark.answer,
        mark.answer if words >= _LONG_ANSWER else b"",
    )
