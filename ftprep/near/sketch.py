"""What is remembered of an example in order to find others like it.

An example has two sides: the prompt (all texts before the last answer, save system and developer
texts) and the answer. Of each side the set of *shingles* counts: every three words in a row (Broder
1997). Kept are:

* `values`: the shingles themselves as 16-bit numbers, so that similarity is measured on the sets
  and not guessed from a signature. Of more than `MOST_VALUES` only those whose hash begins with
  `level` zero bits are kept (a fair sample of one in 2^level; the error of the similarity is then
  about 0.05).
* `digest`: of all the words in order; equal for sides that are equal in normal form.

This module is the definition, in plain Python; `ftprep.near.bulk` does the same for many examples
at once, and a test holds the two equal.
"""

from __future__ import annotations

import functools
from array import array
from hashlib import blake2b
from typing import Final

from ftprep.near.normal import words
from ftprep.near.shingles import Shingles

__all__ = [
    "K1", "K2", "K3", "K4", "K5", "K6", "LONGEST_WORD", "MASK", "MOST_VALUES", "SHINGLE",
    "Sketches", "long_word",
]  # fmt: skip

SHINGLE: Final = 3
"""Words. Datasets of chat have short texts; Lee et al. 2022 took 5 for web pages."""
MOST_VALUES: Final = 96
"""Shingles kept of a side."""
LONGEST_WORD: Final = 24
"""Characters of a word that are hashed by three loads of eight bytes."""

MASK: Final = (1 << 64) - 1
# Odd constants without pattern: the fractional digits of the golden ratio, and the multipliers of
# SplitMix64, MurmurHash3 and xxHash.
K1: Final = 0x9E3779B97F4A7C15
K2: Final = 0xBF58476D1CE4E5B9
K3: Final = 0x94D049BB133111EB
K4: Final = 0xFF51AFD7ED558CCD
K5: Final = 0xC4CEB9FE1A85EC53
K6: Final = 0xC2B2AE3D27D4EB4F


def long_word(low: bytes) -> int:
    """Hash of the lower bytes of a word of more than `LONGEST_WORD` characters."""
    return int.from_bytes(blake2b(low, digest_size=8).digest(), "little")


@functools.lru_cache(maxsize=1 << 14)
def _word(word: str) -> int:
    """Hash of a word. It is kept, as words repeat: to look it up takes a tenth of the time."""
    if word.isascii():
        low, beyond = word.encode(), 0
    else:
        codes = list(map(ord, word))
        low = bytes(code & 0xFF for code in codes)
        beyond = sum((code >> 8) * at for at, code in enumerate(codes, 1)) * K6
    value = beyond + (long_word(low) if len(low) > LONGEST_WORD else _loads(low))
    value &= MASK
    return value ^ (value >> 32)


def _loads(low: bytes) -> int:
    first, second, third = (int.from_bytes(low[at : at + 8], "little") for at in (0, 8, 16))
    return first * K1 + second * K2 + third * K3


def _shingle(one: int, two: int, three: int) -> int:
    return (((((one * K1 & MASK) ^ two) * K2 & MASK) ^ three) * K3 & MASK) >> 16


class Sketches:
    """Columns of sketches, two rows (prompt, answer) for each example.

    Memory per example: 20 bytes, and 2 for each shingle as long as `Shingles` has them in memory:
    at most 384.
    """

    def __init__(self) -> None:
        self.values = Shingles()
        """Of all rows, one after the other; each row ascending."""
        self.sizes = array("B")
        """Number of values of each row."""
        self.levels = array("B")
        self.digests = array("Q")

    def __len__(self) -> int:
        """Number of examples."""
        return len(self.sizes) // 2

    def add(self, prompt: str, answer: str) -> None:
        """Sketch one example."""
        self._add_side(prompt)
        self._add_side(answer)

    @property
    def memory(self) -> int:
        """Bytes in use."""
        columns = (self.sizes, self.levels, self.digests)
        return self.values.memory + sum(column.itemsize * len(column) for column in columns)

    def extend(self, other: Sketches) -> None:
        """Take in the rows of another."""
        self.values.extend(other.values.between(0, len(other.values)))
        self.sizes.extend(other.sizes)
        self.levels.extend(other.levels)
        self.digests.extend(other.digests)

    def _add_side(self, text: str) -> None:
        hashes = [_word(word) for word in words(text)]
        self.digests.append(sum(word * (at * K4 + K5) for at, word in enumerate(hashes)) & MASK)
        padded = [*hashes, 0, 0] if 0 < len(hashes) < SHINGLE else hashes
        count = len(padded) - SHINGLE + 1 if len(hashes) >= SHINGLE else min(len(hashes), 1)
        rare = set(map(_shingle, padded[:count], padded[1:], padded[2:]))
        level = 0
        while len(rare) > MOST_VALUES:
            level += 1
            rare = {h for h in rare if h < 1 << 48 - level}
        kept = sorted({h >> 32 - level for h in rare})
        self.values.extend(array("H", kept))
        self.sizes.append(len(kept))
        self.levels.append(level)
