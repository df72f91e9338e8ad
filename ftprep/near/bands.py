"""Keys of which two examples with a similarity of 0.8 share at least one, nearly always.

A one-permutation MinHash (Li, Owen, Zhang 2012) with circular densification, cut into bands. It is
made of the shingles that are kept, when all examples are known: so what is common to many of them
can be left out. Of an example all shingles count only where none is uncommon.

This module is the definition, in plain Python; `ftprep.near.bulk_bands` does the same for many
examples at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ftprep.near.common import shared_level

__all__ = [
    "BANDS", "EMPTY", "ORDER", "ROWS", "SLOTS", "SLOT_BITS", "VALUE_BITS", "keys", "next_band",
]  # fmt: skip

SLOT_BITS: Final = 5
SLOTS: Final = 1 << SLOT_BITS
VALUE_BITS: Final = 16 - SLOT_BITS
"""Of a shingle in its slot."""
BANDS: Final = 8
ROWS: Final = 3
"""Slots in a band."""
ORDER: Final = tuple(19 * at % SLOTS for at in range(SLOTS))
"""The slots, band by band. Those of a band lie far from each other, because in short texts slots
side by side hold the same shingle."""
EMPTY: Final = (1 << 16) - 1
"""The value of a slot in which no shingle falls."""


def keys(sides: Sequence[tuple[Iterable[int], int]]) -> list[int]:
    """The keys of an example: for each side the values that count, ascending, and their level."""
    first, second = ([level - shared_level(level, half) for _, level in sides] for half in (0, 1))
    whole = _signature(sides, first)
    halves = [whole, whole if first == second else _signature(sides, second)]
    found = []
    for band in range(BANDS):
        full = halves[2 * band // BANDS]
        key = 0
        for slot in ORDER[band * ROWS : (band + 1) * ROWS]:
            key = (key << VALUE_BITS | full[slot]) & 0xFFFFFFFF
        found.append(key)
    return found


def next_band(band: int) -> int:
    """The band after this one, round a circle in each half of them."""
    half = BANDS // 2
    return band // half * half + (band + 1) % half


def _signature(sides: Sequence[tuple[Iterable[int], int]], shifts: Sequence[int]) -> list[int]:
    """The least shingle of each slot, or of the next that has one; `shifts` of the sides take their
    values to the shared level."""
    full = [EMPTY] * (2 * SLOTS)
    for (values, _), shift in zip(sides, shifts, strict=True):
        for value in values:
            shingle = value >> shift
            slot = shingle % SLOTS
            full[slot] = min(full[slot], shingle >> SLOT_BITS)
    full[SLOTS:] = full[:SLOTS]
    for at in reversed(range(len(full) - 1)):
        if full[at] == EMPTY:
            full[at] = full[at + 1]
    return full
