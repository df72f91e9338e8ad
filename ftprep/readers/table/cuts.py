"""Cut delimited text into shards, where it is proved that no row depends on another one.

All of the file is looked at before it is cut: each row has as many cells as the table has columns,
quotes stand only where a library expects them, no row is blank, and the first rows let quotes be
trusted, so that no look ahead decides how a later row is read. A file with anything else in it is
read in one piece. That takes 5 ms for each megabyte.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from ftprep.model import Source
from ftprep.named import NamedTuple
from ftprep.readers.reader import Shard
from ftprep.readers.table.cells import Dialect
from ftprep.readers.table.dialect import is_blank
from ftprep.readers.table.records import dialect_of, rows_of

__all__ = ["cut"]

_ROWS: Final = 50
"""Rows that are looked at together; cuts are between such blocks."""
_LONGEST: Final = 2_000
"""Lines of such a block, and so of a quoted cell in it, for which trust is to be enough."""
_HEAD: Final = 1 << 19
"""Characters of rows in which quotes may earn that trust."""
_BLOCK: Final = 1 << 22
"""Bytes that are read at a time, and that no row is longer than."""
_SPECIAL: Final = (b"\xef\xbb\xbf", b"\0", b"\x1a")
"""A mark inside the file, and what pads its end."""
_LONE_CR: Final = re.compile(rb"\r(?!\n)")
_SPACES: Final = b"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f "
_WIDE_SPACES: Final = (
    rb"\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2(?:\x80[\x80-\x8a\xa8\xa9\xaf]|\x81\x9f)|\xe3\x80\x80"
)
"""White space beyond ASCII, as `str.isspace` has it, in UTF-8."""


class _Place(NamedTuple):
    """The start of a row."""

    offset: int
    """In bytes."""
    lines: int
    """Lines before it."""


def cut(source: Source, wanted: int) -> Sequence[Shard]:
    """Up to `wanted` shards that start with a row; one, where that is not proved to be safe."""
    dialect = dialect_of(source)
    whole = (Shard(source.index),)
    if not _is_known(source, dialect):
        return whole
    trusted = _trusted_from(source) if dialect.quote else None
    plain = _plain_rows(dialect, len(source.columns), several=trusted is not None)
    starts = _starts(source, plain, limited=trusted is not None)
    if starts is None:
        return whole
    places = [_Place(0, 0)]
    for place in starts:
        target = max(source.bytes * len(places) // wanted, 1)
        if len(places) < wanted and place.offset >= target and place.lines >= (trusted or 0):
            places.append(place)
    return [
        Shard(source.index, number, start.offset, stop.offset, start.lines)
        for number, (start, stop) in enumerate(pairwise([*places, _Place(-1, 0)]))
    ]


def _is_known(source: Source, dialect: Dialect) -> bool:
    """Whether the bytes can be looked at as they stand."""
    sure = source.encoding == "utf-8" and not source.bom and source.compression is None
    plain = not dialect.escape and not dialect.padded and dialect.newline == "\n"
    marks = len(dialect.delimiter) == 1 and (dialect.delimiter + dialect.quote).isascii()
    return sure and plain and marks and len(source.columns) > 1


def _trusted_from(source: Source) -> int | None:
    """The line of a row behind which quoted cells are read as such without a look at what stands in
    them; None where the first rows are not plain, or say nothing of quotes."""
    rows, _ = rows_of(source, Shard(source.index))
    read = 0
    for row in rows:
        read += len(row.text)
        odd = row.note or len(row.cells) != len(source.columns) or is_blank(row.cells)
        if odd or read > _HEAD:
            return None
        if rows.trusts(_LONGEST):
            return row.line
    return None


def _plain_rows(dialect: Dialect, width: int, *, several: bool) -> re.Pattern[bytes]:
    """Up to `_ROWS` rows of so many cells, none of them blank, with their line ends.

    `several`: quoted cells may go over several lines.
    """
    mark, quote = dialect.delimiter.encode(), re.escape(dialect.quote.encode())
    delimiter = re.escape(mark)
    cell = rb"[^%b\r\n]*+" % delimiter
    blank = _spaces(b"\r\n" + mark)
    if quote:
        inside = rb"[^%b]*+" % quote if several else rb"[^%b\r\n]*+" % quote
        quoted = rb"%b%b(?:%b%b)*+%b" % (quote, inside, quote * 2, inside, quote)
        cell = rb"(?:%b|(?!%b)%b)" % (quoted, quote, cell)
        blank = rb"(?:%b%b%b|%b)" % (quote, _spaces(quote), quote, blank)
    nothing, row = (rb"(?:%b%b){%d}+%b" % (one, delimiter, width - 1, one) for one in (blank, cell))
    return re.compile(rb"(?:(?!%b\r?\n)%b\r?\n){1,%d}+" % (nothing, row, _ROWS))


def _spaces(but: bytes) -> bytes:
    """A pattern for white space without some characters."""
    narrow = b"".join(re.escape(bytes([byte])) for byte in _SPACES if byte not in but)
    return rb"(?:[%b]|%b)*+" % (narrow, _WIDE_SPACES)


def _starts(source: Source, plain: re.Pattern[bytes], *, limited: bool) -> list[_Place] | None:
    """Starts of rows, some fifty rows apart; None where not all rows of the file are plain ones.

    `limited`: the rows between two starts may have `_LONGEST` lines.
    """
    starts = list[_Place]()
    with Path(source.local).open("rb") as file:
        above = [file.readline() for _ in range(int(source.dialect.get("start", "1")) - 1)]
        if any(b"\r" in line.removesuffix(b"\r\n") for line in above):
            return None
        lines, offset, rest = len(above), sum(map(len, above)), b""
        while block := file.read(_BLOCK):
            text = rest + block
            at = 0
            while found := plain.match(text, at):
                count = text.count(b"\n", at, found.end())
                if limited and count > _LONGEST:
                    return None
                at, lines = found.end(), lines + count
                starts.append(_Place(offset + at, lines))
            offset, rest = offset + at, text[at:]
            if len(rest) > _BLOCK or not _is_usual(text[:at]):
                return None
    last = not rest or (plain.fullmatch(rest + b"\n") and _is_usual(rest))
    return starts if last else None


def _is_usual(rows: bytes) -> bool:
    """Whether it is UTF-8 that holds nothing which is to be told or changes the number of lines."""
    try:
        rows.decode()
    except UnicodeDecodeError:
        return False
    return not _LONE_CR.search(rows) and not any(mark in rows for mark in _SPECIAL)
