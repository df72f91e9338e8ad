"""What every aggregate can do."""

from __future__ import annotations

from typing import Protocol, Self

from ftprep.model import Example
from ftprep.tokens.count import TokenCounts

__all__ = ["Aggregate"]


class Aggregate(Protocol):
    """Facts about all examples, which grow one by one and merge shard by shard.

    Made without arguments, once for each shard, when a dataset rule that is on `needs` it. A module
    of `ftprep.aggregate`, or of a plugin, defines one; nothing else has to know it.

    A class with `both_sides = True` is also shown the examples of a test set, if one is given.
    """

    def add(self, example: Example, tokens: TokenCounts) -> None:
        """Take in one example as it would be written, and its token counts."""
        ...

    def merge(self, other: Self) -> None:
        """Take in another shard's facts: associative and commutative."""
        ...
