"""Readers: one module per file format, bytes in, records out.

A format's module is imported when the first input of that format is met, so that checking a JSONL
file loads no spreadsheet library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Final

from ftprep.model import Finding, Record, Source
from ftprep.readers.reader import Hints, InputFile, Reader, Shard, batches
from ftprep.readers.sniff import format_of

__all__ = ["READERS", "cut", "plan", "read", "read_many", "reader_of"]

READERS: Final[Mapping[str, str]] = {
    "csv": "ftprep.readers.delimited",
    "tsv": "ftprep.readers.delimited",
    "json": "ftprep.readers.json_document",
    "jsonl": "ftprep.readers.jsonl",
    "parquet": "ftprep.readers.parquet",
    "xls": "ftprep.readers.workbook",
    "xlsx": "ftprep.readers.workbook",
}
"""Format → module that holds its `READER`."""


def reader_of(name: str) -> Reader:
    """Load the reader of a format."""
    reader: Reader = import_module(READERS[name]).READER
    return reader


def plan(file: InputFile, hints: Hints) -> Sequence[Source]:
    """Tell the format of a file and decide how it is read; raises `InputError`, `UsageError`."""
    name, findings = format_of(file, hints.format)
    first, *others = reader_of(name).plan(file, replace(hints, format=name))
    return (replace(first, findings=(*findings, *first.findings)), *others)


def read(source: Source, shard: Shard) -> Iterator[Record | Finding]:
    """Yield the rows of one shard of a source."""
    return reader_of(source.format).read(source, shard)


def read_many(source: Source, shard: Shard) -> Iterator[Sequence[Record | Finding]]:
    """Yield the rows of one shard of a source, many at a time."""
    reader = reader_of(source.format)
    return reader.read_many(source, shard) if reader.read_many else batches(read(source, shard))


def cut(source: Source, wanted: int) -> Sequence[Shard]:
    """Cut a source into up to `wanted` shards; one, where the format cannot be cut."""
    reader = reader_of(source.format)
    return reader.cut(source, wanted) if reader.cut else (Shard(source.index),)
