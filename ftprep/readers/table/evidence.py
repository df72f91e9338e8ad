"""Whether the lines of a quoted cell are rows that a quote out of place has swallowed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from ftprep.readers.table.cells import Cells
from ftprep.readers.table.lines import Line

__all__ = ["Evidence"]

_LEAST_SWALLOWED: Final = {2: 12}
_LEAST_SWALLOWED_ELSE: Final = 6
"""Lines that each are a whole row, from which a well-formed quoted cell is still taken for
swallowed rows. A cell may well quote some lines of a table, the likelier of two columns."""
_LEAST_TOLD: Final = {2: 3}
_LEAST_TOLD_ELSE: Final = 2
"""Such lines from which the doubt is told."""
_PROOFS: Final = 3
_PROOFS_PER_SLIP: Final = 10
"""Rows with cells that are quoted as they must be, from which quotes are trusted to be in place."""


class Evidence:
    """What the rows of a table so far say of its quotes and of its line ends.

    A writer that puts quotes where they are needed, and doubles those of the text, leaves none
    open: then the lines of a cell are the cell, be they a table themselves.
    """

    def __init__(self, cells: Cells, width: int) -> None:
        self._cells = cells
        self._width = width
        self._delimiter, self._quote = cells.dialect.delimiter, cells.dialect.quote
        self._spaced: bool | None = None
        self._returned = self._returns = False
        self._proofs = 0
        self.slips = 0
        """Quotes that were out of place."""

    @property
    def is_trusted(self) -> bool:
        """Whether quotes stand where they should in this file."""
        return self._proofs >= _PROOFS + _PROOFS_PER_SLIP * self.slips

    @property
    def most_lines(self) -> float:
        """Lines from which a well-formed quoted cell is looked at for swallowed rows."""
        if self.is_trusted:
            return float("inf")
        return _LEAST_SWALLOWED.get(self._width, _LEAST_SWALLOWED_ELSE)

    def begin(self, text: str) -> None:
        """Note how the row before ended; `text` is the first line of a row, with its CR."""
        if self._spaced is None:
            self._spaced = _is_spaced(self._cells.literal(text))
        self._returned, self._returns = self._returns, text[-1:] == "\r"

    def end(self, text: str) -> None:
        """Note the last line of a row of several lines."""
        self._returns = text[-1:] == "\r"

    def quoted(self, body: str, cells: Sequence[str]) -> None:
        """Note a row with well-formed quoted cells; it proves something where they need quotes."""
        delimiters = body.count(self._delimiter) if self._delimiter else 0
        self._proofs += delimiters + 1 != len(cells) or self._quote * 2 in body

    def is_row(self, text: str) -> bool:
        """Tell whether a line by itself is a whole row of several cells."""
        return self._row(text, self._cells.strict) is not None

    def is_table(self, lines: Sequence[Line], *, closed: bool = False) -> bool:
        """Tell whether all lines are rows, and not sentences with commas.

        `closed` says that the last one ends the quoted cell.
        """
        last = len(lines) - closed
        spaced = 0
        for at, (_, text) in enumerate(lines):
            cells = self._row(text, self._cells.literal if at >= last else self._cells.strict)
            if cells is None:
                return False
            spaced += _is_spaced(cells)
        return bool(self._spaced) or spaced * 2 <= len(lines)

    def are_rows(self, body: str, lines: Sequence[Line]) -> bool:
        """Tell whether a closed quote that opens in the row `body` has swallowed these lines."""
        fits = len(self._cells.literal(body)) == self._width > 1
        return fits and self.is_table(lines, closed=True)

    def may_be_rows(self, body: str, lines: Sequence[Line]) -> bool:
        """Tell whether a short quoted cell could as well be rows, and nothing speaks for either."""
        least = _LEAST_TOLD.get(self._width, _LEAST_TOLD_ELSE)
        return len(lines) >= least and not self.is_trusted and self.are_rows(body, lines)

    def _row(self, text: str, read: Callable[[str], list[str] | None]) -> list[str] | None:
        """The cells of a line that is a whole row by itself; None for any other.

        Where rows end in CRLF, a line that ends in LF is a line of a cell (as Excel writes them),
        and so is one with quotes that are doubled for a quoted cell around them.
        """
        body = text.rstrip("\r")
        if self._returned and len(body) == len(text):
            return None
        cells = read(body)
        if cells is None or not len(cells) == self._width > 1:
            return None
        return None if any(self._quote * 2 in cell for cell in cells) else cells


def _is_spaced(cells: Sequence[str]) -> bool:
    """Whether a delimiter has a space behind it, as a comma of a sentence has."""
    return any(cell.startswith(" ") for cell in cells[1:])
