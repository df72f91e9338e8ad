"""The nouns of a spreadsheet: Book, Sheet, SheetRow, Cell, and what may be wrong with them."""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

from ftprep.named import NamedTuple

__all__ = [
    "MOST_COLUMNS",
    "MOST_ROWS",
    "Book",
    "Cell",
    "Damage",
    "Fault",
    "Locked",
    "Sheet",
    "SheetFacts",
    "SheetRow",
    "column_letters",
    "column_place",
    "whole",
]

MOST_COLUMNS: Final = 16_384
"""Columns of a sheet, A to XFD (Excel specifications and limits)."""
MOST_ROWS: Final = 1_048_576
"""Rows of a sheet (Excel specifications and limits)."""


class Damage(Exception):  # noqa: N818 - a state of the file, caught before it leaves the reader
    """A file breaks its format, here and for good; the message says in a few words how."""


class Locked(Exception):  # noqa: N818
    """A file is encrypted with a password."""


class Fault(enum.Enum):
    """What is wrong with a cell."""

    NO_RESULT = "no-result"
    """A formula without a stored result; the cell's text is the formula."""
    ERROR = "error"
    """An error value: `#N/A`."""
    LOST = "lost"
    """A reference to a shared text that is not there; the cell's text is the reference."""


class Cell(NamedTuple):
    """A cell that is not empty."""

    column: int
    """0 is column A."""
    text: str
    """As a person sees it."""
    fault: Fault | None = None


class SheetRow(NamedTuple):
    """A row with at least one cell that is not empty."""

    number: int
    """As the spreadsheet program shows it, from 1."""
    cells: tuple[Cell, ...]


class Sheet(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    hidden: bool
    place: str
    """Where the sheet is stored: the name of a part, or the offset in a stream."""


@dataclass(slots=True)
class SheetFacts:
    """What is known about a sheet once all its rows are read."""

    hidden_rows: int = 0
    """Of those that hold anything."""
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column; rows from 1, columns from 0."""


class Book(Protocol):
    """An open workbook."""

    @property
    def format(self) -> str:
        """`xlsx` or `xls`."""

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The worksheets, in the order of their tabs."""

    def rows(self, sheet: Sheet, facts: SheetFacts) -> Iterator[SheetRow]:
        """Yield the rows that hold anything, in order; `facts` is complete at the end.

        Raises `Damage` where the file cannot be read on.
        """

    def close(self) -> None:
        """Close the file."""


def column_letters(column: int) -> str:
    """`A` for 0, `XFD` for 16,383."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@functools.lru_cache(maxsize=MOST_COLUMNS)
def column_place(letters: str) -> int:
    """0 for `A`, 16,383 for `XFD`; -1 for what is no column."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    is_column = letters.isascii() and letters.isupper() and place <= MOST_COLUMNS
    return place - 1 if is_column else -1


def whole(text: str) -> str:
    """Join the halves of characters beyond U+FFFF; a half without the other becomes U+FFFD."""
    if text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
