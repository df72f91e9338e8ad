"""Rows of delimited text as Records, and what is noteworthy about them all together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Final

from ftprep.model import UNREADABLE, Finding, Origin, Record, Source
from ftprep.readers.files import open_bytes
from ftprep.readers.reader import BATCH, Shard, plain_records
from ftprep.readers.table.bad_places import BadPlaces, Decoded
from ftprep.readers.table.cells import Dialect
from ftprep.readers.table.dialect import is_blank
from ftprep.readers.table.lines import Lines
from ftprep.readers.table.plain_rows import Together
from ftprep.readers.table.rows import Row, Rows
from ftprep.readers.text.decode import CHUNK, decode, decoded

__all__ = ["dialect_of", "read", "read_many", "rows_of"]

_NOTED: Final = {"rows": "TAB018", "inner": "TAB016"}
_PADDING: Final = "\x1a\0"
"""Ctrl-Z, which DOS programs wrote behind the last line, and NULs, which fill up a block."""
_HALF: Final = "\ufffd"
"""What is read of the first byte of a character that the end of a wide file cuts off."""


def dialect_of(source: Source) -> Dialect:
    """The dialect that the plan told."""
    told = source.dialect
    newline = told["newline"].replace("\r\n", "\n")
    return Dialect(told["delimiter"], told["quote"], told["escape"], newline, "padded" in told)


def read(source: Source, shard: Shard) -> Iterator[Record | Finding]:
    """Yield every row as one record. See `Reader`."""
    return chain.from_iterable(read_many(source, shard))


def read_many(source: Source, shard: Shard) -> Iterator[Sequence[Record | Finding]]:
    """Yield every row as one record, many at a time: those that are plain rows are read together,
    and the others one by one."""
    rows, bad = rows_of(source, shard)
    records = _Records(source, shard, bad, _header(source, rows, shard))
    batch: list[Record | Finding] = []
    while True:
        if not bad.waiting:
            rows.plain.ahead()  # so that what is bad in the next lines is known
        together = None if bad.waiting else rows.plain.take(records.names)
        if together and together.cells:
            batch += records.plain(together)
        elif singly := rows.take():
            for row in singly:
                batch += records.of(row)
        else:
            break
        if len(batch) >= BATCH:
            yield batch
            batch = []
    yield [*batch, *records.summary()]


def rows_of(source: Source, shard: Shard) -> tuple[Rows, BadPlaces]:
    """The rows of a shard, the header among those of the first, and its bytes that are no text."""
    bad = BadPlaces(_decoded(source, shard))
    dialect = dialect_of(source)
    start = int(source.dialect.get("start", "1"))
    lines = Lines(bad.texts(), dialect.newline, start, shard.lines + 1)
    return Rows(lines, dialect, len(source.columns), trusted=shard.start > 0), bad


def _decoded(source: Source, shard: Shard) -> Decoded:
    """The text of a shard in chunks, each with the bytes in it that are no text."""
    if not shard.start and shard.stop < 0:
        return decoded(source)
    return decode(_chunks(source, shard), source.encoding or "utf-8")


def _chunks(source: Source, shard: Shard) -> Iterator[bytes]:
    stop = source.bytes if shard.stop < 0 else shard.stop
    with open_bytes(source.local, None) as stream:
        stream.seek(shard.start)
        while chunk := stream.read(min(CHUNK, stop - stream.tell())):
            yield chunk


def _header(source: Source, rows: Rows, shard: Shard) -> list[str] | None:
    """The cells of the header row, which is taken from the rows of the first shard."""
    if source.header_row is None:
        return None
    first = (rows if not shard.start else rows_of(source, Shard(source.index))[0]).take()
    return first[0].cells if first and len(source.columns) > 1 else None


class _Records:
    """Makes the records of one table, in order, and keeps count of what is told at its end."""

    def __init__(
        self, source: Source, shard: Shard, bad: BadPlaces, names: list[str] | None
    ) -> None:
        self._source = source
        self._number = shard.number
        self._bad = bad
        self._wide = (source.encoding or "").startswith(("utf-16", "utf-32"))
        self.names = names
        """The cells of the header, where a row that is equal to them may stand below."""
        self._position = 0
        self._blank: list[int] = []
        self._longer: list[int] = []

    def plain(self, rows: Together) -> list[Record]:
        """The records of rows about which there is nothing to say."""
        first = self._position
        self._position = first + len(rows.cells)
        values = list(map(dict, map(zip, repeat(self._source.columns), rows.cells)))
        index = self._source.index
        return plain_records(index, self._number, first, rows.lines, repeat(0), values)

    def of(self, row: Row) -> Iterator[Record | Finding]:
        """The record of a row, and what is told before it; nothing for a blank row."""
        cells, width = row.cells, len(self._source.columns)
        first = cells[0]
        if ((not first or first.isspace()) and is_blank(cells)) or _is_padding(row):
            self._blank.append(row.line)
            return
        waiting = self._bad.waiting
        if (
            self._wide
            and waiting
            and waiting[0].line <= row.line
            and row.text.strip(_PADDING) == _HALF
        ):
            return  # no row: the byte is told by itself, at the end
        origin = Origin(self._source.index, self._number, self._position, row.line)
        self._position += 1
        if len(cells) > width and not any(cells[width:]):
            self._longer.append(row.line)
            del cells[width:]
        if len(cells) == width and not row.note and cells != self.names:
            record = Record(origin, self._data(cells))
        else:
            record = self._unusual(row, origin)
        if waiting:
            yield from self._bad.before(row.line, self._source.index)
            record = self._bad.marked(record, row)
        yield record

    def summary(self) -> Iterator[Finding]:
        """What is told about the table as a whole, once it is read."""
        yield from self._bad.before(None, self._source.index)
        for code, found in (("TAB009", self._blank), ("TAB011", self._longer)):
            if found:
                where = Origin(self._source.index, self._number, -1, found[0])
                yield Finding(code, where, args={"n": len(found), "line": found[0]})

    def _data(self, cells: Sequence[str]) -> Mapping[str, str]:
        return dict(zip(self._source.columns, cells, strict=True))

    def _unusual(self, row: Row, origin: Origin) -> Record:
        """The record of a row that is not as long as the header, or not clear."""
        width, cells = len(self._source.columns), row.cells
        findings = []
        if row.note == "open":
            code = "TAB012" if row.swallowed else "TAB017"
            findings.append(Finding(code, origin, args={"n": row.swallowed}))
        elif row.note in _NOTED:
            findings.append(Finding(_NOTED[row.note], origin, args={"n": row.swallowed}))
        if row.note == "unclosed":
            findings.append(Finding("TAB013", origin))
        elif cells == self.names:
            findings.append(Finding("TAB015", origin))
        elif len(cells) != width:
            code = "TAB001" if len(cells) > width else "TAB002"
            findings.append(Finding(code, origin, args={"n": len(cells), "wanted": width}))
        else:
            return Record(origin, self._data(cells), row.text, tuple(findings))
        return Record(origin, UNREADABLE, row.text, tuple(findings))


def _is_padding(row: Row) -> bool:
    return len(row.cells) == 1 and not row.text.strip(_PADDING)
