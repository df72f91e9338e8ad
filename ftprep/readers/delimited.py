"""Read CSV and TSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ftprep.model import Finding, Record, Source
from ftprep.readers.reader import Hints, InputFile, Reader, Shard

__all__ = ["READER"]


def plan(file: InputFile, hints: Hints) -> Sequence[Source]:
    """Decide how a delimited text is read."""
    raise NotImplementedError


def read(source: Source, shard: Shard) -> Iterator[Record | Finding]:
    """Yield every row as one record."""
    raise NotImplementedError


READER = Reader(("csv", "tsv"), plan, read)
