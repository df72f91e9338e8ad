"""How large the written file is."""

from __future__ import annotations

from ftprep.aggregate.group import Group
from ftprep.jsontext import dumps
from ftprep.model import Example
from ftprep.tokens.count import TokenCounts

__all__ = ["WrittenSize"]


class WrittenSize:
    """Bytes of the examples as lines of JSONL, and the tokens that one epoch of them is billed.

    Memory: three numbers.
    """

    def __init__(self) -> None:
        self.examples = 0
        self.bytes = 0
        self.billed = 0
        """The lower end where it is a range."""

    def add(self, example: Example, tokens: TokenCounts) -> None:
        """Take in one example."""
        self.examples += 1
        self.bytes += len(dumps(example.body)) + 1
        self.billed += tokens.billed

    def add_group(self, group: Group) -> None:
        """Take in plain conversations of one shape."""
        self.examples += len(group.examples)
        self.bytes += sum([len(dumps(e.body)) for e in group.examples]) + len(group.examples)
        self.billed += sum([counts.billed for counts in group.tokens])

    def merge(self, other: WrittenSize) -> None:
        """Take in another shard's examples."""
        self.examples += other.examples
        self.bytes += other.bytes
        self.billed += other.billed
