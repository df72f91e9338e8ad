"""How large the written file is."""

from __future__ import annotations

from typing import Final

from ftprep.aggregate.group import Group
from ftprep.jsontext import dumps
from ftprep.model import Example, Kind
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
        self.examples += len(group)
        self.bytes += _bytes(group) + len(group)
        self.billed += sum([counts.billed for counts in group.tokens])

    def merge(self, other: WrittenSize) -> None:
        """Take in another shard's examples."""
        self.examples += other.examples
        self.bytes += other.bytes
        self.billed += other.billed


def _bytes(group: Group) -> int:
    """Bytes of the lines without their ends."""
    if group.shape.kind is not Kind.CHAT or not group.shape.asks:
        return sum([len(dumps(example.body)) for example in group.examples])
    # The JSON that the fingerprints are made of is at hand, and has the same texts as the line:
    # [["user","Hi"]] and [["assistant","Hello"]] for
    # {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}.
    written = sum(map(len, group.asked)) + sum(map(len, group.answered))
    return written + len(group) * (_AROUND_MESSAGES + _AROUND_MESSAGE * len(group.shape.roles))


_AROUND_MESSAGES: Final = len('{"messages":[]}') - len("[][]") + len(",")
"""What the line has beside the messages, less what the two lists have."""
_AROUND_MESSAGE: Final = len('{"role":,"content":}') - len("[,]")
