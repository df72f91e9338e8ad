"""A compound file (OLE2): the file system inside one file that old Office documents are.

Sources: [MS-CFB], Compound File Binary File Format.
"""

from __future__ import annotations

import io
import struct
from array import array
from collections.abc import Iterator
from typing import BinaryIO, Final

from ftprep.readers.spreadsheet.sheet import Damage

__all__ = ["MAGIC", "open_stream", "stream_names"]

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER: Final = struct.Struct("<30xHH10xII4xIIIII436s")
_ENTRY: Final = struct.Struct("<64sHB49xII4x")
_ENTRY_SIZE: Final = 128
_LAST_SECTOR: Final = 0xFFFFFFFA
"""Greater numbers mean the end of a chain, a free sector or the table itself."""
_STREAM: Final = 2
_ROOT: Final = 5


class _Volume:
    """Sectors and their chains."""

    def __init__(self, file: BinaryIO) -> None:
        head = file.read(512)
        if len(head) < 512 or not head.startswith(MAGIC):
            raise Damage("it is cut off within its first 512 bytes")
        (power, mini_power, tables, directory, self.cutoff, minis, mini_count, more, _, first) = (
            _HEADER.unpack(head)
        )
        if power not in (9, 12) or mini_power != 6:
            raise Damage("the header of its compound file is broken")
        self.file = file
        self.sector = 1 << power
        self.directory = directory
        self.minis = minis if mini_count else _LAST_SECTOR
        self.table = array("I")
        for place in self._tables(first, more, tables):
            self.table.extend(self.numbers(place))

    def read(self, number: int) -> bytes:
        """A sector, filled up with zeros where the file ends before it."""
        self.file.seek((number + 1) * self.sector)
        return self.file.read(self.sector).ljust(self.sector, b"\0")

    def numbers(self, number: int) -> tuple[int, ...]:
        """A sector of sector numbers."""
        return struct.unpack(f"<{self.sector // 4}I", self.read(number))

    def chain(self, start: int) -> array[int]:
        """The sectors that follow each other from `start`."""
        found = array("I")
        seen = bytearray(len(self.table))
        while start < len(self.table) and not seen[start]:
            seen[start] = 1
            found.append(start)
            start = self.table[start]
        return found

    def _tables(self, first: bytes, more: int, wanted: int) -> Iterator[int]:
        """Where the parts of the sector table are: 109 in the header, then a list of sectors."""
        numbers = list(struct.unpack("<109I", first))
        seen: set[int] = set()
        while more <= _LAST_SECTOR and more not in seen:
            seen.add(more)
            *further, more = self.numbers(more)
            numbers += further
        yield from (number for number in numbers[:wanted] if number <= _LAST_SECTOR)


class _SectorStream(io.RawIOBase):
    """Bytes that are scattered over sectors, as a file to read and to seek in."""

    def __init__(self, volume: _Volume, chain: array[int], size: int) -> None:
        self._volume = volume
        self._chain = chain
        self._size = min(size, len(chain) * volume.sector)
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        index, inside = divmod(self._at, self._volume.sector)
        room = min(len(buffer), self._size - self._at)
        if room <= 0:
            return 0
        piece = self._volume.read(self._chain[index])[inside : inside + room]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


def _entries(volume: _Volume) -> Iterator[tuple[str, int, int, int]]:
    """Name, kind, first sector and size of what the directory lists."""
    for number in volume.chain(volume.directory):
        sector = volume.read(number)
        for at in range(0, len(sector), _ENTRY_SIZE):
            name, length, kind, start, size = _ENTRY.unpack_from(sector, at)
            yield name[: max(0, length - 2)].decode("utf-16-le", "replace"), kind, start, size


def stream_names(file: BinaryIO) -> tuple[str, ...]:
    """Names of the streams of a compound file; raises `Damage`."""
    return tuple(name for name, kind, _, _ in _entries(_Volume(file)) if kind == _STREAM)


def open_stream(file: BinaryIO, name: str) -> BinaryIO:
    """Open a stream of a compound file; raises `Damage` where there is none of that name.

    Memory: 4 bytes for each sector of 512 bytes.
    """
    volume = _Volume(file)
    root = next((entry for entry in _entries(volume) if entry[1] == _ROOT), None)
    for found, kind, start, size in _entries(volume):
        if kind != _STREAM or found.lower() != name.lower():
            continue
        if size >= volume.cutoff:
            return io.BufferedReader(_SectorStream(volume, volume.chain(start), size), 1 << 16)
        if root is not None:
            return io.BytesIO(_small(volume, root[2], root[3], start)[:size])
    raise Damage(f"it holds no stream {name}")


def _small(volume: _Volume, container: int, length: int, start: int) -> bytes:
    """A short stream, which lies in pieces of 64 bytes inside the stream of the root."""
    pieces = _SectorStream(volume, volume.chain(container), length)
    table = array("I")
    for number in volume.chain(volume.minis):
        table.extend(volume.numbers(number))
    found = bytearray()
    seen: set[int] = set()
    while start < len(table) and start not in seen:
        seen.add(start)
        pieces.seek(start * 64)
        found += pieces.read(64)
        start = table[start]
    return bytes(found)
