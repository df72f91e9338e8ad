"""An Office Open XML workbook: its package of parts, sheets, styles and shared strings.

ECMA-376 part 1 (SpreadsheetML) and part 2 (packages), the transitional and the strict form alike.
"""

from __future__ import annotations

import posixpath
import re
import tempfile
import zipfile
import zlib
from array import array
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from types import TracebackType
from typing import IO, Final, Self
from xml.parsers import expat

from ftprep.readers.number_format import BUILT_IN

__all__ = ["DAMAGE", "Package", "SharedStrings", "SheetPart", "Workbook", "unescape"]

DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    NotImplementedError,  # a compression method that zipfile does not know
    RuntimeError,  # a member under a zip password
    OSError,
    UnicodeError,
)
"""What reading a damaged package raises."""

_CHUNK: Final = 1 << 16
_LARGE: Final = 1 << 28
_MOST_TIMES: Final = 200
"""Text of real sheets shrinks 5 to 50 times; a decompression bomb about 1,000 times. A part of
more than 256 MiB that shrank more than 200 times is not read."""
_IN_MEMORY: Final = 1 << 26
_LOCALE_DATES: Final = frozenset({14, 22})
_GENERAL: Final = "General"
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool


def unescape(text: str) -> str:
    """Undo `_x000D_`, which stands for a character that XML cannot hold (ECMA-376, ST_Xstring)."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


class Package(AbstractContextManager["Package"]):
    """The zip file around the parts. Raises one of `DAMAGE` where it is damaged."""

    def __init__(self, local: str) -> None:
        self._zip = zipfile.ZipFile(local)
        # Some writers use backslashes, a leading slash or other capitals than their references.
        self._members = {_member(info.filename): info for info in self._zip.infolist()}

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def __enter__(self) -> Self:
        return self

    def __contains__(self, part: str) -> bool:
        return _member(part) in self._members

    def bomb(self) -> tuple[str, int, int] | None:
        """Name, packed and unpacked bytes of a part that is too large to be real, if any.

        The sizes are those that the zip file states; `zipfile` never unpacks more than that.
        """
        for info in self._zip.infolist():
            if info.file_size > max(_LARGE, _MOST_TIMES * info.compress_size):
                return info.filename, info.compress_size, info.file_size
        return None

    def open(self, part: str) -> IO[bytes]:
        """Open a part for reading; `BadZipFile` where there is none."""
        info = self._members.get(_member(part))
        if info is None:
            raise zipfile.BadZipFile(f"no part {part}")
        return self._zip.open(info)

    def parse(
        self, part: str, start: Start, end: End | None = None, text: Text | None = None
    ) -> None:
        """Run a part through an XML parser, with local element names."""
        with self.open(part) as stream:
            parser = xml_parser(start, end, text)
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Identifier → kind and target part of the relations of a part."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: Mapping[str, str]) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = posixpath.join("/", folder, attributes.get("Target", ""))
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(target))

        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if listing in self:
            self.parse(listing, start)
        return found


def _member(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def xml_parser(start: Start, end: End | None, text: Text | None) -> expat.XMLParserType:
    """An expat parser that refuses document types, and with them entities that explode."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise expat.ExpatError("a document type, which no workbook has")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(_local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    return parser


def _local(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


class SharedStrings:
    """The texts that cells refer to by number.

    Holds 8 bytes for each text; the texts themselves in memory up to 64 MiB, then in a temporary
    file.
    """

    def __init__(self) -> None:
        self._ends = array("Q", [0])
        self._texts = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - lives with the workbook

    def append(self, text: str) -> None:
        """Add the next text."""
        self._texts.write(text.encode("utf-8", "surrogatepass"))
        self._ends.append(self._texts.tell())

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < len(self):
            raise IndexError(index)
        start = self._ends[index]
        self._texts.seek(start)
        return self._texts.read(self._ends[index + 1] - start).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Give the temporary file back."""
        self._texts.close()


@dataclass(frozen=True, slots=True)
class Workbook:
    """What all sheets of a workbook share."""

    package: Package
    sheets: tuple[SheetPart, ...]
    formats: tuple[str, ...]
    """Number format of each cell style."""
    strings: SharedStrings
    date1904: bool = False
    stale: bool = False
    """Whether the workbook asks for all formulas to be calculated when it is opened."""

    @classmethod
    def open(cls, package: Package) -> Self:
        """Read the parts that the sheets refer to; raises one of `DAMAGE`."""
        root = next(
            (part for kind, part in package.relations("").values() if kind == "officeDocument"),
            "/xl/workbook.xml",
        )
        relations = package.relations(root)
        listing = _Listing()
        package.parse(root, listing.start)
        parts = {kind: part for kind, part in relations.values()}
        strings = SharedStrings()
        texts = parts.get("sharedStrings", "/xl/sharedStrings.xml")
        if texts in package:
            _read_strings(package, texts, strings)
        styles = parts.get("styles", "/xl/styles.xml")
        return cls(
            package,
            tuple(
                SheetPart(unescape(name), relations[link][1], hidden)
                for name, link, hidden in listing.sheets
                if relations.get(link, ("", ""))[0] == "worksheet"
            ),
            _read_formats(package, styles) if styles in package else (),
            strings,
            listing.date1904,
            listing.stale,
        )


@dataclass(slots=True)
class _Listing:
    """Collects what the workbook part says."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    date1904: bool = False
    stale: bool = False

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        if element == "sheet":
            link = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), link, hidden))
        elif element == "workbookPr":
            self.date1904 = attributes.get("date1904") in ("1", "true")
        elif element == "calcPr":
            self.stale = attributes.get("fullCalcOnLoad") in ("1", "true")


def _read_formats(package: Package, part: str) -> tuple[str, ...]:
    codes: dict[int, str] = {}
    used: list[int] = []
    inside = False

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal inside
        if element == "numFmt":
            codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", _GENERAL)
        elif element == "cellXfs":
            inside = True
        elif element == "xf" and inside:
            used.append(_number(attributes.get("numFmtId")))

    def end(element: str) -> None:
        nonlocal inside
        if element == "cellXfs":
            inside = False

    package.parse(part, start, end)
    known = {**BUILT_IN, **{k: unescape(v) for k, v in codes.items() if k not in _LOCALE_DATES}}
    return tuple(known.get(identifier, _GENERAL) for identifier in used)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _read_strings(package: Package, part: str, strings: SharedStrings) -> None:
    pieces: list[str] = []
    wanted = False
    phonetic = 0

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal wanted, phonetic
        if element == "t":
            wanted = not phonetic
        elif element == "rPh":  # how to read the characters, not part of the text
            phonetic += 1

    def end(element: str) -> None:
        nonlocal wanted, phonetic
        if element == "t":
            wanted = False
        elif element == "rPh":
            phonetic -= 1
        elif element == "si":
            strings.append(unescape("".join(pieces)))
            pieces.clear()

    def text(data: str) -> None:
        if wanted:
            pieces.append(data)

    package.parse(part, start, end, text)
