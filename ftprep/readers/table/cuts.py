"""Cut delimited text into shards, where it is proved that no row depends on another one.

All of the file is looked at before it is cut: each row has as many cells as the table has columns,
quotes stand only where a library expects them, nothing is blank, and the first rows let quotes be
trusted, so that no look ahead decides how a later row is read. A file with anything else in it is
read in one piece.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from ftprep.model import Source
from ftprep.readers.reader import Shard
from ftprep.readers.table.cells import Dialect
from ftprep.readers.table.dialect import is_blank
from ftprep.readers.table.records import dialect_of, rows_of

__all__ = ["cut"]

_ROWS: Final = 200
"""Rows that are looked at together; cuts are between such blocks."""
_BLOCK: Final = 1 << 22
"""Bytes that are read at a time."""
_MOST_CHARS: Final = 1 << 26
_HEAD: Final = 2_000
"""Rows in which quotes are to earn trust."""
_LONGEST: Final = 10_000
"""Lines of a quoted cell for which trust is enough."""
_SPECIAL: Final = (b"\xef\xbb\xbf", b"\0", b"\x1a")
"""What only a row that is read by itself may hold."""
_SPACES: Final = b"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f "
_WIDE_SPACES: Final = (
    rb"\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2(?:\x80[\x80-\x8a\xa8\xa9\xaf]|\x81\x9f)|\xe3\x80\x80"
)
"""What `str.isspace` takes for white space, in UTF-8."""


def cut(source: Source, wanted: int) -> Sequence[Shard]:
    """Up to `wanted` shards that start with a row; one, where that is not proved to be safe."""
    whole = (Shard(source.index),)
    dialect = dialect_of(source)
    if not _is_known(source, dialect):
        return whole
    most = _trusted(source)
    if most is None:
        return whole
    places = _places(source, _rows(dialect, len(source.columns), lines=most > 1), most, wanted)
    if places is None:
        return whole
    return [
        Shard(source.index, number, start, stop, lines)
        for number, ((start, lines), (stop, _)) in enumerate(pairwise([(0, 0), *places, (-1, 0)]))
    ]


def _is_known(source: Source, dialect: Dialect) -> bool:
    """Whether the bytes can be looked at as they stand."""
    sure = source.encoding == "utf-8" and not source.bom and source.compression is None
    plain = not dialect.escape and not dialect.padded and dialect.newline == "\n"
    marks = len(dialect.delimiter) == 1 and (dialect.delimiter + dialect.quote).isascii()
    return sure and plain and marks and len(source.columns) > 1


def _trusted(source: Source) -> int | None:
    """Up to how many lines of a quoted cell are read as such without a look at what they hold, once
    the first rows were read; None where one of these is not plain."""
    rows = rows_of(source, Shard(source.index))
    for number in range(_HEAD):
        if not number and source.header_row is not None:
            rows.take()
            continue
        taken = rows.take()
        if not taken:
            break
        (row, *more) = taken
        if more or row.note or len(row.cells) != len(source.columns) or is_blank(row.cells):
            return None
        if rows.trusts(_LONGEST):
            return _LONGEST
    return 1


def _rows(dialect: Dialect, width: int, *, lines: bool) -> re.Pattern[bytes]:
    """Some plain rows, their line ends included; `lines`: with quoted cells of several lines."""
    mark, quote = dialect.delimiter.encode(), re.escape(dialect.quote.encode())
    delimiter = re.escape(mark)
    spaces = b"".join(re.escape(b"%c" % byte) for byte in _SPACES if byte not in mark + b"\r\n")
    bare = rb"[^%b\r\n]*+" % delimiter
    blank = rb"(?:[%b]|%b)*+" % (spaces, _WIDE_SPACES)
    if quote:
        inside = rb"[^%b\r]" % quote if lines else rb"[^%b\r\n]" % quote
        pair = rb"%b%b" % (quote, quote)
        more = rb"(?:%b|\r\n)" % pair if lines else pair
        bare = rb"(?:%b%b*+(?:%b%b*+)*+%b|[^%b%b\r\n]%b|)" % (
            quote, inside, more, inside, quote, quote, delimiter, bare,
        )  # fmt: skip
        space = rb"(?:[%b]|%b)*+" % (re.escape(_SPACES), _WIDE_SPACES)
        blank = rb"(?:%b%b%b|%b)" % (quote, space, quote, blank)
    end = rb"(?:\r?\n|\Z)"
    nothing = delimiter.join([blank] * width)
    row = delimiter.join([bare] * width)
    return re.compile(rb"(?:(?!%b%b)%b%b){1,%d}+" % (nothing, end, row, end, _ROWS))
