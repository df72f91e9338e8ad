"""The origins of many examples, packed."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise, repeat
from typing import TypeAlias

from ftprep.many import made
from ftprep.model import Origin
from ftprep.named import NamedTuple

__all__ = ["Places"]

_Column: TypeAlias = "array[int] | tuple[int, int]"
"""Numbers; or, where each is as much more than the one before, the first and how much."""


class _Run(NamedTuple):
    """Origins of one shard, one after the other."""

    source: int
    shard: int
    positions: _Column
    lines: _Column
    rows: _Column

    @property
    def columns(self) -> tuple[_Column, _Column, _Column]:
        return self.positions, self.lines, self.rows


class Places:
    """A list of origins.

    Memory: nothing worth to tell where positions, lines and rows go up in equal steps; of each of
    these that does not, 4 bytes for an origin.
    """

    def __init__(self) -> None:
        self._count = 0
        self._starts: list[int] = []
        self._runs: list[_Run] = []

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> Origin:
        at = bisect_right(self._starts, number) - 1
        source, shard, positions, lines, rows = self._runs[at]
        index = number - self._starts[at]
        return Origin(source, shard, _at(positions, index), _at(lines, index), _at(rows, index))

    def __iter__(self) -> Iterator[Origin]:
        bounds = pairwise([*self._starts, self._count])
        for run, (start, stop) in zip(self._runs, bounds, strict=True):
            numbers = [_all(column, stop - start) for column in run.columns]
            yield from made(Origin, zip(repeat(run.source), repeat(run.shard), *numbers))

    @property
    def bytes(self) -> int:
        """Memory of the numbers."""
        columns = (column for run in self._runs for column in run.columns)
        return sum(c.itemsize * len(c) for c in columns if isinstance(c, array))

    def extend(self, origins: Sequence[Origin]) -> None:
        """Take in some more."""
        if not origins:
            return
        sources, shards, positions, lines, rows = zip(*origins, strict=True)
        if sources.count(sources[0]) + shards.count(shards[0]) < 2 * len(origins):
            for _, run in groupby(origins, key=_shard):
                self.extend(list(run))
            return
        self._starts.append(self._count)
        columns = map(_packed, (positions, lines, rows))
        self._runs.append(_Run(sources[0], shards[0], *columns))
        self._count += len(origins)

    def merge(self, other: Places) -> None:
        """Take in all of another."""
        self._starts.extend(self._count + start for start in other._starts)
        self._runs.extend(other._runs)
        self._count += other._count

    def arrange(self, order: Iterable[int]) -> None:
        """Put the origins into another order, given by their present places."""
        origins = list(map(self.__getitem__, order))
        self._count, self._starts, self._runs = 0, [], []
        self.extend(origins)


def _shard(origin: Origin) -> tuple[int, int]:
    return origin.source, origin.shard


def _packed(numbers: tuple[int, ...]) -> _Column:
    first = numbers[0]
    step = numbers[1] - first if len(numbers) > 1 else 0
    if step:
        regular = numbers == tuple(range(first, first + step * len(numbers), step))
    else:
        regular = numbers.count(first) == len(numbers)
    return (first, step) if regular else array("I", numbers)


def _at(column: _Column, index: int) -> int:
    return column[index] if isinstance(column, array) else column[0] + index * column[1]


def _all(column: _Column, size: int) -> Iterable[int]:
    if isinstance(column, array):
        return column
    first, step = column
    return range(first, first + step * size, step) if step else repeat(first, size)
