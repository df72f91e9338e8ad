"""Read on where a quoted cell is open at the end of its line, and remember where that leads.

A cell that is open where a line starts ends at one and the same place, in whichever line above it
was opened. So what one look ahead has found holds for the rows it passed, and no stretch of lines
is read twice over: time stays linear, be there a quote out of place in each line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from typing import Final, Literal, NamedTuple

from ftprep.readers.table.cells import Reading
from ftprep.readers.table.evidence import Evidence
from ftprep.readers.table.lines import Line, Lines

__all__ = ["Lookahead", "Run"]

_MOST_LINES: Final = 1 << 18
_MOST_CHARS: Final = 1 << 26
"""A quoted cell that runs further is not a cell. Bounds what is held in memory."""
_ENOUGH: Final = 100
"""So many lines on end that each are a whole row prove that an open quote is text."""


class Run(NamedTuple):
    """The lines that an open cell runs over."""

    lines: list[Line]
    """They are taken: given back, or part of the row. None where the run was known before."""
    end: Literal["closed", "rows", "file", "far", "known"]
    """What ended it: the row, lines that are rows themselves, the file, the limit; or it is known
    already that the row does not end."""
    swallowed: int
    """How many lines the cell would swallow."""


class _Path(NamedTuple):
    """What a run has met, by its lines."""

    numbers: list[int]
    cells: list[int]
    """How many cells of the row were complete above each line, and at the end."""
    inner: list[int]
    """How many quotes were out of place above each line, and at the end."""

    def at(self, number: int) -> int | None:
        """The index of a line; None for one that the run has not passed."""
        at = bisect_left(self.numbers, number)
        return at if at < len(self.numbers) and self.numbers[at] == number else None

    def reads(self, reading: Reading) -> None:
        """Note how far a reading has come."""
        self.cells.append(len(reading.cells))
        self.inner.append(reading.inner)


class Lookahead:
    """The lines of a table of `width` columns (0: unknown), which may be taken and given back."""

    def __init__(self, lines: Lines, evidence: Evidence, width: int) -> None:
        self._lines = iter(lines)
        self._evidence = evidence
        self._width = width
        self._ahead: deque[Line] = deque()
        self._closed = self._rows = _Path([], [], [])
        """The last runs that the end of the row has ended, or lines that are rows."""
        self._barren = 0
        """Up to this line no quote closes a cell, so that nobody needs to look again."""

    def next(self) -> Line | None:
        """Take the next line; None at the end."""
        return self._ahead.popleft() if self._ahead else next(self._lines, None)

    def give_back(self, lines: list[Line]) -> None:
        """Put lines that were taken last before the next one."""
        self._ahead.extendleft(reversed(lines))

    def read_on(self, reading: Reading, number: int) -> Run:
        """Take lines until the open row `number` ends, or until it is clear that none ends it."""
        if number < self._barren:
            return Run([], "known", 0)
        if known := self._known(reading):
            return Run([], "known", known)
        ahead: list[Line] = []
        path = _Path([], [], [])
        chars = 0
        while len(ahead) < _MOST_LINES and chars < _MOST_CHARS:
            after = self.next()
            if after is None:
                self._barren = ahead[-1][0] if ahead else 0
                return Run(ahead, "file", len(ahead))
            ahead.append(after)
            path.numbers.append(after[0])
            path.reads(reading)
            chars += len(after[1])
            if reading.feed(after[1]):
                path.reads(reading)
                self._closed = path
                return Run(ahead, "closed", len(ahead))
            due = not (len(ahead) % _ENOUGH or self._is_sure(reading.inner))
            if due and self._evidence.is_table(ahead[-_ENOUGH:]):
                path.reads(reading)
                self._rows = path
                return Run(ahead, "rows", len(ahead))
        self._barren = ahead[-1][0]
        return Run(ahead, "far", len(ahead))

    def _is_sure(self, inner: int) -> bool:
        """Whether lines that are rows are still the cell: no quote in this file is out of place."""
        return not inner and self._evidence.is_trusted

    def _known(self, reading: Reading) -> int:
        """How many lines an open row would swallow, where an earlier run shows it does not end."""
        if not self._ahead:
            return 0
        number = self._ahead[0][0]
        at, path = self._rows.at(number), self._rows
        if at is not None and not self._is_sure(reading.inner + path.inner[-1] - path.inner[at]):
            return len(path.numbers) - at
        at, path = self._closed.at(number), self._closed
        if at is None:
            return 0
        cells = len(reading.cells) + path.cells[-1] - path.cells[at]
        inner = reading.inner + path.inner[-1] - path.inner[at]
        return len(path.numbers) - at if inner and self._width not in (0, cells) else 0
