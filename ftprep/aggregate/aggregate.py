"""What every aggregate can do."""

from __future__ import annotations

from typing import Protocol, Self, runtime_checkable

from ftprep.aggregate.group import Group
from ftprep.model import Example
from ftprep.tokens.count import TokenCounts

__all__ = ["Aggregate", "Grouping"]


class Aggregate(Protocol):
    """Facts about all examples, which grow one by one and merge shard by shard.

    Made without arguments, once for each shard, when a dataset rule that is on `needs` it. A module
    of `ftprep.aggregate`, or of a plugin, defines one; nothing else has to know it.

    A class with `both_sides = True` is also shown the examples of a test set, if one is given.

    A class may be `Grouping` as well.
    """

    def add(self, example: Example, tokens: TokenCounts) -> None:
        """Take in one example as it would be written, and its token counts."""
        ...

    def merge(self, other: Self) -> None:
        """Take in another shard's facts: associative and commutative."""
        ...


@runtime_checkable
class Grouping(Protocol):
    """An aggregate that looks at plain conversations of one shape all together.

    It is then shown them in this way alone, and takes the same from them as `add` does from each.
    """

    def add_group(self, group: Group) -> None:
        """Take in plain conversations, as they would be written."""
        ...
