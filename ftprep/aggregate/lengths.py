"""How long the examples are, in tokens, and what they are billed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ftprep.aggregate.extremes import Extremes
from ftprep.aggregate.group import Group
from ftprep.model import Example, Kind
from ftprep.tokens.count import TokenCounts

__all__ = ["Lengths"]


class Lengths:
    """Token totals by role, and how many examples have each length.

    The length of an example is what one epoch is billed for it before truncation.

    Memory: one counter per distinct length (at most the longest example) and a few origins, nothing
    per record.
    """

    def __init__(self) -> None:
        self.examples: Counter[int] = Counter()
        """Length in tokens → number of examples."""
        self.longest = Extremes()
        """The longest examples; the values are negative lengths."""
        self.by_role: Counter[str] = Counter()
        """Tokens of the texts, by role."""
        self.trained = 0
        """Tokens of the texts that the model is trained on."""
        self.answers = 0
        """Tokens of the last turns that are answers: the output of a call like the example."""
        self.unsent = 0
        """Tokens of answers that are not preferred: in no call, neither sent nor received."""
        self.billed = 0
        """Tokens that one epoch is billed; the lower end where it is a range."""
        self.billed_most = 0
        """The upper end."""

    def add(self, example: Example, tokens: TokenCounts) -> None:
        """Take in one example."""
        self.examples[tokens.length] += 1
        self.longest.add(-tokens.length, example.origin)
        self.billed += tokens.billed
        self.billed_most += tokens.billed_most
        for turn, count in zip(example.turns, tokens.turns, strict=True):
            self.by_role[turn.role] += count
            if turn.trained:
                self.trained += count
        if example.kind is Kind.PREFERENCE:
            for turn, count in zip(example.turns, tokens.turns, strict=True):
                if turn.trained:
                    self.answers += count
                elif turn.pointer.startswith("/non_preferred_output"):
                    self.unsent += count
        elif example.turns and example.turns[-1].trained:
            self.answers += tokens.turns[-1]

    def add_group(self, group: Group) -> None:
        """Take in plain conversations of one shape."""
        shape, tokens = group.shape, group.tokens
        lengths = [counts.length for counts in tokens]
        self.examples.update(lengths)
        self.longest.add_all([-length for length in lengths], group.examples)
        self.billed += sum([counts.billed for counts in tokens])
        self.billed_most += sum([counts.billed_most for counts in tokens])
        sums = list(map(sum, zip(*[counts.turns for counts in tokens], strict=True)))
        for role, total in zip(shape.roles, sums, strict=True):
            self.by_role[role] += total
        self.trained += sum(sums[index] for index in shape.trained)
        if shape.ends_with_answer:
            self.answers += sums[-1]

    def merge(self, other: Lengths) -> None:
        """Take in another shard's lengths."""
        self.examples.update(other.examples)
        self.longest.merge(other.longest)
        self.by_role.update(other.by_role)
        self.trained += other.trained
        self.answers += other.answers
        self.unsent += other.unsent
        self.billed += other.billed
        self.billed_most += other.billed_most

    @property
    def count(self) -> int:
        """Number of examples."""
        return self.examples.total()

    @property
    def total(self) -> int:
        """Tokens of all examples together."""
        return sum(length * n for length, n in self.examples.items())

    def over(self, limit: int) -> int:
        """Number of examples longer than `limit` tokens."""
        return sum(n for length, n in self.examples.items() if length > limit)

    def quantile(self, share: float) -> int:
        """The smallest length that a `share` of the examples do not exceed (nearest rank)."""
        rank = max(1, -(-round(share * self.count * 1000) // 1000))
        for length, n in sorted(self.examples.items()):
            rank -= n
            if rank <= 0:
                return length
        return 0

    def histogram(self, bins: int = 10) -> Iterator[tuple[int, int, int]]:
        """(from, to, examples) for equal ranges of length that together hold every example."""
        if not self.examples:
            return
        low, high = min(self.examples), max(self.examples)
        width = _round_up((high - low + 1) / bins)
        start = low // width * width
        counts = Counter[int]()
        for length, n in self.examples.items():
            counts[(length - start) // width] += n
        for index in range((high - start) // width + 1):
            yield start + index * width, start + (index + 1) * width, counts[index]


def _round_up(width: float) -> int:
    """The next of 1, 2, 5, 10, 20, 50, …: bins whose edges people can read."""
    size = 1
    while True:
        for step in (1, 2, 5):
            if size * step >= width:
                return size * step
        size *= 10
