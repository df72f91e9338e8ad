"""Write small xls files record by record: a compound file around BIFF8 records."""

from __future__ import annotations

import struct
from collections.abc import Sequence

__all__ = ["compound_file", "record", "unicode_text", "xls"]

_SECTOR = 512
_END = 0xFFFFFFFE
_FREE = 0xFFFFFFFF
_TABLE = 0xFFFFFFFD
_MOST_DATA = 8224


def record(kind: int, data: bytes = b"") -> bytes:
    """A record."""
    return struct.pack("<HH", kind, len(data)) + data


def unicode_text(text: str, *, short: bool = False) -> bytes:
    """A text with its length, in one byte for each character where that is enough."""
    wide = any(letter > "\xff" for letter in text)
    data = text.encode("utf-16-le" if wide else "latin-1")
    length = len(data) // 2 if wide else len(data)
    return struct.pack("<BB" if short else "<HB", length, wide) + data


def _table_of_texts(texts: Sequence[str], split_at: int) -> bytes:
    """SST with CONTINUE records; texts are cut in the middle of their characters."""
    pieces = [bytearray(struct.pack("<II", len(texts), len(texts)))]
    for text in texts:
        wide = any(letter > "\xff" for letter in text)
        data = text.encode("utf-16-le" if wide else "latin-1")
        width = 2 if wide else 1
        pieces[-1] += struct.pack("<HB", len(data) // width, wide)
        while data:
            room = max(0, (split_at - len(pieces[-1])) // width * width)
            pieces[-1] += data[:room]
            data = data[room:]
            if data:
                pieces.append(bytearray([wide]))
        if len(pieces[-1]) >= split_at:
            pieces.append(bytearray())
    first, *more = [bytes(piece) for piece in pieces if piece]
    return record(0xFC, first) + b"".join(record(0x3C, piece) for piece in more)


def xls(
    sheets: dict[str, bytes],
    *,
    texts: Sequence[str] = (),
    formats: Sequence[str] = (),
    extra: bytes = b"",
    hidden: Sequence[str] = (),
    split_at: int = _MOST_DATA,
) -> bytes:
    """An xls file. `formats` are those of the styles 1, 2, …; a sheet is its records."""
    bof = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    head = bof + extra
    for number, code in enumerate(formats):
        head += record(0x41E, struct.pack("<H", 164 + number) + unicode_text(code))
    for identifier in (0, *range(164, 164 + len(formats))):
        head += record(0xE0, struct.pack("<HH16x", 0, identifier))
    tail = _table_of_texts(texts, split_at) + record(0x0A)
    names = {name: unicode_text(name, short=True) for name in sheets}
    place = len(head) + sum(4 + 6 + len(name) for name in names.values()) + len(tail)
    listing, bodies = b"", b""
    for name, records in sheets.items():
        state = 1 if name in hidden else 0
        listing += record(0x85, struct.pack("<IBB", place + len(bodies), state, 0) + names[name])
        bodies += bof + records + record(0x0A)
    return compound_file({"Workbook": head + listing + tail + bodies})


def compound_file(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams, each at least 4,096 bytes long."""
    body = b""
    table: list[int] = []
    entries = [_entry("Root Entry", 5, _END, 0)]
    for name, content in streams.items():
        padded = content.ljust(4096, b"\0")
        count = -(-len(padded) // _SECTOR)
        entries.append(_entry(name, 2, len(table), len(padded)))
        table += [*range(len(table) + 1, len(table) + count), _END]
        body += padded.ljust(count * _SECTOR, b"\0")
    directory = len(table)
    listed = b"".join(entries)
    count = -(-len(listed) // _SECTOR)
    table += [*range(directory + 1, directory + count), _END]
    body += listed.ljust(count * _SECTOR, b"\0")
    tables = -(-(len(table) + 1) // (_SECTOR // 4 - 1))
    places = list(range(len(table), len(table) + tables))
    table += [_TABLE] * tables
    table += [_FREE] * (tables * _SECTOR // 4 - len(table))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, directory, 0, 4096, _END, 0, _END, 0
    )
    header += struct.pack("<109I", *(places + [_FREE] * (109 - len(places))))
    return header + body + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    entry = raw.ljust(64, b"\0") + struct.pack(
        "<HBBIII", len(raw) + 2, kind, 1, _FREE, _FREE, _FREE
    )
    return entry + bytes(36) + struct.pack("<IQ", start, size)
