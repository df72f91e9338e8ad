"""Plain conversations of one shape, so that an aggregate looks at them all together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ftprep.model import Example, Turn
from ftprep.shape import Shape
from ftprep.tokens.count import TokenCounts

__all__ = ["Group"]


class Group(NamedTuple):
    """Examples of one input that have the same shape. They stand in reading order."""

    shape: Shape
    examples: Sequence[Example]
    tokens: Sequence[TokenCounts]

    @property
    def source(self) -> int:
        """Index of the input."""
        return self.examples[0].origin.source

    @property
    def system(self) -> list[str]:
        """The first text of each example, where that is a system text; else nothing."""
        instructs = self.shape.roles[0] in ("system", "developer")
        return self.texts(0) if instructs else []

    def texts(self, index: int) -> list[str]:
        """One text of each example."""
        return [example.turns[index].text for example in self.examples]

    def lengths(self, index: int) -> list[int]:
        """Tokens of one text of each example."""
        return [tokens.turns[index] for tokens in self.tokens]

    def turns(self, index: int) -> Iterator[tuple[Example, Turn]]:
        """One turn of each example."""
        return ((example, example.turns[index]) for example in self.examples)
