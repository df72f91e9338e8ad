"""Plain examples of one shape, so that an aggregate looks at them all together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import repeat

import orjson

from ftprep.jsontext import canonical
from ftprep.model import Example, Origin
from ftprep.shape import Shape
from ftprep.tokens.count import TokenCounts

__all__ = ["Group"]

_Said = tuple[tuple[str, str], ...]
"""Role and text of some turns."""


class Group:
    """Examples of one input that have the same shape. They stand in reading order.

    What several aggregates ask for is worked out once.
    """

    def __init__(
        self, shape: Shape, examples: Sequence[Example], tokens: Sequence[TokenCounts]
    ) -> None:
        self.shape = shape
        self.examples = examples
        self.tokens = tokens
        self._texts: dict[int, list[str]] = {}

    def __len__(self) -> int:
        """Number of examples."""
        return len(self.examples)

    @property
    def source(self) -> int:
        """Index of the input."""
        return self.examples[0].origin.source

    @cached_property
    def origins(self) -> list[Origin]:
        """Where each example stands."""
        return [example.origin for example in self.examples]

    @property
    def system(self) -> list[str]:
        """The first text of each example, where that is a system text; else nothing."""
        instructs = self.shape.roles[0] in ("system", "developer")
        return self.texts(0) if instructs else []

    def texts(self, index: int) -> list[str]:
        """One text of each example."""
        if index not in self._texts:
            self._texts[index] = [example.turns[index].text for example in self.examples]
        return self._texts[index]

    def joined(self, indexes: Sequence[int]) -> list[str]:
        """Some texts of each example, joined by line ends."""
        if len(indexes) == 1:
            return self.texts(indexes[0])
        if not indexes:
            return [""] * len(self)
        return list(map("\n".join, zip(*map(self.texts, indexes), strict=True)))

    @cached_property
    def asked(self) -> list[bytes]:
        """The JSON of `[[role, text], …]` before the last answer of each example."""
        return self._written(range(self.shape.last))

    @cached_property
    def answered(self) -> list[bytes]:
        """The same of the last answer and what follows it."""
        return self._written(range(self.shape.last, len(self.shape.roles)))

    def lengths(self, index: int) -> list[int]:
        """Tokens of one text of each example."""
        return [tokens.turns[index] for tokens in self.tokens]

    def _written(self, indexes: range) -> list[bytes]:
        if not indexes:
            return [b"[]"] * len(self)
        columns = [zip(repeat(self.shape.roles[i]), self.texts(i), strict=False) for i in indexes]
        said: list[_Said] = list(zip(*columns, strict=True))
        try:
            return list(map(orjson.dumps, said))
        except TypeError:  # a lone surrogate, which UTF-8 cannot hold
            return list(map(canonical, said))
