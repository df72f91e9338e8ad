"""Read CSV and TSV: every cell as the text that stands there, every row accounted for."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ftprep.errors import UsageError
from ftprep.model import UNREADABLE, Finding, Origin, Record, Source
from ftprep.readers.csvcells import Dialect
from ftprep.readers.csvrows import Lines, Row, Rows
from ftprep.readers.dialect import SAMPLE, is_blank, sample_rows, tell
from ftprep.readers.encoding import BadBytes, bad_bytes_finding, decoded, detect
from ftprep.readers.files import extension_of
from ftprep.readers.header import Header, find_header, header_findings, is_known_name
from ftprep.readers.reader import Hints, InputFile, Reader, Shard

__all__ = ["READER"]

_HEAD: Final = 50
"""Rows that the header is looked for in."""
_END_OF_FILE: Final = "\x1a"
"""Ctrl-Z, which DOS programs wrote behind the last line."""


def plan(file: InputFile, hints: Hints) -> Sequence[Source]:
    """Decide how a delimited text is read, from its first rows. See `Reader`."""
    encoding, doubts = detect(file, hints.encoding)
    source = Source(
        index=file.index,
        path=file.path,
        local=file.local,
        format="csv",
        bytes=file.bytes,
        sha256=file.sha256,
        compression=file.compression,
        encoding=encoding.name,
        encoding_confidence=encoding.confidence,
        bom=encoding.bom,
    )
    sample = _sample(source)
    told = tell(sample, hints, extension_of(file.path), is_known_name)
    rows = sample_rows(sample, told.dialect, told.width, told.start)
    header = find_header([row.cells for row in rows[:_HEAD]], _given(hints, rows), is_known_name)
    below = rows[(-1 if header.index is None else header.index) + 1 :]
    columns, found = _columns(header, [row.cells for row in below if not is_blank(row.cells)])
    start = rows[header.index].line if header.index is not None else _first_line(rows, header)
    origin = Origin(file.index, position=-1, line=start)
    return [
        replace(
            source,
            format="tsv" if told.dialect.delimiter == "\t" else "csv",
            dialect=_told(told.dialect, start),
            header_row=None if header.index is None else start,
            columns=columns,
            findings=(
                *doubts,
                *_above(header, rows, origin),
                *header_findings(header, origin),
                *(Finding(code, origin, args={"column": columns[0]}) for code in found),
                *_nothing(rows, header, origin, whole=len(sample) < SAMPLE),
            ),
        )
    ]


def _sample(source: Source) -> str:
    parts, size = [], 0
    for text, _ in decoded(source):
        parts.append(text)
        size += len(text)
        if size >= SAMPLE:
            break
    return "".join(parts)[:SAMPLE]


def _given(hints: Hints, rows: Sequence[Row]) -> int | None:
    """The header's number among the rows, from the line that the person gave."""
    if not hints.header_row:
        return hints.header_row
    for number, row in enumerate(rows[:_HEAD], 1):
        if row.line == hints.header_row:
            return number
    starts = ", ".join(str(row.line) for row in rows[:5])
    raise UsageError(
        f"No row starts in line {hints.header_row} that could be the header. "
        f"The first rows start in lines {starts}."
    )


def _first_line(rows: Sequence[Row], header: Header) -> int:
    """The line of the first record of a table without a header."""
    return rows[len(header.skipped)].line if len(header.skipped) < len(rows) else 1


def _columns(header: Header, below: Sequence[list[str]]) -> tuple[tuple[str, ...], Sequence[str]]:
    """The columns, with one before the first where every row has a cell more than the header.

    That is how R and pandas write row names and an index, and how pandas reads such a file.
    """
    columns = header.columns
    longer = header.index is not None and bool(below)
    longer = longer and all(len(cells) == len(columns) + 1 for cells in below)
    if not longer or not any(cells[-1] for cells in below):
        return columns, ()
    return (_free("column 1", columns), *columns), ("TAB010",)


def _free(name: str, columns: Sequence[str]) -> str:
    return name if name not in columns else _free(f"{name} (index)", columns)


def _told(dialect: Dialect, start: int) -> dict[str, str]:
    """A dialect as the report tells it and as `read` takes it."""
    told = {
        "delimiter": dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.escape,
        "newline": dialect.newline,
    }
    if dialect.padded:
        told["padded"] = "yes"
    if start > 1:
        told["start"] = str(start)
    return told


def _above(header: Header, rows: Sequence[Row], origin: Origin) -> Iterator[Finding]:
    """Say which rows above the table are not read."""
    texts = [rows[at].text.strip() for at in header.skipped if at < len(rows)]
    if texts := [text for text in texts if text]:
        shown = "; ".join(text[:60] for text in texts[:3])
        yield Finding("TAB005", origin, args={"n": len(texts), "texts": shown})


def _nothing(
    rows: Sequence[Row], header: Header, origin: Origin, *, whole: bool
) -> Iterator[Finding]:
    """Say that a table has a header and no row."""
    after = rows[(header.index or 0) + 1 :] if header.index is not None else rows
    if whole and rows and all(is_blank(row.cells) for row in after):
        yield Finding("TAB014", origin, args={})


def read(source: Source, shard: Shard) -> Iterator[Record | Finding]:
    """Yield every row as one record. See `Reader`."""
    told = source.dialect
    dialect = Dialect(
        told["delimiter"], told["quote"], told["escape"], told["newline"], "padded" in told
    )
    bad = _BadBytes(source)
    lines = Lines(bad.texts(), dialect.newline, int(told.get("start", "1")))
    rows = iter(Rows(lines, dialect, len(source.columns)))
    header: list[str] | None = None
    if source.header_row is not None and (first := next(rows, None)):
        header = first.cells
    table = _Table(source, shard, header)
    for row in rows:
        if (record := table.record(row)) is not None:
            until = row.line + _lines(row.text)
            yield from bad.before(row.line)
            marks = bad.until(until, record.origin)
            yield record._replace(findings=record.findings + marks) if marks else record
    yield from bad.before(None)
    yield from table.remarks()


def _lines(text: str) -> int:
    """Physical lines of a row."""
    return 1 + text.count("\n") + text.count("\r") - text.count("\r\n")


class _Table:
    """Turns rows into records, and counts what is left out of them."""

    def __init__(self, source: Source, shard: Shard, header: list[str] | None) -> None:
        self._columns = source.columns
        self._header = header if header and len(header) > 1 else None
        self._source, self._shard = source.index, shard.number
        self._position = 0
        self._blank: list[int] = []
        self._longer: list[int] = []

    def record(self, row: Row) -> Record | None:
        """Make the record of a row; None for a blank one."""
        cells, width = row.cells, len(self._columns)
        if len(cells) != width or not (cells[0] or any(cells)):
            return self._odd(row)
        if cells == self._header or row.note:
            return self._noted(row, cells)
        return Record(self._origin(row), dict(zip(self._columns, cells, strict=True)))

    def remarks(self) -> Iterator[Finding]:
        """Say what was left out of the records."""
        for code, lines in (("TAB009", self._blank), ("TAB011", self._longer)):
            if lines:
                count, first = lines
                origin = Origin(self._source, self._shard, -1, first)
                yield Finding(code, origin, args={"n": count, "line": first})

    def _origin(self, row: Row) -> Origin:
        origin = Origin(self._source, self._shard, self._position, row.line)
        self._position += 1
        return origin
