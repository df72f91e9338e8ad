"""The few smallest of many values, and where they stand."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence
from typing import Final

from ftprep.model import Example, Origin

__all__ = ["KEPT", "Extremes"]

KEPT: Final = 20
"""Places that are remembered: enough to look at by hand."""


class Extremes:
    """The `keep` smallest values with their origins; of equal values the first in reading order.

    For the largest values add them with the sign turned. Any cut of the input keeps the same ones.

    Memory: at most `keep` pairs, nothing per record.
    """

    def __init__(self, keep: int = KEPT) -> None:
        self.keep = keep
        self._kept: list[tuple[int, Origin]] = []

    def add(self, value: int, origin: Origin) -> None:
        """Take in one value."""
        kept = self._kept
        if len(kept) < self.keep:
            insort(kept, (value, origin))
        elif value <= kept[-1][0] and (value, origin) < kept[-1]:
            insort(kept, (value, origin))
            kept.pop()

    def add_all(self, values: Sequence[int], examples: Sequence[Example]) -> None:
        """Take in a value of each example."""
        # Nearly always the smallest are known by now, and the others need no second look.
        full = len(self._kept) >= self.keep
        bar = self._kept[-1][0] if full else max(values, default=0)
        for value, example in zip(values, examples, strict=True):
            if value <= bar:
                self.add(value, example.origin)

    def merge(self, other: Extremes) -> None:
        """Take in another shard's values."""
        self._kept = sorted(self._kept + other._kept)[: self.keep]

    def __iter__(self) -> Iterator[tuple[int, Origin]]:
        """(value, origin), the smallest first."""
        return iter(self._kept)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Extremes) and self._kept == other._kept

    __hash__ = None  # type: ignore[assignment]
