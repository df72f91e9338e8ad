"""An xlsx workbook: its sheets, styles and shared texts (ECMA-376 part 1, SpreadsheetML)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ftprep.readers.spreadsheet.number_format import NumberFormat, code_of, number_format
from ftprep.readers.spreadsheet.package import Package, XmlHandlers, unescape
from ftprep.readers.spreadsheet.shared_strings import SharedStrings
from ftprep.readers.spreadsheet.sheet import Damage, Sheet, SheetFacts, SheetRow
from ftprep.readers.spreadsheet.worksheet import Common, RowCollector

__all__ = ["XlsxBook"]

_TRUE: Final = ("1", "true")


class XlsxBook:
    """An open workbook in Office Open XML, the transitional and the strict form alike.

    Raises `Damage` where the parts that all sheets share cannot be read.
    """

    format: Final = "xlsx"

    def __init__(self, package: Package) -> None:
        self._package = package
        root = next(
            (part for kind, part in package.relations("").values() if kind == "officeDocument"),
            "/xl/workbook.xml",
        )
        relations = package.relations(root)
        listing = _Listing()
        package.parse(root, XmlHandlers(listing.start))
        parts = dict(relations.values())
        self.sheets = tuple(
            Sheet(unescape(name), hidden, relations[link][1])
            for name, link, hidden in listing.sheets
            if relations.get(link, ("", ""))[0] == "worksheet"
        )
        self._common = Common(
            _formats(package, parts.get("styles", "/xl/styles.xml")),
            _strings(package, parts.get("sharedStrings", "/xl/sharedStrings.xml")),
            listing.date1904,
            listing.stale,
        )

    def rows(self, sheet: Sheet, facts: SheetFacts) -> Iterator[SheetRow]:
        """Yield the rows that hold anything. Memory: 64 KiB of XML and its rows.

        The size that a sheet states of itself is not looked at: it may be a million rows.
        """
        collected: list[SheetRow] = []
        collector = RowCollector(self._common, facts, collected.append)
        handlers = XmlHandlers(collector.start, collector.end, collector.text)
        try:
            for _ in self._package.progress(sheet.place, handlers):
                yield from collected
                collected.clear()
        except Damage:
            yield from collected  # what stands before the damage
            raise

    def close(self) -> None:
        """Close the file."""
        self._common.strings.close()
        self._package.close()


class _Listing:
    """Collects what the workbook part says."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.date1904 = False
        self.stale = False

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        if element == "sheet":
            link = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), link, hidden))
        elif element == "workbookPr":
            self.date1904 = attributes.get("date1904") in _TRUE
        elif element == "calcPr":
            self.stale = attributes.get("fullCalcOnLoad") in _TRUE


def _formats(package: Package, part: str) -> tuple[NumberFormat, ...]:
    """The number format of each cell style."""
    codes: dict[int, str] = {}
    used: list[int] = []
    inside = False

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal inside
        if element == "numFmt":
            code = unescape(attributes.get("formatCode", ""))
            codes[_number(attributes.get("numFmtId"))] = code
        elif element == "cellXfs":
            inside = True
        elif element == "xf" and inside:
            used.append(_number(attributes.get("numFmtId")))

    def end(element: str) -> None:
        nonlocal inside
        inside = inside and element != "cellXfs"

    if part in package:
        package.parse(part, XmlHandlers(start, end))
    return tuple(number_format(code_of(identifier, codes)) for identifier in used)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _strings(package: Package, part: str) -> SharedStrings:
    strings = SharedStrings()
    pieces: list[str] = []
    wanted = phonetic = False

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal wanted, phonetic
        if element == "rPh":  # how to read the characters aloud, not part of the text
            phonetic = True
        elif element == "t":
            wanted = not phonetic

    def end(element: str) -> None:
        nonlocal wanted, phonetic
        if element == "t":
            wanted = False
        elif element == "rPh":
            phonetic = False
        elif element == "si":
            strings.append(unescape("".join(pieces)))
            pieces.clear()

    def text(data: str) -> None:
        if wanted:
            pieces.append(data)

    try:
        if part in package:
            package.parse(part, XmlHandlers(start, end, text))
    except Damage:
        strings.close()
        raise
    return strings
