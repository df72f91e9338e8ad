"""Rows of a sheet as Records, and what is noteworthy about them all together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Final

from ftprep.model import Finding, Origin, Record, Source
from ftprep.readers.reader import plain_records
from ftprep.readers.spreadsheet.sheet import (
    Cell,
    Fault,
    SheetFacts,
    SheetRow,
    column_letters,
    column_place,
)
from ftprep.readers.spreadsheet.sheet_choice import needed

__all__ = ["SheetRecords"]

_CODES: Final = {Fault.NO_RESULT: "XLS010", Fault.ERROR: "XLS011", Fault.LOST: "XLS012"}
_WITHOUT_TEXT: Final = (Fault.NO_RESULT, Fault.LOST)


class SheetRecords:
    """Makes the records of one sheet, in order, and keeps count of what is told at its end."""

    def __init__(self, source: Source, shard: int) -> None:
        self._source = source
        self._shard = shard
        self._first = int(source.dialect["first_row"])
        letters = source.dialect["columns"].split(",") if source.columns else []
        self._names = dict(zip(map(column_place, letters), source.columns, strict=True))
        self._needed = needed(source.columns)
        self._position = 0
        self._row = self._first - 1
        self._blank = 0
        self._outside = 0
        self._first_outside = ""

    def records(self, rows: Iterable[SheetRow]) -> list[Record]:
        """The records of rows; none for rows above the first and where only white space stands."""
        bodies, numbers = list[dict[str, str]](), list[int]()
        odd: list[tuple[int, SheetRow]] = []
        empty = dict.fromkeys(self._source.columns, "")
        for row in rows:
            number, cells = row
            if number < self._first or (not cells[0].text.strip() and _is_blank(cells)):
                continue
            self._blank += max(0, number - self._row - 1)
            self._row = number
            body = empty.copy()
            for column, text, fault in cells:
                if fault is not None or column not in self._names:
                    odd.append((len(bodies), row))
                    break
                body[self._names[column]] = text
            bodies.append(body)
            numbers.append(number)
        first = self._position
        self._position = first + len(bodies)
        index = self._source.index
        found = plain_records(index, self._shard, first, repeat(0), numbers, bodies)
        for at, row in odd:
            found[at] = self._odd(row, found[at].origin)
        return found

    def _odd(self, row: SheetRow, origin: Origin) -> Record:
        """The record of a row with a cell that has a fault or stands beside the table."""
        data = dict.fromkeys(self._source.columns, "")
        faults: list[Finding] = []
        stored: dict[str, str] = {}
        for cell in row.cells:
            name = self._name(cell, row.number)
            if cell.fault is None:
                data[name] = cell.text
                continue
            if cell.fault in _WITHOUT_TEXT:
                stored[name] = cell.text
            else:
                data[name] = cell.text
            faults.append(self._fault(cell, row.number, name, origin))
        raw = json.dumps({**data, **stored}, ensure_ascii=False) if stored else ""
        return Record(origin, data, raw, tuple(faults))

    def damaged(self, reason: str) -> Finding:
        """The finding that the sheet cannot be read on."""
        origin = Origin(self._source.index, self._shard, self._position, row=self._row)
        args = {"sheet": self._source.sheet or "", "row": self._row, "reason": reason}
        return Finding("XLS013", origin, args=args)

    def summary(self, facts: SheetFacts) -> Iterator[Finding]:
        """What is told about the sheet as a whole, once it is read."""
        origin = Origin(self._source.index, self._shard, self._position)
        sheet = self._source.sheet or ""
        columns = sorted(facts.hidden_columns.intersection(self._names))
        if facts.hidden_rows or columns:
            shown = ", ".join(map(column_letters, columns)) or "none"
            args = {"sheet": sheet, "rows": facts.hidden_rows, "columns": shown}
            yield Finding("XLS006", origin, args=args)
        merged = [area for area in facts.merged if area[2] >= self._first and area[0] != area[2]]
        if merged:
            top, left, bottom, right = min(merged)
            area = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
            yield Finding("XLS008", origin, args={"sheet": sheet, "n": len(merged), "area": area})
        if self._blank:
            yield Finding("XLS007", origin, args={"sheet": sheet, "n": self._blank})
        if self._outside:
            args = {"sheet": sheet, "n": self._outside, "cell": self._first_outside}
            yield Finding("XLS009", origin, args=args)

    def _name(self, cell: Cell, row: int) -> str:
        """The column of a cell; for a cell beside the table a name by its place."""
        if name := self._names.get(cell.column):
            return name
        letters = column_letters(cell.column)
        self._outside += 1
        self._first_outside = self._first_outside or f"{letters}{row}"
        name = f"column {cell.column + 1}"
        return f"{name} ({letters})" if name in self._source.columns else name

    def _fault(self, cell: Cell, row: int, name: str, origin: Origin) -> Finding:
        """The finding about a cell with a fault.

        A helper column, such as the length of an answer, does not spoil the row: where the names
        tell which columns make the example, a cell without a text in another one is a note.
        """
        code = _CODES[cell.fault or Fault.LOST]
        if cell.fault in _WITHOUT_TEXT and name not in self._needed:
            code = "XLS014"
        pointer = "/" + name.replace("~", "~0").replace("/", "~1")
        args = {"cell": f"{column_letters(cell.column)}{row}", "text": cell.text}
        return Finding(code, origin, pointer, args, name)


def _is_blank(cells: Sequence[Cell]) -> bool:
    return not any(cell.text.strip() for cell in cells)
