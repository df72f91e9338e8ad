"""Cut delimited text into rows, keeping the rows that the writer meant.

A quote that is never closed, or closed by chance a thousand lines later, is what a CSV library
swallows rows with. Here a cell runs over several lines only where that is the likelier reading.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from ftprep.named import NamedTuple
from ftprep.readers.table.cells import Cells, Dialect, Reading
from ftprep.readers.table.evidence import Evidence
from ftprep.readers.table.lines import Line, Lines
from ftprep.readers.table.lookahead import Lookahead
from ftprep.readers.table.plain_rows import PlainRows

__all__ = ["Row", "Rows"]

_MOST_PULLED: Final = 20
"""Lines of a quoted cell up to which the standard library is left to find its end."""
_MOST_CONTINUED: Final = 20
"""Lines with an escaped end that a row may be joined of."""
_MOST_JOINED: Final = 8
"""Characters that are read as joined rows, for each one of the text: a text may be made of lines
that are joined again and again."""
_BOM: Final = "\ufeff"


class Row(NamedTuple):
    """One row."""

    line: int
    """1-based physical line where it starts."""
    cells: list[str]
    text: str
    """As it stands in the file, without its line end."""
    note: str = ""
    """What was unclear: `open` (a quote that could have swallowed rows is text), `inner` (quotes
    inside a quoted cell are not doubled), `unclosed` (a quoted cell that the file ends in), `rows`
    (a quoted cell is well formed, but its lines look like rows)."""
    swallowed: int = 0
    """How many lines the quote of an `open` row would have swallowed; that of a `rows` row has."""


class Rows:
    """The rows of a text; iterate once. `width` is the number of columns, 0 when it is unknown.

    `trusted`: the text goes on where one ended whose quotes were in place.
    """

    def __init__(
        self, lines: Lines, dialect: Dialect, width: int = 0, *, trusted: bool = False
    ) -> None:
        self._source = lines
        self._width = width
        self._dialect = dialect
        self._cells = Cells(dialect)
        self._evidence = Evidence(self._cells, width, trusted=trusted)
        self._lines = Lookahead(lines, self._evidence, width)
        self._read = self._tried = 0
        """Characters of the rows so far, and of the lines that were joined on trial."""
        self._fed: list[str] = []
        self._pulled: list[Line] = []
        self._library = _library(dialect, self._feed)
        self.plain = PlainRows(self._lines, self._evidence, dialect, width)

    def __iter__(self) -> Iterator[Row]:
        while rows := self.take():
            yield from rows

    def trusts(self, lines: int) -> bool:
        """Tell whether quoted cells of so many lines are read as such, whatever stands in them."""
        return self._evidence.trusts(lines)

    def take(self) -> Sequence[Row]:
        """The rows of the next line: one, with the further lines that it goes over, or several that
        a CR ends; none at the end."""
        line = self._lines.next()
        if line is None:
            return ()
        delimiter, quote, escape, newline, _ = self._dialect
        number, text = line
        if text[:1] == _BOM:  # the mark of a file that was appended to this one
            text = text.lstrip(_BOM)
            line = number, text
        body = text.rstrip("\r") if newline == "\n" else text
        self._evidence.begin(text)
        self._read += len(text) + 1
        if len(delimiter) == 1 and not escape and not (quote and quote in body):
            row = Row(number, body.split(delimiter), body)
        else:
            row = self._quickly(line, body) or self._resolved(line, body)
        if row.note or not self._width or len(row.cells) == self._width:
            return (row,)
        return self._ragged(row)

    def _quickly(self, line: Line, body: str) -> Row | None:
        """Read a row with the standard library, where all is well formed and nothing swallowed.

        Twice as fast as `Reading`. It is asked strictly, so that it refuses what is not well
        formed, and also refuses cells beyond `csv.field_size_limit`: a setting of the whole
        process, and so not ours to change.
        """
        if self._library is None:
            return None
        number, text = line
        self._fed.append(text + self._dialect.newline)
        try:
            cells = next(self._library)
        except csv.Error:
            cells = []
        pulled, self._pulled = self._pulled, []
        if not pulled:
            if cells:
                self._evidence.quoted(body, cells)
            return Row(number, cells, body) if cells else None
        if len(cells) == self._width and self._evidence.is_sure(len(pulled)):
            return self._of_lines(line, body, cells, pulled)
        self._lines.give_back(pulled)
        return None

    def _feed(self) -> str:
        """Give the library the line it is asked about, and a few further ones if it wants them."""
        if self._fed:
            return self._fed.pop()
        after = self._lines.next() if len(self._pulled) < _MOST_PULLED else None
        if after is None:
            raise StopIteration
        self._pulled.append(after)
        return after[1] + self._dialect.newline

    def _ragged(self, row: Row) -> Sequence[Row]:
        """Read a row of another width: perhaps a CR ends rows in it, or its line end is escaped."""
        if "\r" in row.text and self._dialect.newline == "\n":
            parts = [(part, self._cells.strict(part) or []) for part in row.text.split("\r")]
            if all(len(cells) == self._width for _, cells in parts):
                return [Row(row.line + at, cells, part) for at, (part, cells) in enumerate(parts)]
        return (self._continued(row) if self._dialect.escape else row,)

    def _continued(self, row: Row) -> Row:
        """Join a row whose line end is escaped with the lines after it."""
        escape, taken = self._dialect.escape, list[Line]()
        text = row.text
        most = _MOST_CONTINUED if self._tried < self._read * _MOST_JOINED else 0
        while (len(text) - len(text.rstrip(escape))) % 2 and len(taken) < most:
            if (after := self._lines.next()) is None:
                break
            taken.append(after)
            text = f"{text}{self._dialect.newline}{after[1]}".removesuffix("\r")
            self._tried += len(text)
            cells = self._cells.strict(text)
            if cells is not None and len(cells) == self._width:
                return Row(row.line, cells, text)
        self._lines.give_back(taken)
        return row

    def _resolved(self, line: Line, body: str) -> Row:
        """Read a row with a quote that opens no cell which is well formed on its line."""
        number, text = line
        reading = Reading(self._cells)
        if reading.feed(text):
            one = Row(number, reading.cells, body)
            return self._on_one_line(number, body, reading) if reading.inner else one
        ends_here = reading.inner > 0  # where a library ends the cell, though text follows
        fits = self._evidence.fits(body)
        run = self._lines.look(reading, fits=fits)
        if self._evidence.is_cell(run, fits=fits):
            ahead = self._lines.take(run.lines)
            for _, more in ahead:
                reading.feed(more)
            if not run.inner and self._width in {0, run.cells}:
                return self._of_lines(line, body, reading.cells, ahead)
            note = "inner" if run.inner else ""
            return Row(number, reading.cells, self._joined(text, ahead), note)
        literal = self._cells.literal(body)
        if self._evidence.is_cut(run) or (run.end == "file" and not run.lines and self._source.cut):
            ahead = self._lines.take(run.lines)
            return Row(number, literal, self._joined(text, ahead), "unclosed")
        if enclosed := self._cells.enclosed(body, self._width):
            return Row(number, enclosed, body, "inner")
        self._evidence.slips += 1
        return Row(number, literal, body, "open", 0 if ends_here else run.lines)

    def _of_lines(self, line: Line, body: str, cells: list[str], ahead: list[Line]) -> Row:
        """Give a row with a well-formed cell of several lines, telling where that is not sure."""
        number, text = line
        if self._evidence.may_be_rows(body, ahead):
            return Row(number, cells, self._joined(text, ahead), "rows", len(ahead))
        self._evidence.quoted(body, [])
        return Row(number, cells, self._joined(text, ahead))

    def _joined(self, text: str, ahead: list[Line]) -> str:
        newline = self._dialect.newline
        if ahead:
            self._evidence.end(ahead[-1][1])
        return newline.join((text, *(more for _, more in ahead))).removesuffix("\r")

    def _on_one_line(self, number: int, body: str, reading: Reading) -> Row:
        """Read a row whose quotes are not doubled, but that ends on its line."""
        literal = self._cells.literal(body)
        inner_fits, literal_fits = len(reading.cells) == self._width, len(literal) == self._width
        inner = inner_fits if inner_fits != literal_fits else reading.opening_inner
        if enclosed := self._cells.enclosed(body, self._width):
            return Row(number, enclosed, body, "inner")
        if not inner:
            self._evidence.slips += 1
        return Row(number, *((reading.cells, body, "inner") if inner else (literal, body, "open")))


class _Feed:
    """An iterator that may go on after it has ended, which is how a `csv.reader` is fed."""

    def __init__(self, line: Callable[[], str]) -> None:
        self._line = line

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        return self._line()


def _library(dialect: Dialect, line: Callable[[], str]) -> Iterator[list[str]] | None:
    """Make the library's reader of a dialect that it knows; None for any other."""
    delimiter, quote, escape, _, padded = dialect
    if len(delimiter) != 1 or not quote or escape or padded:
        return None
    return csv.reader(_Feed(line), delimiter=delimiter, quotechar=quote, strict=True)
