"""Whether the lines of a quoted cell are rows that a quote out of place has swallowed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final, Literal

from ftprep.named import NamedTuple
from ftprep.readers.table.cells import Cells
from ftprep.readers.table.lines import Line

__all__ = ["MOST_UNSOUND", "End", "Evidence", "Kind", "Swallowed"]

End = Literal["closed", "rows", "file", "far"]
"""What ends the look ahead from an open row: a quote; lines that are rows themselves; the file; or
nothing that is near enough."""

_LEAST_SWALLOWED: Final = {2: 12}
_LEAST_SWALLOWED_ELSE: Final = 6
"""Lines from which a well-formed quoted cell is still taken for swallowed rows. A cell may well
quote some lines of a table, the likelier of two columns."""
_LEAST_TOLD: Final = {2: 3}
_LEAST_TOLD_ELSE: Final = 2
"""Such lines from which the doubt is told."""
_LEAST_TOLD_ALONE: Final = 100
"""Such lines from which it is told even where the row that they follow is none without them; in a
table of one column any line may be a row."""
_SHARE: Final = {True: 0.9, False: 0.5}
"""Of many swallowed lines, the share that are whole rows from which all are taken for rows: where
the cell is well formed and its row as long as the others, and where it is not."""
MOST_UNSOUND: Final = 500
"""Lines above which a cell whose quotes are not in place is none."""
_MOST_CUT: Final = 500
"""Lines of a last cell that is never closed, from which it is no longer taken for a cut file."""
_PROOFS: Final = 3
_PROOFS_PER_SLIP: Final = 10
"""Rows with cells that are quoted as they must be, from which quotes are trusted to be in place."""
_ROWS_PER_PROOF: Final = 200
"""Lines like rows that one such row more lets stay in a cell."""


class Kind(NamedTuple):
    """What a line is that stands in a quoted cell."""

    row: bool
    """Whether it is a whole row of several cells by itself."""
    likely: bool
    """Whether it is one where its quotes are taken for text."""
    spaced: bool
    """Whether a delimiter in it has a space behind it, as a comma of a sentence has."""


_NO_ROW: Final = Kind(row=False, likely=False, spaced=False)


class Swallowed(NamedTuple):
    """The lines that a row which is open at the end of its first line runs over."""

    end: End
    lines: int
    cells: int
    """Cells of the row at the end."""
    inner: int
    """Quotes inside its quoted cells that are neither doubled nor escaped."""
    rows: int
    """Lines that are whole rows by themselves."""
    likely: int
    """Lines that are, where their quotes are taken for text."""
    spaced: int
    """Of these, the ones with a space behind a delimiter."""


class Evidence:
    """What the rows of a table so far say of its quotes and of its line ends.

    A writer that puts quotes where they are needed, and doubles those of the text, leaves none
    open: then the lines of a cell are the cell, be they a table themselves.
    """

    def __init__(self, cells: Cells, width: int, *, trusted: bool = False) -> None:
        self._cells = cells
        self._width = width
        self._delimiter, self._quote = cells.dialect.delimiter, cells.dialect.quote
        self._spaced: bool | None = False if trusted else None
        self._returned = self._returns = False
        self._proofs = sys.maxsize if trusted else 0
        self.slips = 0
        """Quotes that were out of place."""

    @property
    def begun(self) -> bool:
        """Whether a row was read."""
        return self._spaced is not None

    def trusts(self, rows: int) -> bool:
        """Tell whether quotes stand so well in this file that `rows` lines like rows are a cell."""
        needed = _PROOFS + _PROOFS_PER_SLIP * self.slips + rows // _ROWS_PER_PROOF
        return self._proofs >= needed

    def begin(self, text: str) -> None:
        """Note how the row before ended; `text` is the first line of a row, with its CR."""
        if self._spaced is None:
            self._spaced = _is_spaced(self._cells.literal(text))
        self._returned, self._returns = self._returns, text[-1:] == "\r"

    def end(self, text: str) -> None:
        """Note the last line of a row of several lines."""
        self._returns = text[-1:] == "\r"

    def plain(self, proofs: int, text: str) -> None:
        """Note rows that were read together: how many of them prove something, and the last line of
        the last of them."""
        self._proofs += proofs
        self.end(text)

    def quoted(self, body: str, cells: Sequence[str]) -> None:
        """Note a row with well-formed quoted cells; it proves something where they need quotes."""
        delimiters = body.count(self._delimiter) if self._delimiter else 0
        self._proofs += delimiters + 1 != len(cells) or self._quote * 2 in body

    def kind(self, text: str, *, last: bool = False) -> Kind:
        """Tell what a line in a quoted cell is; `last` says that a quote of it ends the cell.

        Where rows end in CRLF, a line that ends in LF is a line of a cell (as Excel writes them),
        and so is one with quotes that are doubled for a quoted cell around them.
        """
        body = text.rstrip("\r")
        if self._width < 2 or body.count(self._delimiter) + 1 < self._width:
            return _NO_ROW
        if self._returned and len(body) == len(text):
            return _NO_ROW
        cells, well_formed = self._cells.read(body)
        if len(cells) != self._width or any(self._quote * 2 in cell for cell in cells):
            return _NO_ROW
        return Kind(row=last or well_formed, likely=True, spaced=_is_spaced(cells))

    def is_sure(self, lines: int) -> bool:
        """Tell whether a well-formed cell of so many lines is one, whatever stands in them."""
        least = _LEAST_SWALLOWED.get(self._width, _LEAST_SWALLOWED_ELSE)
        return lines < least or self.trusts(lines)

    def is_table(self, likely: int, spaced: int) -> bool:
        """Tell whether lines like rows are rows, and not sentences with commas."""
        return bool(self._spaced) or spaced * 2 <= likely

    def fits(self, body: str) -> bool:
        """Tell whether an open row is a whole one where its quote is taken for text."""
        return len(self._cells.literal(body)) == self._width > 1

    def is_cell(self, run: Swallowed, *, fits: bool) -> bool:
        """Tell whether the lines that follow an open row, which `fits`, are the cell that it opens.

        They may be rows that a quote out of place swallows. Both readings are weighed: by how many
        of the lines are whole rows, by whether the cell is well formed, by what is known so far.
        """
        right = self._width in {0, run.cells}
        if run.end != "closed" or (run.inner and not (right and run.lines <= MOST_UNSOUND)):
            return False
        sound = right and not run.inner
        many = run.lines >= _LEAST_SWALLOWED.get(self._width, _LEAST_SWALLOWED_ELSE)
        if sound and not (many and not self.trusts(run.rows)):
            return True
        rows, share = run.rows if sound else run.likely, _SHARE[sound] if many else 1
        return rows < run.lines * share or not (fits and self.is_table(run.likely, run.spaced))

    def is_cut(self, run: Swallowed) -> bool:
        """Tell whether the file ends inside a quoted cell that was meant as one."""
        few = run.likely * 3 < run.lines < _MOST_CUT
        return run.end == "file" and self._width > 1 and few

    def may_be_rows(self, body: str, lines: Sequence[Line]) -> bool:
        """Tell whether a well-formed cell could as well be rows, and nothing speaks for either."""
        if self._width == 1:
            return len(lines) >= _LEAST_TOLD_ALONE and not self.trusts(len(lines))
        least = _LEAST_TOLD.get(self._width, _LEAST_TOLD_ELSE)
        if len(lines) < least or self.trusts(least):
            return False
        last = lines[-1][0]
        kinds = [self.kind(text, last=number == last) for number, text in lines]
        rows = sum(kind.row for kind in kinds)
        if rows < least or rows * 2 < len(lines) or self.trusts(rows):
            return False
        likely = self.fits(body) or rows >= _LEAST_TOLD_ALONE
        return likely and self.is_table(rows, sum(kind.spaced for kind in kinds))


def _is_spaced(cells: Sequence[str]) -> bool:
    return any(cell.startswith(" ") for cell in cells[1:])
