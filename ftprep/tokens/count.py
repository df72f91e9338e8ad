"""Count tokens exactly, offline."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["TokenCounts"]


class TokenCounts(NamedTuple):
    """Tokens of one example."""

    turns: tuple[int, ...]
    """Tokens of each of the example's turns' texts, in the order of `Example.turns`."""
    length: int
    """Tokens of the whole example as the API counts them, before truncation."""
    billed: int
    """Tokens that one epoch of training on this example is billed (lower end of the range)."""
    billed_most: int
    """Upper end of the range; equal to `billed` where the formula is verified."""
