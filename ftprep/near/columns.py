"""The columns of many sketches as arrays of numpy, and what is common in them."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ftprep.near.common import COMMON_FEW, COMMON_LEAST, COMMON_SAMPLE, COMMON_SHARE, shared_level
from ftprep.near.sketch import Sketches

__all__ = ["SHARED_LEVELS", "Columns", "changes"]

_Ints = NDArray[np.int64]
_Shorts = NDArray[np.uint16]
_Levels = NDArray[np.uint8]
_Int = TypeVar("_Int", bound=np.integer[Any])
SHARED_LEVELS = np.array(
    [[shared_level(level, half) for level in range(256)] for half in (0, 1)], np.uint8
)
"""By half and level."""
_LEADING_ZEROS = np.repeat(np.arange(17, dtype=np.uint8)[::-1], [1, *(1 << n for n in range(16))])
"""Of each number of 16 bits."""


class Columns:
    """Views of the columns of `sketches`, by row: prompt, answer, prompt, answer, …"""

    def __init__(self, sketches: Sketches) -> None:
        self.digests = np.frombuffer(sketches.digests, np.uint64).reshape(-1, 2)
        """Shape (examples, 2)."""
        self._values = sketches.values
        self.sizes = np.frombuffer(sketches.sizes, np.uint8)
        self.levels = np.frombuffer(sketches.levels, np.uint8)
        few = len(self._values) < 1 << 32
        self._starts: NDArray[np.integer[Any]]
        self._starts = np.zeros(len(self) + 1, np.uint32 if few else np.int64)
        """Where the values of each example begin."""
        both = np.add(self.sizes[::2], self.sizes[1::2], dtype=np.uint16)
        np.cumsum(both, dtype=self._starts.dtype, out=self._starts[1:])
        self._halves = (0, 1) if (self.levels > 1).any() else (0,)  # else they are the same
        sides = [self._common(self._texts(side)) for side in (0, 1)]
        tables = [tables[half] for half in self._halves for tables in sides]
        self.has_common = any(table.any() for table in tables)
        self._width = max(map(len, tables)) + 1
        self._is_common = np.zeros(len(tables) * self._width, np.bool_)
        """By (2 × half + side) × width + (shared level << 16 | value)."""
        for at, table in enumerate(tables):
            self._is_common[at * self._width :][: len(table)] = table

    def __len__(self) -> int:
        """Number of examples."""
        return len(self.digests)

    def of(self, rows: _Ints) -> _Shorts:
        """The values of some rows, one row after the other."""
        starts = self._starts[rows >> 1].astype(np.int64)
        starts += self.sizes[rows & ~1] * (rows & 1).astype(np.uint8)
        return self._values.runs(starts, self.sizes[rows])

    def between(self, first: int, last: int) -> _Shorts:
        """The values of all rows from one example to another, both included."""
        start, stop = self._starts[[first, last + 1]].tolist()
        return np.frombuffer(self._values.between(start, stop), np.uint16)

    def uncommon(
        self, values: _Shorts, side: int | _Ints, levels: _Levels, sizes: _Levels
    ) -> NDArray[np.bool_]:
        """Which values few texts have: of rows with these levels and sizes. `side` is that of all,
        or of each value."""
        own = np.repeat(levels, sizes) if levels.any() else np.uint8(0)
        common = np.zeros(len(values), np.bool_)
        for half in self._halves if levels.any() else (0,):
            key = _shared(values, own, half)
            np.minimum(key, self._width - 1, out=key)  # the last: in no text that was looked at
            key += (2 * half + side) * self._width
            common |= self._is_common.take(key)
        return ~common

    def _texts(self, side: int) -> _Ints:
        """Rows of the distinct texts of a side that are looked at for what is common."""
        digests = self.digests[:, side]
        share = 2 * COMMON_SAMPLE / max(len(digests), 1)
        examples = None
        while examples is None and share < 1:
            # They are spread evenly: the least are found without putting all of them into order.
            least = np.flatnonzero(digests < np.uint64(share * 2**64))
            if len(np.unique(digests[least])) >= COMMON_SAMPLE:
                examples = least
            share *= 4
        if examples is None:
            examples = np.arange(len(digests))
        _, first = np.unique(digests[examples], return_index=True)
        rows: _Ints = 2 * examples[first[:COMMON_SAMPLE]] + side
        return rows

    def _common(self, rows: _Ints) -> list[NDArray[np.bool_]]:
        """For each half, by shared level << 16 | value, as far as there are any."""
        often = max(COMMON_LEAST, len(rows) // COMMON_SHARE)
        values, levels = self.of(rows), self.levels[rows]
        own = np.repeat(levels, self.sizes[rows])
        levels = np.sort(levels)
        tables = []
        for half in self._halves:
            counts = np.bincount(_shared(values, own, half), minlength=1)
            key = np.flatnonzero(counts > COMMON_FEW)
            zeros = (key >> 16) + _LEADING_ZEROS[key & 0xFFFF]
            texts = np.searchsorted(levels, zeros, "right")
            found = np.zeros(len(counts), np.bool_)
            found[key] = counts[key] * len(rows) > often * texts
            tables.append(found)
        return tables


def _shared(values: _Shorts, levels: _Levels | np.uint8, half: int) -> _Ints:
    """What shingles are in texts of neighbouring levels: shared level << 16 | value."""
    shared = SHARED_LEVELS[half][levels]
    key: _Ints = (values >> (levels - shared)).astype(np.int64)
    key |= shared.astype(np.int64) << 16
    return key


def changes(ascending: NDArray[_Int]) -> NDArray[np.bool_]:
    """Where a sorted array has another value than before."""
    changed = np.ones(len(ascending), np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=changed[1:])
    return changed
