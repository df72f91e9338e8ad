"""The columns of many sketches as arrays of numpy, and what is common in them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ftprep.near.common import COMMON_FEW, COMMON_LEAST, COMMON_SAMPLE, COMMON_SHARE, shared_level
from ftprep.near.sketch import Sketches

__all__ = ["SHARED_LEVELS", "Columns", "ragged"]

_Ints = NDArray[np.int64]
SHARED_LEVELS = np.array(
    [[shared_level(level, half) for level in range(256)] for half in (0, 1)], np.uint8
)
"""By half and level."""
_LEADING_ZEROS = np.array([16 - value.bit_length() for value in range(1 << 16)], np.uint8)


class Columns:
    """Views of the columns of `sketches`, by row: prompt, answer, prompt, answer, …"""

    def __init__(self, sketches: Sketches) -> None:
        self.digests = np.frombuffer(sketches.digests, np.uint64).reshape(-1, 2)
        """Shape (examples, 2)."""
        self.values = np.frombuffer(sketches.values, np.uint16)
        self.sizes = np.frombuffer(sketches.sizes, np.uint8)
        self.levels = np.frombuffer(sketches.levels, np.uint8)
        self.starts = np.zeros(len(self.sizes) + 1, np.int64)
        """Where the values of each row begin."""
        np.cumsum(self.sizes, dtype=np.int64, out=self.starts[1:])
        self._halves = (0, 1) if (self.levels > 1).any() else (0,)  # else they are the same
        texts = [self._texts(side) for side in (0, 1)]
        tables = [self._common(texts[side], half) for half in self._halves for side in (0, 1)]
        self.has_common = any(table.any() for table in tables)
        self._width = max(map(len, tables)) + 1
        self._common_keys = np.zeros(len(tables) * self._width, np.bool_)
        """By (2 × half + side) × width + (shared level << 16 | value)."""
        for at, table in enumerate(tables):
            self._common_keys[at * self._width :][: len(table)] = table

    def __len__(self) -> int:
        """Number of examples."""
        return len(self.digests)

    def uncommon(
        self, values: NDArray[np.uint16], side: int | _Ints, levels: NDArray[np.uint8]
    ) -> NDArray[np.bool_]:
        """Which values, each of a row of this side and level, few texts have."""
        common = np.zeros(len(values), np.bool_)
        for half in self._halves if self.has_common else ():
            key = _shared(values, levels, half)
            np.minimum(key, self._width - 1, out=key)  # the last: in no text that was looked at
            key += (2 * half + side) * self._width
            common |= self._common_keys[key]
        return ~common

    def _texts(self, side: int) -> _Ints:
        """Rows of the distinct texts of a side that are looked at for what is common."""
        _, first = np.unique(self.digests[:, side], return_index=True)
        rows: _Ints = 2 * first[:COMMON_SAMPLE] + side
        return rows

    def _common(self, rows: _Ints, half: int) -> NDArray[np.bool_]:
        """By shared level << 16 | value, as far as there are any."""
        often = max(COMMON_LEAST, len(rows) // COMMON_SHARE)
        place, run = ragged(self.starts[rows], self.sizes[rows])
        levels = np.sort(self.levels[rows])
        counts = np.bincount(_shared(self.values[place], self.levels[rows][run], half), minlength=1)
        key = np.arange(len(counts))
        zeros = (key >> 16) + _LEADING_ZEROS[key & 0xFFFF]
        texts = np.searchsorted(levels, zeros, "right")
        found: NDArray[np.bool_] = (counts > COMMON_FEW) & (counts * len(rows) > often * texts)
        return found


def _shared(values: NDArray[np.uint16], levels: NDArray[np.uint8], half: int) -> _Ints:
    """What shingles are in texts of neighbouring levels: shared level << 16 | value."""
    shared = SHARED_LEVELS[half][levels]
    key: _Ints = shared.astype(np.int64) << 16 | values >> (levels - shared)
    return key


def ragged(starts: _Ints, sizes: NDArray[np.uint8] | _Ints) -> tuple[_Ints, _Ints]:
    """All places of all runs one after the other, and the number of the run of each."""
    run = np.repeat(np.arange(len(sizes)), sizes)
    offsets = np.cumsum(sizes, dtype=np.int64) - sizes
    return np.arange(len(run)) + (starts - offsets)[run], run
