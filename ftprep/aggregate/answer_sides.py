"""How long the answers are in each input, of the training set and of the test set."""

from __future__ import annotations

from collections import Counter

from ftprep.aggregate.group import Group
from ftprep.model import Example
from ftprep.tokens.count import TokenCounts

__all__ = ["AnswerSides"]


class AnswerSides:
    """Lengths in tokens of the last trained text of each example, to compare the two sides.

    Examples without one are passed over. Memory: one counter for each distinct length in each
    input; nothing per record.
    """

    both_sides = True

    def __init__(self) -> None:
        self.by_source: dict[int, Counter[int]] = {}
        """Index of the input → length → examples."""

    def add(self, example: Example, tokens: TokenCounts) -> None:
        """Take in one example of either side."""
        turns = example.turns
        index = len(turns) - 1
        while index >= 0 and not turns[index].trained:
            index -= 1
        if index < 0:
            return
        counts = self.by_source.get(example.origin.source)
        if counts is None:
            counts = self.by_source[example.origin.source] = Counter()
        counts[tokens.turns[index]] += 1

    def add_group(self, group: Group) -> None:
        """Take in plain conversations of one shape."""
        if group.shape.trained:
            lengths = group.lengths(group.shape.trained[-1])
            self.by_source.setdefault(group.source, Counter()).update(lengths)

    def merge(self, other: AnswerSides) -> None:
        """Take in another shard's examples."""
        for source, counts in other.by_source.items():
            self.by_source.setdefault(source, Counter()).update(counts)
