"""Read workbooks, xlsx and xls: each cell as the text that a person sees in Excel.

One Source is one sheet. Which sheets are read says `spreadsheet.sheet_choice`, how numbers and
dates look says `spreadsheet.number_format`.

* A formula gives its stored result. One without a stored result (written by a program, never
  opened in Excel) gives an empty text and an error finding with its cell; the formula itself is in
  `Record.raw` and never in the data.
* An error value gives its text, `#N/A`, and a finding.
* Merged cells give their text in the first cell alone, as they are stored; a finding says so.
* Hidden rows, columns and sheets are read, and told.
* Rows without any text are no records; how many were passed over is told.
* A column without a name is read where it holds anything (`column 3`), else it is no column. A
  text further down in a column that seemed to be none is kept under such a name, and told.

Memory: a stretch of 64 KiB of the sheet with its rows, 8 bytes for each shared text of the
workbook, and the shared texts themselves up to 64 MiB (beyond that they are in a temporary file);
for xls 4 bytes for each 512 of the file besides, and its table of texts once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from ftprep.errors import InputError, UsageError
from ftprep.model import Finding, Origin, Record, Source
from ftprep.readers.reader import BATCH, Hints, InputFile, Reader, Shard
from ftprep.readers.spreadsheet.book import open_book
from ftprep.readers.spreadsheet.sheet import Damage, SheetFacts, SheetRow, column_letters
from ftprep.readers.spreadsheet.sheet_choice import Candidate, Choice, choose, named
from ftprep.readers.spreadsheet.sheet_head import SheetHead, read_head
from ftprep.readers.spreadsheet.sheet_records import SheetRecords
from ftprep.readers.table.header import header_findings

__all__ = ["READER", "plan", "read", "read_many"]

_MOST_NAMES: Final = 10
"""Sheets that a message names; of the others it gives the number."""


def plan(file: InputFile, hints: Hints) -> Sequence[Source]:
    """Choose the sheets and find their headers; one Source for each sheet that is read.

    Raises `InputError` where there is no sheet to be read at all, and `UsageError` for a sheet or
    a header row that does not exist.
    """
    with open_book(file.local, file.path) as book:
        if not book.sheets:
            raise InputError(f"{file.path}: the workbook has no worksheet. Put the data in one.")
        wanted = named(book.sheets, hints.sheets, file.path)
        sheets = [book.sheets[place] for place in wanted] if hints.sheets else book.sheets
        heads = [read_head(book, sheet, hints.header_row) for sheet in sheets]
        kind = book.format
    choice = Choice(tuple(range(len(heads)))) if hints.sheets else choose(_candidates(heads))
    for head in (heads[i] for i in choice.read):
        if hints.header_row and not head.numbers:
            raise UsageError(
                f"{file.path}: row {hints.header_row} of sheet {head.sheet.name!r} is blank, so "
                "it cannot be the header. Give the number that Excel shows beside the row."
            )
    told = [] if hints.sheets else _choice_findings(heads, choice, Origin(file.index))
    sources = []
    for i in choice.read:
        sources.append(_source(file, kind, heads[i], told))
        told = []  # what holds for the whole workbook is told once
    return sources


def read(source: Source, shard: Shard) -> Iterator[Record | Finding]:
    """Yield the rows of a sheet, and at its end what is noteworthy about the sheet.

    A workbook is read in one piece: `shard` is the whole source.
    """
    return chain.from_iterable(read_many(source, shard))


def read_many(source: Source, shard: Shard) -> Iterator[Sequence[Record | Finding]]:
    """Yield the same, many at a time."""
    facts = SheetFacts()
    records = SheetRecords(source, shard.number)
    rows: list[SheetRow] = []
    with open_book(source.local, source.path) as book:
        sheet = next(sheet for sheet in book.sheets if sheet.name == source.sheet)
        try:
            for row in book.rows(sheet, facts):
                rows.append(row)
                if len(rows) == BATCH:
                    yield records.records(rows)
                    rows = []
        except Damage as damage:
            yield [*records.records(rows), records.damaged(str(damage))]
            rows = []
    yield [*records.records(rows), *records.summary(facts)]


def _candidates(heads: Sequence[SheetHead]) -> list[Candidate]:
    return [
        Candidate(
            head.sheet, tuple(head.columns.values()), empty=not head.numbers and not head.damaged
        )
        for head in heads
    ]


def _source(file: InputFile, kind: str, head: SheetHead, told: Sequence[Finding]) -> Source:
    origin = Origin(file.index, row=head.header_row or 0)
    findings = list(told)
    if not head.numbers and not head.damaged:
        findings.append(Finding("XLS001", origin, args={"sheet": head.sheet.name}))
    else:
        findings.extend(header_findings(head.header, origin))
        if head.header_row is not None and head.header_row == head.numbers[-1] and not head.damaged:
            findings.append(Finding("TAB014", origin))
    if head.sheet.hidden:
        findings.append(Finding("XLS005", origin, args={"sheet": head.sheet.name}))
    return Source(
        index=file.index,
        path=file.path,
        local=file.local,
        format=kind,
        bytes=file.bytes,
        sha256=file.sha256,
        compression=file.compression,
        dialect={
            "columns": ",".join(map(column_letters, head.columns)),
            "first_row": str(head.first_row),
        },
        sheet=head.sheet.name,
        header_row=head.header_row,
        columns=tuple(head.columns.values()),
        findings=tuple(findings),
    )


def _choice_findings(heads: Sequence[SheetHead], choice: Choice, origin: Origin) -> list[Finding]:
    """Say which sheets were read together and which were left out."""
    told = (
        ("XLS004", choice.read if len(choice.read) > 1 else ()),
        ("XLS003", choice.usable),
        ("XLS002", tuple(i for i in choice.unread if i not in choice.usable)),
    )
    return [
        Finding(
            code,
            origin,
            args={
                "n": len(places),
                "sheets": _listed([heads[i].sheet.name for i in places]),
                "read": _listed([heads[i].sheet.name for i in choice.read]),
            },
        )
        for code, places in told
        if places
    ]


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    shown = ", ".join(f"'{name}'" for name in names[:_MOST_NAMES])
    return f"{shown} and {more} more" if more > 0 else shown


READER: Final = Reader(("xlsx", "xls"), plan, read, read_many=read_many)
