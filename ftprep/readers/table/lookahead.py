"""Read on where a quoted cell is open at the end of its line, and remember where that leads.

A cell that is open where a line starts ends at one and the same place, in whichever line above it
was opened. So what one look ahead has found holds for every row that it passed. Lines are looked at
again only while that is less work than the first looks were: time is linear in the length of the
text, be there a quote out of place in each line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

from ftprep.named import NamedTuple
from ftprep.readers.table.cells import Reading
from ftprep.readers.table.evidence import MOST_UNSOUND, End, Evidence, Swallowed
from ftprep.readers.table.lines import Line, Lines

__all__ = ["Lookahead"]

_MOST_LINES: Final = 1 << 18
_MOST_CHARS: Final = 1 << 26
"""A quoted cell that runs further is not a cell. Bounds what is held in memory."""
_ENOUGH: Final = 100
"""So many lines on end that each are a whole row speak against the cell that they stand in."""


class _Mark(NamedTuple):
    """What a look ahead has met above a line; see `Swallowed`."""

    number: int
    """The line; behind the last one for the end."""
    cells: int
    inner: int
    rows: int
    likely: int
    spaced: int


class _Path(NamedTuple):
    """The lines that a look ahead has passed."""

    marks: list[_Mark]
    """One for each line, and one for the end."""
    end: End

    def at(self, number: int) -> int | None:
        """The index of a line; None for one that was not passed."""
        at = bisect_left(self.marks, number, key=lambda mark: mark.number)
        passed = at < len(self.marks) - 1 and self.marks[at].number == number
        return at if passed else None


class Lookahead:
    """The lines of a table of `width` columns (0: unknown), which may be taken and given back."""

    def __init__(self, lines: Lines, evidence: Evidence, width: int) -> None:
        self._source = lines
        self._lines = iter(lines)
        self._evidence = evidence
        self._width = width
        self._ahead: deque[Line] = deque()
        """Lines that were looked at and not yet taken."""
        self._path = _Path([], "file")
        self._seen = 0
        """The last line that was looked at."""
        self._first = self._again = 0
        """Characters of the lines that were looked at for the first time, and once more."""

    def next(self) -> Line | None:
        """Take the next line; None at the end."""
        return self._ahead.popleft() if self._ahead else next(self._lines, None)

    def take(self, lines: int) -> list[Line]:
        """Take so many lines that were looked at."""
        return [self._ahead.popleft() for _ in range(lines)]

    def give_back(self, lines: list[Line]) -> None:
        """Put lines that were taken last before the next one."""
        self._ahead.extendleft(reversed(lines))

    @property
    def number(self) -> int:
        """The number of the line that comes next."""
        return self._ahead[0][0] if self._ahead else self._source.number

    def block(self, most: int) -> list[str]:
        """The lines that come next, so many where there are; none where some were looked at."""
        return [] if self._ahead else self._source.block(most)

    def skip(self, lines: int) -> None:
        """Take so many lines that `block` has shown."""
        self._source.skip(lines)

    def seen(self, lines: Iterable[Line]) -> None:
        """Note lines that a look ahead would have passed."""
        for line in lines:
            self._count(line)

    def look(self, reading: Reading, *, fits: bool) -> Swallowed:
        """Tell what a row would swallow that is open at the end of the line taken last.

        `reading` has read that line, and reads no further here; `fits` says that the line is a
        whole row where its quote is taken for text.
        """
        at = self._path.at(self._ahead[0][0]) if self._ahead else None
        if at is None or self._is_unclear(self._swallowed(reading, at), fits=fits):
            self._path, at = self._read_on(reading.copy(), fits=fits), 0
        return self._swallowed(reading, at)

    def _swallowed(self, reading: Reading, at: int) -> Swallowed:
        """What a row swallows that is open where the line `at` of the path starts."""
        first, last = self._path.marks[at], self._path.marks[-1]
        return Swallowed(
            end=self._path.end,
            lines=len(self._path.marks) - 1 - at,
            cells=len(reading.cells) + last.cells - first.cells,
            inner=reading.inner + last.inner - first.inner,
            rows=last.rows - first.rows,
            likely=last.likely - first.likely,
            spaced=last.spaced - first.spaced,
        )

    def _is_unclear(self, run: Swallowed, *, fits: bool) -> bool:
        """Whether a look ahead ended for what speaks against an earlier row and not this one.

        A text may be made to be looked at again and again; then what is known decides.
        """
        if run.end not in {"rows", "far"} or self._again > self._first:
            return False
        trusted = not fits or self._evidence.trusts(_ENOUGH)
        return trusted and self._is_sound(run.inner, run.cells)

    def _is_sound(self, inner: int, cells: int) -> bool:
        """Whether an open row may still be well formed, and as long as the others."""
        return not inner and (not self._width or cells < self._width)

    def _read_on(self, reading: Reading, *, fits: bool) -> _Path:
        """Look at lines until the open row ends, or until it is clear that none ends it."""
        marks: list[_Mark] = []
        rows = likely = spaced = chars = 0
        streak = {True: 0, False: 0}
        end: End = "file"
        for number, text in self._peek():
            marks.append(_Mark(number, len(reading.cells), reading.inner, rows, likely, spaced))
            closed = reading.feed(text)
            kind = self._evidence.kind(text, last=closed)
            rows, likely, spaced = rows + kind.row, likely + kind.likely, spaced + kind.spaced
            streak = {
                True: (streak[True] + 1) * kind.row,
                False: (streak[False] + 1) * kind.likely,
            }
            chars += len(text)
            sound = self._is_sound(reading.inner, len(reading.cells))
            if closed:
                end = "closed"
            elif (
                streak[sound] >= _ENOUGH
                and not (sound and (not fits or self._evidence.trusts(streak[sound])))
                and self._evidence.is_table(_ENOUGH, spaced - marks[-_ENOUGH].spaced)
            ):
                end = "rows"
            elif len(marks) >= (_MOST_LINES if sound else MOST_UNSOUND) or chars >= _MOST_CHARS:
                end = "far"
            if end != "file":
                break
        marks.append(_Mark(self._seen + 1, len(reading.cells), reading.inner, rows, likely, spaced))
        return _Path(marks, end)

    def _peek(self) -> Iterator[Line]:
        """Give the lines that come next, without taking them."""
        for line in self._ahead:
            self._count(line)
            yield line
        for line in self._lines:
            self._ahead.append(line)
            self._count(line)
            yield line

    def _count(self, line: Line) -> None:
        """Note that a line is looked at."""
        number, text = line
        if number > self._seen:
            self._seen = number
            self._first += len(text) + 1
        else:
            self._again += len(text) + 1
