"""Read CSV and TSV: every cell as the text that stands there, every row accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ftprep.errors import UsageError
from ftprep.model import Finding, Origin, Source
from ftprep.readers.files import extension_of
from ftprep.readers.reader import Hints, InputFile, Reader
from ftprep.readers.table.cells import Dialect
from ftprep.readers.table.cuts import cut
from ftprep.readers.table.dialect import SAMPLE, is_blank, sample_rows, tell
from ftprep.readers.table.header import Header, find_header, header_findings, is_known_name
from ftprep.readers.table.records import read, read_many
from ftprep.readers.table.rows import Row
from ftprep.readers.text.decode import decoded
from ftprep.readers.text.encoding import detect

__all__ = ["READER"]

_HEAD: Final = 50
"""Rows that the header is looked for in."""
_WIDEST: Final = 1 << 22
"""Characters in which the first two lines are looked for; 300,000 names have 2 million."""


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
            format=_format(told.dialect, hints),
            dialect=_told(told.dialect, start, sample),
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


def _format(dialect: Dialect, hints: Hints) -> str:
    if not dialect.delimiter and hints.format:
        return hints.format
    return "tsv" if dialect.delimiter == "\t" else "csv"


def _sample(source: Source) -> str:
    """The first `SAMPLE` characters, or two lines where the first alone is longer."""
    parts, size, lines = [], 0, 0
    for text, _ in decoded(source):
        parts.append(text)
        size += len(text)
        lines += text.count("\n")
        if size >= SAMPLE and (lines > 1 or size >= _WIDEST):
            break
    start = "".join(parts)
    end = start.find("\n") + 1
    if end > SAMPLE:
        start, end = start[:_WIDEST], start.find("\n", end) + 1
    return start[: max(end, SAMPLE)].rstrip("\0")


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

    That is how R and pandas write row names and an index, and how pandas reads such a file. Where
    most of the rows have a cell that starts with a space, the delimiter is a comma of the text.
    """
    columns = header.columns
    longer = header.index is not None and bool(below)
    longer = longer and all(len(cells) == len(columns) + 1 for cells in below)
    spaced = sum(any(cell.startswith(" ") for cell in cells[1:]) for cells in below)
    if not longer or not any(cells[-1] for cells in below) or spaced * 2 > len(below):
        return columns, ()
    return (_free("column 1", columns), *columns), ("TAB010",)


def _free(name: str, columns: Sequence[str]) -> str:
    return name if name not in columns else _free(f"{name} (index)", columns)


def _told(dialect: Dialect, start: int, sample: str) -> dict[str, str]:
    """A dialect as the report tells it and as `read` takes it."""
    newline = dialect.newline
    if newline == "\n" and sample.count("\r\n") * 2 > sample.count("\n"):
        newline = "\r\n"
    told = {
        "delimiter": dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.escape,
        "newline": newline,
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
    if header.index is not None and whole:
        after = rows[header.index + 1 :]
        if all(is_blank(row.cells) for row in after):
            yield Finding("TAB014", origin)


READER = Reader(("csv", "tsv"), plan, read, cut, read_many)
