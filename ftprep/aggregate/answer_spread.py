"""How long the answers are, and how many refuse."""

from __future__ import annotations

from collections import Counter
from typing import Final
from zlib import crc32

from ftprep.aggregate.extremes import Extremes
from ftprep.aggregate.group import Group
from ftprep.aggregate.refusals import refusal_in, some_refuse
from ftprep.model import Example
from ftprep.tokens.count import TokenCounts

__all__ = ["AnswerSpread", "Longest"]

_MOST_TOLD_APART: Final = 20
"""Distinct answers of the greatest length that are counted."""


class Longest:
    """The greatest length of a text, and the distinct texts that have exactly that length.

    Memory: at most 20 checksums, nothing per record.
    """

    def __init__(self) -> None:
        self.characters = 0
        self.distinct: frozenset[int] = frozenset()
        """Checksums of the distinct ones, the 20 smallest."""

    def add(self, text: str) -> None:
        """Take in one text."""
        if len(text) >= self.characters:
            checksum = crc32(text.encode("utf-8", "replace"))
            self._take(len(text), frozenset((checksum,)))

    def merge(self, other: Longest) -> None:
        """Take in another shard's texts."""
        self._take(other.characters, other.distinct)

    def _take(self, characters: int, distinct: frozenset[int]) -> None:
        if characters > self.characters:
            self.characters, self.distinct = characters, distinct
        elif characters == self.characters:
            self.distinct = frozenset(sorted(self.distinct | distinct)[:_MOST_TOLD_APART])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Longest) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]


class AnswerSpread:
    """The last trained text of each example; examples without one are passed over.

    Memory: one counter for each distinct length, in tokens for each input and in characters, and a
    few origins; nothing per record.
    """

    def __init__(self) -> None:
        self.by_source: dict[int, Counter[int]] = {}
        """Index of the input → length of the answer in tokens → examples."""
        self.shortest = Extremes()
        """By tokens; blank answers are left out."""
        self.characters: Counter[int] = Counter()
        """Length of the answer in characters → examples."""
        self.longest = Longest()
        self.refusals = 0
        self.first_refusal = Extremes(1)
        """Its value says nothing."""

    def add(self, example: Example, tokens: TokenCounts) -> None:
        """Take in one example."""
        turns = example.turns
        index = len(turns) - 1
        while index >= 0 and not turns[index].trained:
            index -= 1
        if index < 0:
            return
        text, length, origin = turns[index].text, tokens.turns[index], example.origin
        counts = self.by_source.get(origin.source)
        if counts is None:
            counts = self.by_source[origin.source] = Counter()
        counts[length] += 1
        if text.strip():
            self.shortest.add(length, origin)
        self.characters[len(text)] += 1
        self.longest.add(text)
        if refusal_in(text):
            self.refusals += 1
            self.first_refusal.add(0, origin)

    def add_group(self, group: Group) -> None:
        """Take in plain conversations of one shape."""
        shape, examples = group.shape, group.examples
        if not shape.trained:
            return
        index = shape.trained[-1]
        texts, lengths = group.texts(index), group.lengths(index)
        self.by_source.setdefault(group.source, Counter()).update(lengths)
        if not shape.is_blank(index):
            self.shortest.add_all(lengths, examples)
        self.characters.update(map(len, texts))
        for text in texts:
            if len(text) >= self.longest.characters:
                self.longest.add(text)
        if some_refuse(texts):
            for text, example in zip(texts, examples, strict=True):
                if refusal_in(text):
                    self.refusals += 1
                    self.first_refusal.add(0, example.origin)

    def merge(self, other: AnswerSpread) -> None:
        """Take in another shard's examples."""
        for source, counts in other.by_source.items():
            self.by_source.setdefault(source, Counter()).update(counts)
        self.shortest.merge(other.shortest)
        self.characters.update(other.characters)
        self.longest.merge(other.longest)
        self.refusals += other.refusals
        self.first_refusal.merge(other.first_refusal)

    @property
    def lengths(self) -> Counter[int]:
        """Length of the answer in tokens → examples, of all inputs."""
        return sum(self.by_source.values(), Counter())

    @property
    def count(self) -> int:
        """Examples that have an answer."""
        return sum(counts.total() for counts in self.by_source.values())
