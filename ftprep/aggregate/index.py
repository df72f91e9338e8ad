"""Every example by its fingerprint: who repeats whom, who contradicts whom, who is split where."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from ftprep.aggregate.fingerprint import Fingerprint
from ftprep.model import Origin

__all__ = ["Entry", "Index"]


class Entry(NamedTuple):
    """What is remembered of one distinct example."""

    origin: Origin
    """Where it stands first in reading order."""
    fingerprint: Fingerprint
    label: str | None
    kept: bool
    """Whether it can be written (no error is left after repairs)."""
    rows: int = 1
    """Input rows that it was made of."""


class Index:
    """All distinct examples.

    Memory: about 700 bytes per distinct example (four digests of 16 bytes, an origin, and Python's
    objects around them) and as much per further copy.
    """

    def __init__(self) -> None:
        self._entries: dict[bytes, Entry] = {}
        self._copies: dict[Origin, Entry] = {}
        self._conflicts: list[tuple[Entry, ...]] | None = None

    def add(self, entry: Entry) -> None:
        """Take in one example."""
        self._conflicts = None
        key = entry.fingerprint.whole
        first = self._entries.get(key)
        if first is None:
            self._entries[key] = entry
        elif entry.origin < first.origin:
            self._copies[first.origin] = first
            self._entries[key] = entry
        else:
            self._copies[entry.origin] = entry

    def merge(self, other: Index) -> None:
        """Take in another shard's examples."""
        self._copies.update(other._copies)
        for entry in other._entries.values():
            self.add(entry)

    def __len__(self) -> int:
        """Number of distinct examples."""
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        """The distinct examples, in reading order."""
        return iter(sorted(self._entries.values()))

    def copies(self) -> Iterator[tuple[Origin, Origin]]:
        """(copy, first) for every example that repeats an earlier one, in reading order."""
        for origin, copy in sorted(self._copies.items()):
            yield origin, self._entries[copy.fingerprint.whole].origin

    @property
    def repeats(self) -> int:
        """Number of examples that repeat an earlier one."""
        return len(self._copies)

    @property
    def repeated_rows(self) -> int:
        """Input rows of repeats that could be written but for being repeats."""
        return sum(copy.rows for copy in self._copies.values() if copy.kept)

    def contents(self, origins: Collection[Origin]) -> dict[Origin, str]:
        """Origin → hash of the example that would be written, for those that are known."""
        entries = (*self._entries.values(), *self._copies.values())
        return {e.origin: e.fingerprint.whole.hex() for e in entries if e.origin in origins}

    def sides(self, origins: Collection[Origin]) -> dict[Origin, bytes]:
        """Origin → what the side of the split is drawn from, for those that can be written."""
        entries = (*self._entries.values(), *self._copies.values())
        return {e.origin: e.fingerprint.side for e in entries if e.kept and e.origin in origins}

    def conflicts(self) -> Sequence[tuple[Entry, ...]]:
        """Examples with one prompt and different answers, in the reading order of the first."""
        if self._conflicts is None:
            prompts: dict[bytes, list[Entry]] = {}
            for entry in self._entries.values():
                prompts.setdefault(entry.fingerprint.prompt, []).append(entry)
            self._conflicts = sorted(
                answers
                for entries in prompts.values()
                if len(entries) > 1 and len(answers := _distinct(entries)) > 1
            )
        return self._conflicts


def _distinct(entries: list[Entry]) -> tuple[Entry, ...]:
    """The first example of each answer, in reading order."""
    answers = {entry.fingerprint.answer: entry for entry in sorted(entries, reverse=True)}
    return tuple(sorted(answers.values()))
