"""Read a file with the reader of its format, whatever the rest of ftprep would do with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ftprep.model import Finding, Record, Source
from ftprep.readers import parquet, workbook
from ftprep.readers.reader import Hints, InputFile, Reader, Shard

__all__ = ["plan", "read", "records"]


def plan(path: Path, hints: Hints | None = None) -> Sequence[Source]:
    """The sources of a workbook or a Parquet file."""
    file = InputFile(0, path.name, str(path), path.stat().st_size, "")
    reader: Reader = parquet.READER if path.suffix == ".parquet" else workbook.READER
    return reader.plan(file, hints or Hints())


def read(source: Source) -> list[Record | Finding]:
    """All that a source gives."""
    reader: Reader = parquet.READER if source.format == "parquet" else workbook.READER
    return list(reader.read(source, Shard(source.index)))


def records(path: Path, hints: Hints | None = None) -> list[Record]:
    """The records of all sources of a file."""
    return [
        found for source in plan(path, hints) for found in read(source) if isinstance(found, Record)
    ]
