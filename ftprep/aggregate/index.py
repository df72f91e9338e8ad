"""Every example by its fingerprint: who repeats whom, who contradicts whom, who is split where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


class Index:
    """All distinct examples.

    Memory: about 700 bytes per distinct example (four digests of 16 bytes, an origin, and Python's
    objects around them) and about 200 per further copy.
    """

    def __init__(self) -> None:
        self._entries: dict[bytes, Entry] = {}
        self._copies: dict[Origin, bytes] = {}

    def add(self, entry: Entry) -> None:
        """Take in one example."""
        key = entry.fingerprint.whole
        first = self._entries.get(key)
        if first is None:
            self._entries[key] = entry
        elif entry.origin < first.origin:
            self._copies[first.origin] = key
            self._entries[key] = entry
        else:
            self._copies[entry.origin] = key

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
        for origin, key in sorted(self._copies.items()):
            yield origin, self._entries[key].origin

    def conflicts(self) -> Iterator[tuple[Entry, ...]]:
        """Examples with one prompt and different answers, in the reading order of the first."""
        for entries in self._by_prompt().values():
            answers = {entry.fingerprint.answer: entry for entry in reversed(entries)}
            if len(answers) > 1:
                yield tuple(sorted(answers.values()))

    def _by_prompt(self) -> Mapping[bytes, list[Entry]]:
        prompts: dict[bytes, list[Entry]] = {}
        for entry in self:
            prompts.setdefault(entry.fingerprint.prompt, []).append(entry)
        return prompts
