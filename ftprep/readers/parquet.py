"""Read Parquet files. A shard is a run of row groups; `start` and `stop` are their numbers.

Values keep their types: text, integers, booleans, lists, structs and null. What JSON has not
becomes text; `plain` and `arrow_rows` say how. A null cell is None; a null field of a struct is a
key that is absent (`docs/decisions/0017-a-null-field-is-an-absent-key.md`). Memory: one batch of
1,024 rows, and what Arrow holds of the pages that it is decoding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from ftprep.errors import InputError
from ftprep.model import UNREADABLE, Finding, Origin, Record, Source
from ftprep.readers.frame import arrow_rows
from ftprep.readers.reader import Hints, InputFile, Reader, Shard

__all__ = ["READER", "cut", "plan", "read"]

_BATCH: Final = 1024
_BUFFER: Final = 1 << 20


def plan(file: InputFile, hints: Hints) -> Sequence[Source]:
    """Read the footer of the file; raises `InputError` where it is broken."""
    import pyarrow as pa  # loaded when the first Parquet file is at hand

    del hints
    try:
        with _opened(file.local) as parquet:
            names = arrow_rows.distinct(parquet.schema_arrow.names)
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise InputError(
            f"{file.path}: this is not a whole Parquet file: {_reason(error)}. Its table of "
            "contents is at its end, so a file that was cut off cannot be read. Get it again."
        ) from error
    return [
        Source(
            file.index,
            file.path,
            file.local,
            "parquet",
            file.bytes,
            file.sha256,
            file.compression,
            columns=names,
        )
    ]


def cut(source: Source, wanted: int) -> Sequence[Shard]:
    """Cut at row groups, so that the shards have about the same number of rows."""
    with _opened(source.local) as parquet:
        sizes = _row_counts(parquet)
    total, done = sum(sizes), 0
    starts = [0]
    for group, size in enumerate(sizes):
        if group and done * wanted >= total * len(starts):
            starts.append(group)
        done += size
    stops = [*starts[1:], -1]
    return [
        Shard(source.index, number, start, stop)
        for number, (start, stop) in enumerate(zip(starts, stops, strict=True))
    ]


def read(source: Source, shard: Shard) -> Iterator[Record | Finding]:
    """Yield the rows of some row groups; `Origin.row` counts from 1 at the start of the file."""
    with _opened(source.local) as parquet:
        sizes = _row_counts(parquet)
        stop = len(sizes) if shard.stop < 0 else shard.stop
        before = sum(sizes[: shard.start])
        first = before
        for group in range(shard.start, stop):
            for number, row in enumerate(_group(parquet, group, source, sizes[group])):
                at = first + number
                origin = Origin(source.index, shard.number, at - before, row=at + 1)
                yield _record(row, origin)
            first += sizes[group]


def _opened(local: str) -> Any:
    import pyarrow.parquet as pq

    return pq.ParquetFile(local, buffer_size=_BUFFER, pre_buffer=False)


def _row_counts(parquet: Any) -> list[int]:
    metadata = parquet.metadata
    return [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]


def _group(
    parquet: Any, group: int, source: Source, size: int
) -> Iterator[arrow_rows.ArrowRow | str]:
    """The rows of a row group; where it is damaged, the reason for each row that is lost."""
    import pyarrow as pa

    given = 0
    try:
        for batch in parquet.iter_batches(_BATCH, row_groups=[group]):
            for row in arrow_rows.rows(batch, source.columns):
                given += 1
                yield row
    except (pa.ArrowException, OSError, UnicodeError) as error:
        for _ in range(size - given):
            yield _reason(error)


def _record(row: arrow_rows.ArrowRow | str, origin: Origin) -> Record:
    if isinstance(row, str):
        return Record(origin, UNREADABLE, "", (Finding("PAR001", origin, args={"reason": row}),))
    return arrow_rows.record(row, origin)


def _reason(error: Exception) -> str:
    """The first sentence of what Arrow says, without its closing full stop."""
    return str(error).strip().split("\n", 1)[0].rstrip(".")


READER: Final = Reader(("parquet",), plan, read, cut)
