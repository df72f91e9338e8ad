"""Records of a binary workbook (xls), and the texts and numbers in them.

Sources: [MS-XLS] 2.3 (record numbers), 2.5.293 (XLUnicodeRichExtendedString), 2.5.122 (RkNumber),
2.5.10 (BErr); for Excel 5 and 95 the same records with texts in a code page.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import BinaryIO, Final

from ftprep.named import NamedTuple
from ftprep.readers.spreadsheet.sheet import Damage, whole

__all__ = ["BOF", "EOF", "ERRORS", "Record", "Strings", "code_page", "records", "rk_number", "text"]


BOF: Final = 0x809
EOF: Final = 0x0A
_CONTINUE: Final = 0x3C


class Record(NamedTuple):
    """A record with the records that continue it."""

    kind: int
    data: bytes
    more: tuple[bytes, ...] = ()


ERRORS: Final[Mapping[int, str]] = MappingProxyType(
    {
        0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
        0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
    }
)  # fmt: skip

_CODE_PAGES: Final[Mapping[int, str]] = MappingProxyType(
    {367: "ascii", 1200: "utf-16-le", 10000: "mac_roman", 10006: "mac_greek",
     10007: "mac_cyrillic", 10029: "mac_latin2", 10081: "mac_turkish", 32768: "mac_roman",
     32769: "cp1252"}
)  # fmt: skip


def code_page(number: int) -> str:
    """The codec of a CODEPAGE record; Western European where it is not known."""
    name = _CODE_PAGES.get(number, f"cp{number}")
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


def records(stream: BinaryIO, start: int = 0) -> Iterator[Record]:
    """Yield the records of the substream that begins at `start`.

    Raises `Damage` where the stream ends before the substream does.
    """
    stream.seek(start)
    depth = 0
    held: Record | None = None
    while True:
        head = stream.read(4).ljust(4, b"\0")
        kind, length = struct.unpack("<HH", head)
        data = stream.read(length)
        if kind == 0 or len(data) < length:
            if held is not None:
                yield held
            raise Damage("it is cut off")
        if kind == _CONTINUE and held is not None:
            held = held._replace(more=(*held.more, data))
            continue
        if held is not None:
            yield held
        held = Record(kind, data)
        # A chart inside a sheet is a substream of its own.
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 0:
            return


def rk_number(data: bytes) -> int | float:
    """A number in the short form of 4 bytes."""
    (bits,) = struct.unpack("<i", data)
    number: int | float
    if bits & 2:
        number = bits >> 2
    else:
        (number,) = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", bits & ~3))
    if bits & 1:
        number = number / 100
    return int(number) if isinstance(number, float) and number.is_integer() else number


def text(record: Record, at: int, codec: str | None, *, length_bytes: int = 2) -> str:
    """The text at a place of a record; `codec` is None for the Unicode of Excel 97 and later."""
    length = int.from_bytes(record.data[at : at + length_bytes], "little")
    body = record.data[at + length_bytes :]
    if codec is not None:
        return b"".join((body, *record.more))[:length].decode(codec, "replace")
    return Strings((body, *record.more)).characters(length)


class Strings:
    """Reads texts that run over several records.

    Where the characters of a text go on in the next record, that record starts with a byte that
    says anew whether they have one byte or two.
    """

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces = pieces
        self._piece = 0
        self._at = 0

    def _take(self, wanted: int) -> bytes:
        """Bytes, over the border of records if need be."""
        found = b""
        while len(found) < wanted:
            if self._at >= len(self._pieces[self._piece]):
                self._next()
            piece = self._pieces[self._piece]
            part = piece[self._at : self._at + wanted - len(found)]
            self._at += len(part)
            found += part
        return found

    def _next(self) -> None:
        if self._piece + 1 >= len(self._pieces):
            raise Damage("its table of texts is cut off")
        self._piece += 1
        self._at = 0

    def texts(self, count: int) -> Iterator[str]:
        """Yield `count` texts of a table, each with its length before it."""
        for _ in range(count):
            yield self.characters(int.from_bytes(self._take(2), "little"))

    def characters(self, length: int) -> str:
        """A text of so many characters, without its fonts and readings."""
        flags = self._take(1)[0]
        runs = int.from_bytes(self._take(2), "little") if flags & 8 else 0
        readings = int.from_bytes(self._take(4), "little") if flags & 4 else 0
        found = ""
        while length:
            width = 2 if flags & 1 else 1
            piece = self._pieces[self._piece]
            part = piece[self._at : self._at + length * width]
            self._at += len(part)
            found += part.decode("utf-16-le" if width == 2 else "latin-1", "surrogatepass")
            length -= len(part) // width
            if length:
                self._next()
                flags = self._take(1)[0]
        self._take(runs * 4 + readings)
        return whole(found)
