"""What a reader is: how an input is planned, cut and read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, repeat
from typing import Any, Final, TypeVar

from ftprep.frozen import frozen
from ftprep.many import made
from ftprep.model import Finding, Origin, Record, Source
from ftprep.named import NamedTuple

__all__ = ["BATCH", "Hints", "InputFile", "Reader", "Shard", "batches", "plain_records"]

BATCH: Final = 1_000
"""Records that are handed on together: the tokenizer is batch-shaped, and a thousand need little
memory."""

_Entry = TypeVar("_Entry")


@frozen
class Hints:
    """What the person said about the inputs; None means: find out."""

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_row: int | None = None
    """1-based row or line of the header; 0 says that there is none."""
    sheets: tuple[str, ...] = ()
    """Sheet names or 1-based numbers; `*` means all of them."""
    records: str | None = None
    """Dotted path of the list of records inside a JSON document: `data.items`."""


@frozen
class InputFile:
    """One file to be read, after standard input was spooled and a gzip wrapper recognised."""

    index: int
    path: str
    local: str
    bytes: int
    sha256: str
    compression: str | None = None
    modified: int | None = None
    """When it was changed last, in nanoseconds since 1970, before its bytes were hashed; None for
    a copy of ours."""


class Shard(NamedTuple):
    """A part of a source that can be read without reading any other part.

    `start` and `stop` mean what the reader says: bytes for JSONL, row groups for Parquet;
    `stop` -1 is the end. Shard 0 with (0, -1) is the whole source, which every reader accepts.
    """

    source: int
    number: int = 0
    start: int = 0
    stop: int = -1
    lines: int = 0
    """Physical lines before `start`, where the format has lines."""


@frozen
class Reader:
    """One file format.

    `plan(file, hints)` looks at the input and decides how it will be read: one Source for each
    table found (several for a workbook read with `sheets`), with the findings about the file as a
    whole. It raises `UsageError` for hints that cannot be met (no such sheet: the message names
    those that exist) and nothing for bad data.

    `read(source, shard)` yields every row as one Record, in order, and Findings for places that
    belong to no row. It never raises for what is in the file.

    `read_many(source, shard)`, where a format has it, yields the same many at a time.

    `cut(source, wanted)` gives up to `wanted` shards that together are the whole source.
    """

    formats: tuple[str, ...]
    plan: Callable[[InputFile, Hints], Sequence[Source]]
    read: Callable[[Source, Shard], Iterator[Record | Finding]]
    cut: Callable[[Source, int], Sequence[Shard]] | None = None
    read_many: Callable[[Source, Shard], Iterator[Sequence[Record | Finding]]] | None = None


def batches(entries: Iterable[_Entry]) -> Iterator[Sequence[_Entry]]:
    """The same, many at a time."""
    stream = iter(entries)
    while batch := list(islice(stream, BATCH)):
        yield batch


def plain_records(
    source: int,
    shard: int,
    first: int,
    lines: Iterable[int],
    rows: Iterable[int],
    values: Sequence[Any],
) -> list[Record]:
    """A record for each value about which there is nothing to say: the first has the position
    `first`, and `lines` and `rows` tell where each stands (`repeat(0)` where the format has none).
    """
    count = len(values)
    places = zip(repeat(source, count), repeat(shard), range(first, first + count), lines, rows)
    return made(Record, zip(made(Origin, places), values, repeat(""), repeat(()), repeat(())))
