"""Read many rows at once, where each of them is plainly what a CSV library reads.

What this reads is what `Rows` reads of the same lines one after the other; where that is not sure,
nothing is read, and the rows are left to be read singly.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from ftprep.named import NamedTuple
from ftprep.readers.table.cells import Dialect
from ftprep.readers.table.evidence import Evidence
from ftprep.readers.table.lines import Line
from ftprep.readers.table.lookahead import Lookahead

__all__ = ["PlainRows", "Together"]

_LINES: Final = 1_000
"""Lines that are read together, and read singly where that fails."""
_MOST_PULLED: Final = 20
"""Lines of a quoted cell above which a row that is read singly looks ahead for its end."""
_MOST_CHARS: Final = 1 << 26
"""Characters that no block has in which all cells are within the limit of the library."""
_SPECIAL: Final = ("\ufeff", "\0", "\x1a")
"""A mark inside the file, and what pads its end."""


class Together(NamedTuple):
    """Rows that were read together."""

    cells: list[list[str]]
    """As many in each as the table has columns, at least one of them not blank."""
    lines: list[int]
    """1-based physical line where each row starts."""


_NONE: Final = Together([], [])


class PlainRows:
    """Reads rows together from lines that `Rows` reads from, too."""

    def __init__(self, lines: Lookahead, evidence: Evidence, dialect: Dialect, width: int) -> None:
        self._lines = lines
        self._evidence = evidence
        self._dialect = dialect
        self._width = width
        self._known = (
            width > 0
            and len(dialect.delimiter) == 1
            and dialect.newline == "\n"
            and not dialect.escape
            and not dialect.padded
        )
        self._form: dict[str, Any] = {"delimiter": dialect.delimiter, "quoting": csv.QUOTE_NONE}
        if dialect.quote:
            self._form |= {"quoting": csv.QUOTE_MINIMAL, "quotechar": dialect.quote, "strict": True}
        self._singly = 0
        """The last line that is not to be tried again."""

    def ahead(self) -> list[str]:
        """The lines that are read next, if they can be."""
        if not self._known or not self._evidence.begun or self._lines.number <= self._singly:
            return []
        return self._lines.block(_LINES)

    def take(self, header: list[str] | None) -> Together:
        """Read the rows that come next; none where the next is to be read singly.

        A row that is equal to `header` is read singly.
        """
        lines, first = self.ahead(), self._lines.number
        if not lines:
            return _NONE
        if not self._is_usual(lines):
            self._singly = first + len(lines) - 1
            return _NONE
        rows, ends = self._read(lines)
        number = self._agreed(rows, ends, header)
        if number < len(rows) or not rows:
            self._singly = first + len(lines) - 1
        if not number:
            return _NONE
        del rows[number:], ends[number:]
        starts = [0, *ends[:-1]]
        self._note(lines, starts, ends, first)
        self._lines.skip(ends[-1])
        return Together(rows, [first + start for start in starts])

    def _is_usual(self, lines: Sequence[str]) -> bool:
        text = "\n".join(lines)
        return len(text) < _MOST_CHARS and not any(mark in text for mark in _SPECIAL)

    def _read(self, lines: Sequence[str]) -> tuple[list[list[str]], list[int]]:
        """The rows up to the first that the library refuses or that goes on behind the lines, and
        the number of the lines up to the end of each."""
        rows, ends = list[list[str]](), list[int]()
        reader = csv.reader([f"{line}\n" for line in lines], **self._form)
        try:
            for cells in reader:
                rows.append(cells)
                ends.append(reader.line_num)
        except csv.Error:
            pass  # what it refuses is read singly
        return rows, ends

    def _agreed(
        self, rows: Sequence[list[str]], ends: Sequence[int], header: list[str] | None
    ) -> int:
        """How many of the rows, from the first on, are plain ones of this table."""
        number = len(rows)
        if set(map(len, rows)) - {self._width}:
            number = next(at for at, cells in enumerate(rows) if len(cells) != self._width)
        firsts = [cells[0] for cells in rows[:number]]
        if not all(firsts) or any(map(str.isspace, firsts)):
            blank = (
                at
                for at, first in enumerate(firsts)
                if (not first or first.isspace()) and not any(map(str.strip, rows[at]))
            )
            number = next(blank, number)
        if header is not None and header in rows[:number]:
            number = rows.index(header)
        if ends and ends[-1] > len(ends):
            lengths = (end - start - 1 for start, end in pairwise([0, *ends[:number]]))
            trusts = self._evidence.trusts
            doubtful = (at for at, more in enumerate(lengths) if more and not trusts(more))
            number = next(doubtful, number)
        return number

    def _note(
        self, lines: Sequence[str], starts: Sequence[int], ends: Sequence[int], first: int
    ) -> None:
        """Let the evidence and the look ahead know of rows what they know when each is read."""
        delimiter, quote, width = self._dialect.delimiter, self._dialect.quote, self._width
        proofs = 0
        for start, end in zip(starts, ends, strict=True):
            line = lines[start]
            if end - start > 1:
                proofs += 1
            elif quote and quote in line:
                proofs += line.count(delimiter) + 1 != width or quote * 2 in line
            if end - start - 1 > _MOST_PULLED:
                self._lines.seen(_numbered(lines[start + 1 : end], first + start + 1))
        self._evidence.plain(proofs, lines[ends[-1] - 1])


def _numbered(lines: Sequence[str], first: int) -> Iterator[Line]:
    return zip(range(first, first + len(lines)), lines, strict=True)
