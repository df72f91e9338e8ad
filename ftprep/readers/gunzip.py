"""Unpack gzip files as far as they go, and say what is wrong with a damaged one."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

__all__ = ["MAGIC", "Gunzip", "damage_of", "open_gzip"]

MAGIC: Final = b"\x1f\x8b\x08"
"""First bytes of a gzip member that is deflated, the only method there is (RFC 1952, 2.3.1)."""

_CHUNK: Final = 1 << 16
_MOST: Final = 1 << 20
"""Most bytes unpacked at a time, so that a small file which unpacks to gigabytes fits in memory."""


class Gunzip(io.RawIOBase):
    """A readable stream of the unpacked bytes. It never raises for what is in the file.

    The standard library's `GzipFile` raises where the file ends early and gives none of the bytes
    that it had unpacked by then; this one gives them all and keeps the reason in `damage`.
    """

    def __init__(self, local: str) -> None:
        super().__init__()
        self.damage: str | None = None
        """What is wrong, once it was met: `ends too early`, `is corrupt`, …"""
        self._file = Path(local).open("rb")  # noqa: SIM115  (closed by `close`)
        self._parts = self._unpacked()
        self._ready = b""

    def readable(self) -> bool:
        """Tell `io.BufferedReader` that there is something to read."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill `buffer` as far as one part of the unpacked bytes goes."""
        if not self._ready:
            self._ready = next(self._parts, b"")
        target = memoryview(buffer).cast("B")
        part, self._ready = self._ready[: len(target)], self._ready[len(target) :]
        target[: len(part)] = part
        return len(part)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()

    def _unpacked(self) -> Iterator[bytes]:
        rest = self._file.read(_CHUNK)
        while rest:
            member = zlib.decompressobj(wbits=31)
            while not member.eof:
                before, packed = member.copy(), rest or self._file.read(_CHUNK)
                try:
                    part = member.decompress(packed, _MOST)
                except zlib.error:
                    self.damage = "is corrupt"
                    yield from _bytewise(before, packed)
                    return
                rest = member.unconsumed_tail
                if part:
                    yield part
                elif not packed:
                    self.damage = "ends too early"
                    return
            rest = (member.unused_data + self._file.read(_CHUNK)).lstrip(b"\0")
            if rest and not rest.startswith(MAGIC):
                self.damage = "has other data after its end"
                return


def _bytewise(member: zlib._Decompress, packed: bytes) -> Iterator[bytes]:
    """Unpack up to the very byte that breaks the stream."""
    for at in range(len(packed)):
        try:
            yield member.decompress(packed[at : at + 1])
        except zlib.error:
            return


def damage_of(local: str) -> str | None:
    """Unpack all of a gzip file and tell what is wrong with it; None when nothing is."""
    with Gunzip(local) as stream:
        buffer = bytearray(_MOST)
        while stream.readinto(buffer):
            pass
        return stream.damage


def open_gzip(local: str) -> BinaryIO:
    """Open a gzip file for buffered reading of what is in it."""
    return cast("BinaryIO", io.BufferedReader(Gunzip(local), _CHUNK))
