"""The first rows of a sheet: where its header is, what its columns are, where its records begin."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from ftprep.named import NamedTuple
from ftprep.readers.spreadsheet.sheet import Book, Damage, Sheet, SheetFacts
from ftprep.readers.table.header import Header, find_header

__all__ = ["SheetHead", "read_head"]

_ROWS: Final = 50
"""Rows with anything in them that are looked at."""
_WIDEST_GAP: Final = 50
"""Blank columns within a table; what stands beyond more of them is no part of it."""


class SheetHead(NamedTuple):
    """A sheet and its header."""

    sheet: Sheet
    header: Header
    numbers: tuple[int, ...] = ()
    """Row numbers of what was looked at; empty for an empty sheet."""
    phantoms: frozenset[str] = frozenset()
    """Names made up for columns that hold nothing, not even a name."""
    damaged: bool = False
    """Whether the sheet cannot be read on within these rows."""

    @property
    def columns(self) -> dict[int, str]:
        """Place and name of the columns; one without a name counts where it holds anything."""
        return {
            place: name
            for place, name in enumerate(self.header.columns)
            if name not in self.phantoms
        }

    @property
    def header_row(self) -> int | None:
        """Row number of the header; None where there is none."""
        return None if self.header.index is None else self.numbers[self.header.index]

    @property
    def first_row(self) -> int:
        """Row number from which the records are read."""
        if self.header_row is not None:
            return self.header_row + 1
        start = max(self.header.skipped, default=-1) + 1
        return self.numbers[start] if start < len(self.numbers) else 1


def read_head(book: Book, sheet: Sheet, header_row: int | None) -> SheetHead:
    """Look at the first rows that hold anything, from the given header on.

    `header_row` is the row number of the header, 0 where there is none, None to find it. A given
    header that turns out blank leaves the head empty.
    """
    numbers: list[int] = []
    rows: list[list[str]] = []
    damaged = False
    try:
        for row in book.rows(sheet, SheetFacts()):
            if header_row and row.number < header_row:
                continue
            if numbers and row.number > numbers[-1] + 1:  # one blank row tells of them all
                numbers.append(row.number - 1)
                rows.append([])
            numbers.append(row.number)
            texts = [""] * (max(cell.column for cell in row.cells) + 1)
            for cell in row.cells:
                texts[cell.column] = cell.text
            rows.append(texts)
            if len(rows) >= _ROWS:
                break
    except Damage:
        damaged = True  # told when the sheet is read, with its row
    if not rows or (header_row and numbers[0] != header_row):
        return SheetHead(sheet, Header(None, ()), damaged=damaged)
    header = find_header(_evened(rows), min(header_row, 1) if header_row is not None else None)
    start = (-1 if header.index is None else header.index) + 1
    used = frozenset(i for texts in rows[start:] for i, text in enumerate(texts) if text.strip())
    made_up = frozenset(header.columns if header.index is None else header.unnamed)
    phantoms = frozenset(
        name for place, name in enumerate(header.columns) if place not in used and name in made_up
    )
    unnamed = tuple(name for name in header.unnamed if name not in phantoms)
    header = replace(header, unnamed=unnamed)
    return SheetHead(sheet, header, tuple(numbers), phantoms, damaged)


def _evened(rows: list[list[str]]) -> list[list[str]]:
    """Rows cut behind the table, and filled up to the last column that two of them use or more.

    A note far to the right is none of the table's columns, nor is one that a single row has.
    """
    filled = Counter(i for texts in rows for i, text in enumerate(texts) if text.strip())
    end = min(filled, default=0)
    for place in sorted(filled):
        if place - end > _WIDEST_GAP:
            break
        end = place
    width = 1 + max((i for i, count in filled.items() if count > 1 and i <= end), default=0)
    return [texts[: end + 1] + [""] * (width - len(texts)) for texts in rows]
