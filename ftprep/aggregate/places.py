"""The origins of many examples, in 8 bytes each."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable

from ftprep.model import Origin

__all__ = ["Places"]


class Places:
    """A list of origins. Those of one shard come one after the other, and have either lines or
    rows; so source, shard and which of the two are kept once for such a run."""

    def __init__(self) -> None:
        self._numbers = array("I")
        """Two of each: the position; the line or the row."""
        self._starts: list[int] = []
        self._runs: list[tuple[int, int, bool]] = []
        """Source, shard, and whether rows are counted."""
        self._both: dict[int, Origin] = {}
        """Those that have a line and a row."""

    def __len__(self) -> int:
        return len(self._numbers) // 2

    def __getitem__(self, number: int) -> Origin:
        if number in self._both:
            return self._both[number]
        source, shard, rows = self._runs[bisect_right(self._starts, number) - 1]
        position, place = self._numbers[2 * number : 2 * number + 2]
        return Origin(source, shard, position, 0 if rows else place, place if rows else 0)

    @property
    def bytes(self) -> int:
        """Memory of the numbers."""
        return self._numbers.itemsize * len(self._numbers)

    def extend(self, origins: Iterable[Origin]) -> None:
        """Take in some more."""
        run = self._runs[-1] if self._runs else None
        numbers: list[int] = []
        for at, origin in enumerate(origins, len(self)):
            source, shard, position, line, row = origin
            if (source, shard, row > 0) != run:
                run = source, shard, row > 0
                self._starts.append(at)
                self._runs.append(run)
            if line and row:
                self._both[at] = origin
            numbers += (position, row or line)
        self._numbers.extend(numbers)

    def merge(self, other: Places) -> None:
        """Take in all of another."""
        count = len(self)
        self._both.update((count + number, origin) for number, origin in other._both.items())
        self._starts.extend(count + start for start in other._starts)
        self._runs.extend(other._runs)
        self._numbers.extend(other._numbers)
