"""Shingles that many texts share: they belong to an instruction, and say nothing of likeness."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

__all__ = [
    "COMMON_FEW", "COMMON_LEAST", "COMMON_SAMPLE", "COMMON_SHARE", "Common", "shared_level",
]  # fmt: skip

COMMON_SAMPLE: Final = 10_000
"""Distinct texts that are looked at for it: those with the least digests, whoever they are."""
COMMON_SHARE: Final = 10
"""A shingle in more than one of so many texts is common …"""
COMMON_LEAST: Final = 100
"""… when there are also more than so many texts that have it …"""
COMMON_FEW: Final = 4
"""… of which more than so many were seen."""


def shared_level(level: int, half: int) -> int:
    """The level whose values are looked at, so that texts of neighbouring levels can be compared.

    Texts that are alike have one level, or two that follow each other. In the first half the levels
    0 to 3, 4 to 7, … are taken together, in the second 0 to 1, 2 to 5, …: two that follow each
    other are together in one of them at least.
    """
    shift = 2 * half
    return max(((level + shift) & ~3) - shift, 0)


class Common:
    """The shingles that are common to `texts`, each the values of a row and its level.

    In a text with a level a shingle is kept only when its hash begins with so many zeros. So it is
    counted against the texts that would have kept it.
    """

    def __init__(self, texts: Sequence[tuple[Sequence[int], int]]) -> None:
        self._keys: set[tuple[int, int, int]] = set()
        levels = sorted(level for _, level in texts)
        if len(texts) <= COMMON_LEAST and not any(levels):
            return  # no text has a value twice, so that none can occur often enough
        often = max(COMMON_LEAST, len(texts) // COMMON_SHARE)
        self._keys = {
            (half, shared, value)
            for (half, shared), counts in _counts(texts).items()
            for value, count in counts.items()
            if count > COMMON_FEW
            and count * len(texts) > often * bisect_right(levels, shared + 16 - value.bit_length())
        }

    def uncommon(self, values: Sequence[int], level: int) -> Sequence[int]:
        """Those of the values of a text of this level that are not common."""
        if not self._keys:
            return values
        return [value for value in values if self._keys.isdisjoint(_keys(value, level))]


def _counts(
    texts: Sequence[tuple[Sequence[int], int]],
) -> Mapping[tuple[int, int], Mapping[int, int]]:
    """(half, shared level) → how often each value occurs, of all texts that are looked at there."""
    counts: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for values, level in texts:
        for half in (0, 1):
            shared = shared_level(level, half)
            shift = level - shared
            counts[half, shared].update([value >> shift for value in values] if shift else values)
    return counts


def _keys(value: int, level: int) -> list[tuple[int, int, int]]:
    """What the shingle is in texts of neighbouring levels: (half, shared level, value)."""
    shared = [shared_level(level, half) for half in (0, 1)]
    return [(half, to, value >> level - to) for half, to in enumerate(shared)]
