"""Every example by its fingerprint: who repeats whom, who contradicts whom, who is split where."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from operator import lt
from typing import Final

from ftprep.aggregate.equal_rows import equal_rows
from ftprep.aggregate.fingerprint import Fingerprint
from ftprep.aggregate.label_numbers import LabelNumbers
from ftprep.aggregate.places import Places
from ftprep.model import Origin
from ftprep.named import NamedTuple

__all__ = ["Entry", "Index"]

_WIDTH: Final = 48
_WHOLE, _PROMPT, _ANSWER = 0, 16, 32
"""Where the digests stand in a row."""
_NONE: Final = bytes(16)
_KEPT, _ANSWERED = 1, 2


class Entry(NamedTuple):
    """What is remembered of one example."""

    origin: Origin
    fingerprint: Fingerprint
    label: str | None
    kept: bool
    """Whether it can be written (no error is left after repairs)."""
    rows: int = 1
    """Input rows that it was made of."""


class Index:
    """All examples.

    Memory: 49 bytes per example (three digests of 16 bytes and a flag), with what `Places` and
    `LabelNumbers` take; 100 more where the side is not drawn from the prompt.
    """

    def __init__(self) -> None:
        self._digests = bytearray()
        self._origins = Places()
        self._flags = bytearray()
        """`_KEPT` and `_ANSWERED` of each example."""
        self._labels = LabelNumbers()
        self._sides: dict[Origin, bytes] = {}
        """Of the examples whose side is not drawn from the prompt."""
        self._rows: dict[Origin, int] = {}
        """Of the examples that were made of several rows."""
        self._last = Origin(-1)
        self._in_order = True
        self._copies: dict[int, int] | None = None
        """Number of a copy → number of the first; None when it has to be found out anew."""
        self._conflicts: list[tuple[Entry, ...]] | None = None

    def add_all(self, entries: Sequence[Entry]) -> None:
        """Take in many examples."""
        if not entries:
            return
        origins, marks, labels, kept, rows = zip(*entries, strict=True)
        for origin, (_, prompt, _, side), count in zip(origins, marks, rows, strict=True):
            if side != prompt:
                self._sides[origin] = side
            if count != 1:
                self._rows[origin] = count
        wholes, prompts, answers, _ = zip(*marks, strict=True)
        padded = [answer or _NONE for answer in answers]
        self._digests += b"".join(chain.from_iterable(zip(wholes, prompts, padded, strict=True)))
        self._flags += bytes(
            [k * _KEPT | bool(a) * _ANSWERED for k, a in zip(kept, answers, strict=True)]
        )
        self._labels.extend(labels)
        self._origins.extend(origins)
        rising = all(map(lt, (self._last, *origins), origins))
        self._in_order = self._in_order and rising
        self._last = origins[-1]
        self._copies = self._conflicts = None

    def merge(self, other: Index) -> None:
        """Take in another shard's examples."""
        if not len(other._flags):
            return
        self._digests += other._digests
        self._labels.merge(other._labels)
        self._flags += other._flags
        self._sides |= other._sides
        self._rows |= other._rows
        follows = self._last < other._origins[0]
        self._in_order = self._in_order and other._in_order and follows
        self._origins.merge(other._origins)
        self._last = max(self._last, other._last)
        self._copies = self._conflicts = None

    def __len__(self) -> int:
        """Number of distinct examples."""
        return len(self._flags) - len(self._repeats())

    def __iter__(self) -> Iterator[Entry]:
        """The distinct examples, in reading order."""
        copies = self._repeats()
        return (self._entry(row) for row in range(len(self._flags)) if row not in copies)

    def copies(self) -> Iterator[tuple[Origin, Origin]]:
        """(copy, first) for every example that repeats an earlier one, in reading order."""
        for copy, first in sorted(self._repeats().items()):
            yield self._origins[copy], self._origins[first]

    @property
    def repeats(self) -> int:
        """Number of examples that repeat an earlier one."""
        return len(self._repeats())

    @property
    def repeated_rows(self) -> int:
        """Input rows of repeats that could be written but for being repeats."""
        kept = (copy for copy in self._repeats() if self._flags[copy] & _KEPT)
        return sum(self._rows.get(self._origins[copy], 1) for copy in kept)

    def contents(self, origins: Collection[Origin]) -> dict[Origin, str]:
        """Origin → hash of the example that would be written, for those that are known."""
        return {
            origin: self._digest(row, _WHOLE).hex()
            for origin in origins
            if (row := self._row(origin)) is not None
        }

    def sides(self, origins: Collection[Origin]) -> dict[Origin, bytes]:
        """Origin → what the side of the split is drawn from, for those that can be written."""
        return {
            origin: self._sides.get(origin) or self._digest(row, _PROMPT)
            for origin in origins
            if (row := self._row(origin)) is not None and self._flags[row] & _KEPT
        }

    def drawn(self) -> Iterator[tuple[Origin, bytes, bytes]]:
        """Of every example, copies among them, in reading order: its origin, the fingerprint of its
        prompt, and what its side is drawn from."""
        self._settle()
        for row, origin in enumerate(self._origins):
            prompt = self._digest(row, _PROMPT)
            yield origin, prompt, self._sides.get(origin, prompt)

    def conflicts(self) -> Sequence[tuple[Entry, ...]]:
        """Examples with one prompt and different answers, in the reading order of the first."""
        if self._conflicts is None:
            copies = self._repeats()
            found = []
            for rows in equal_rows(self._digests, _WIDTH, _PROMPT):
                answers: dict[bytes, int] = {}
                for row in rows:
                    if row not in copies:
                        answers.setdefault(self._digest(row, _ANSWER), row)
                if len(answers) > 1:
                    found.append(tuple(map(self._entry, answers.values())))
            self._conflicts = sorted(found)
        return self._conflicts

    def shared_answers(self) -> tuple[int, list[tuple[int, Entry]]]:
        """Number of different answers, and for each that several distinct examples have: how many
        do, and the first of them; in reading order."""
        copies = self._repeats()
        unanswered = self._flags.count(0) + self._flags.count(_KEPT)
        unanswered -= sum(not self._flags[copy] & _ANSWERED for copy in copies)
        different = len(self) - unanswered
        found = []
        for rows in equal_rows(self._digests, _WIDTH, _ANSWER):
            distinct = [row for row in rows if row not in copies]
            if len(distinct) > 1 and self._flags[rows[0]] & _ANSWERED:
                different -= len(distinct) - 1
                found.append((distinct[0], len(distinct)))
        return different, [(times, self._entry(row)) for row, times in sorted(found)]

    def _repeats(self) -> dict[int, int]:
        self._settle()
        if self._copies is None:
            groups = equal_rows(self._digests, _WIDTH, _WHOLE)
            self._copies = {copy: first for first, *others in groups for copy in others}
        return self._copies

    def _settle(self) -> None:
        """Put the examples into reading order."""
        if self._in_order:
            return
        origins = list(self._origins)
        order = sorted(range(len(origins)), key=origins.__getitem__)
        digests = bytes(self._digests)
        self._digests = bytearray(b"".join([digests[_WIDTH * r : _WIDTH * (r + 1)] for r in order]))
        self._flags = bytearray(map(self._flags.__getitem__, order))
        self._labels.arrange(order)
        self._origins.arrange(order)
        self._in_order = True

    def _digest(self, row: int, column: int) -> bytes:
        start = _WIDTH * row + column
        return bytes(self._digests[start : start + 16])

    def _row(self, origin: Origin) -> int | None:
        self._settle()
        row = bisect_left(self._origins, origin)
        return row if row < len(self._origins) and self._origins[row] == origin else None

    def _entry(self, row: int) -> Entry:
        origin, flags = self._origins[row], self._flags[row]
        prompt, answer = self._digest(row, _PROMPT), self._digest(row, _ANSWER)
        mark = Fingerprint(
            self._digest(row, _WHOLE),
            prompt,
            answer if flags & _ANSWERED else b"",
            self._sides.get(origin, prompt),
        )
        kept = bool(flags & _KEPT)
        return Entry(origin, mark, self._labels[row], kept, self._rows.get(origin, 1))
