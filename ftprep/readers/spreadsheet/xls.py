"""An xls workbook of Excel 5 to 2003: its sheets, styles, shared texts and rows ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from ftprep.readers.spreadsheet import biff
from ftprep.readers.spreadsheet.biff import Record
from ftprep.readers.spreadsheet.compound_file import open_stream, stream_names
from ftprep.readers.spreadsheet.number_format import code_of, display
from ftprep.readers.spreadsheet.shared_strings import SharedStrings
from ftprep.readers.spreadsheet.sheet import (
    Cell,
    Damage,
    Fault,
    Locked,
    Sheet,
    SheetFacts,
    SheetRow,
)

__all__ = ["XlsBook"]

_BIFF8: Final = 0x600
_WORKSHEET: Final = 0
_LAST_COLUMN: Final = 255


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what a broken record makes of `struct` and of lists into `Damage`."""
    try:
        yield
    except (struct.error, IndexError, ValueError, OSError) as error:
        raise Damage(f"a record is broken: {error}") from error


class XlsBook:
    """An open binary workbook. Raises `Locked` for a password, `Damage` for a broken file."""

    format: Final = "xls"

    def __init__(self, local: str) -> None:
        self._file = Path(local).open("rb")  # noqa: SIM115 - see close()
        self._globals = _Globals()
        try:
            self._stream = self._read_globals()
        except (Damage, Locked):
            self.close()
            raise
        self.sheets = tuple(self._globals.sheets)

    def _read_globals(self) -> BinaryIO:
        with _translated():
            names = stream_names(self._file)
            if "EncryptedPackage" in names:  # an xlsx file inside, [MS-OFFCRYPTO] 2.3.4.4
                raise Locked
            self._file.seek(0)
            stream = open_stream(self._file, "Workbook" if "Workbook" in names else "Book")
            for record in biff.records(stream):
                self._globals.take(record)
        return stream

    def close(self) -> None:
        """Close the file."""
        self._globals.strings.close()
        self._file.close()

    def rows(self, sheet: Sheet, facts: SheetFacts) -> Iterator[SheetRow]:
        """Yield the rows that hold anything, one at a time."""
        rows = _Rows(self._globals, facts)
        try:
            with _translated():
                for record in biff.records(self._stream, int(sheet.place)):
                    yield from rows.take(record)
        except Damage:
            yield from rows.finish()  # what stands before the damage
            raise
        yield from rows.finish()


class _Globals:
    """Collects what the sheets of a workbook share."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.strings = SharedStrings()
        self.codec: str | None = None
        """Of the texts of Excel 5 and 95; None for the Unicode of later ones."""
        self.date1904 = False
        self._codes: dict[int, str] = {}
        self._styles: list[int] = []
        self._takers: dict[int, Callable[[Record], None]] = {
            biff.BOF: self._version,
            0x2F: self._password,
            0x42: self._code_page,
            0x22: self._date_mode,
            0x41E: self._format,
            0xE0: self._style,
            0x85: self._sheet,
            0xFC: self._texts,
        }

    def take(self, record: Record) -> None:
        if taker := self._takers.get(record.kind):
            taker(record)

    def format(self, style: int) -> str:
        identifier = self._styles[style] if style < len(self._styles) else 0
        return code_of(identifier, self._codes)

    def _version(self, record: Record) -> None:
        if struct.unpack_from("<H", record.data)[0] < _BIFF8:
            self.codec = "cp1252"

    def _password(self, _: Record) -> None:
        raise Locked

    def _code_page(self, record: Record) -> None:
        if self.codec is not None:
            self.codec = biff.code_page(*struct.unpack_from("<H", record.data))

    def _date_mode(self, record: Record) -> None:
        self.date1904 = record.data[:1] == b"\1"

    def _format(self, record: Record) -> None:
        code = biff.text(record, 2, self.codec, length_bytes=1 if self.codec else 2)
        self._codes[struct.unpack_from("<H", record.data)[0]] = code

    def _style(self, record: Record) -> None:
        self._styles.append(struct.unpack_from("<H", record.data, 2)[0])

    def _sheet(self, record: Record) -> None:
        place, state, kind = struct.unpack_from("<IBB", record.data)
        if kind == _WORKSHEET:
            name = biff.text(record, 6, self.codec, length_bytes=1)
            self.sheets.append(Sheet(name, bool(state & 3), str(place)))

    def _texts(self, record: Record) -> None:
        (count,) = struct.unpack_from("<I", record.data, 4)
        for text in biff.Strings((record.data[8:], *record.more)).texts(count):
            self.strings.append(text)


class _Rows:
    """Turns the records of a sheet into rows."""

    def __init__(self, common: _Globals, facts: SheetFacts) -> None:
        self._common = common
        self._facts = facts
        self._row = -1
        self._cells: list[Cell] = []
        self._hidden: set[int] = set()
        self._awaited: tuple[int, int] | None = None
        """Column and style of a formula whose text comes in the next record."""
        self._takers: dict[int, Callable[[Record], None]] = {
            0xFD: self._shared_text,
            0x204: self._text,
            0xD6: self._text,
            0x203: self._number,
            0x27E: self._short_number,
            0xBD: self._short_numbers,
            0x205: self._bool_or_error,
            0x06: self._formula,
            0x207: self._formula_text,
            0x7D: self._columns,
            0xE5: self._merged,
        }
        self._of_a_cell = frozenset({0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD, 0x205, 0x06})

    def take(self, record: Record) -> Iterator[SheetRow]:
        if record.kind in self._of_a_cell:
            row, column = struct.unpack_from("<HH", record.data)
            if column > _LAST_COLUMN:
                raise Damage("a cell stands in a column that there is none of")
            if row != self._row:
                yield from self.finish()
                self._row = row
        elif record.kind == 0x208:  # ROW, before the cells of its block
            row, options = struct.unpack_from("<H10xH", record.data)
            if options & 0x20:
                self._hidden.add(row)
        if taker := self._takers.get(record.kind):
            taker(record)

    def finish(self) -> Iterator[SheetRow]:
        if self._cells:
            self._facts.hidden_rows += self._row in self._hidden
            yield SheetRow(self._row + 1, tuple(self._cells))
            self._cells = []

    def _add(self, column: int, style: int, value: str | bool | int | float) -> None:
        code = self._common.format(style)
        if text := display(value, code, date1904=self._common.date1904):
            self._cells.append(Cell(column, text))

    def _shared_text(self, record: Record) -> None:
        _, column, style, index = struct.unpack_from("<HHHI", record.data)
        if index < len(self._common.strings):
            self._add(column, style, self._common.strings[index])
        else:
            self._cells.append(Cell(column, str(index), Fault.LOST))

    def _text(self, record: Record) -> None:
        _, column, style = struct.unpack_from("<HHH", record.data)
        self._add(column, style, biff.text(record, 6, self._common.codec))

    def _number(self, record: Record) -> None:
        _, column, style, value = struct.unpack_from("<HHHd", record.data)
        self._add(column, style, value)

    def _short_number(self, record: Record) -> None:
        _, column, style = struct.unpack_from("<HHH", record.data)
        self._add(column, style, biff.rk_number(record.data[6:10]))

    def _short_numbers(self, record: Record) -> None:
        _, first = struct.unpack_from("<HH", record.data)
        for i in range((len(record.data) - 6) // 6):
            style, bits = struct.unpack_from("<H4s", record.data, 4 + 6 * i)
            self._add(first + i, style, biff.rk_number(bits))

    def _bool_or_error(self, record: Record) -> None:
        _, column, style, value, is_error = struct.unpack_from("<HHHBB", record.data)
        self._add_result(column, style, value, is_error=bool(is_error))

    def _add_result(self, column: int, style: int, value: int, *, is_error: bool) -> None:
        if is_error:
            text = biff.ERRORS.get(value, "#UNKNOWN!")
            self._cells.append(Cell(column, text, Fault.ERROR))
        else:
            self._add(column, style, value == 1)

    def _formula(self, record: Record) -> None:
        _, column, style, result = struct.unpack_from("<HHH8s", record.data)
        if result[6:] != b"\xff\xff":
            self._add(column, style, struct.unpack("<d", result)[0])
        elif result[0] == 0:
            self._awaited = (column, style)
        elif result[0] in (1, 2):
            self._add_result(column, style, result[2], is_error=result[0] == 2)

    def _formula_text(self, record: Record) -> None:
        if self._awaited is not None:
            self._add(*self._awaited, biff.text(record, 0, self._common.codec))
            self._awaited = None

    def _columns(self, record: Record) -> None:
        first, last, options = struct.unpack_from("<HH4xH", record.data)
        if options & 1:
            self._facts.hidden_columns.update(range(first, min(last, _LAST_COLUMN) + 1))

    def _merged(self, record: Record) -> None:
        (count,) = struct.unpack_from("<H", record.data)
        for i in range(count):
            top, bottom, left, right = struct.unpack_from("<HHHH", record.data, 2 + 8 * i)
            self._facts.merged.append((top + 1, left, bottom + 1, right))
