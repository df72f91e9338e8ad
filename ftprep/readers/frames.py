"""Read tables in memory: pandas, polars, Arrow, and lists of dicts. None of them is imported.

A frame cannot be opened again from a path, so the frame itself is handed to `read_frame` beside its
Source. Each call reads it from the start. What gives its rows only once (a generator, a
RecordBatchReader) is refused by `frame_source`; `repeatable` makes a frame of it.

Missing values (None, NaN, NaT, NA) are None; for other values see `plain`. Rows count from 1.
Inside the cells of Arrow, pandas, polars and `datasets.Dataset` a null field of a struct is a key
that is absent; lists and dicts of Python can leave a key out, and their None stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from ftprep.errors import UsageError
from ftprep.model import Finding, Origin, Record, Source

__all__ = ["frame_source", "read_frame", "repeatable"]

_BATCH: Final = 1024
_ACCEPTED: Final = (
    "a pandas or polars DataFrame, a pyarrow Table, a list of dicts, or a dict of columns"
)


def repeatable(frame: Any) -> Any:
    """The frame, or its rows in a list or a table if it gives them only once."""
    if _is_reader(frame):
        return frame.read_all()
    return list(frame) if isinstance(frame, Iterator) else frame


def frame_source(frame: Any, index: int, name: str) -> Source:
    """Describe a frame, called `name` in messages; raises `UsageError` for what is no table."""
    return Source(index, name, "", "frame", 0, "", columns=_columns(frame))


def read_frame(frame: Any, source: Source) -> Iterator[Record | Finding]:
    """Yield the rows of a frame, each as one Record."""
    from ftprep.readers.frame import arrow_rows

    for position, row in enumerate(_rows(frame, source.columns)):
        origin = Origin(source.index, position=position, row=position + 1)
        if isinstance(row, arrow_rows.ArrowRow):
            yield arrow_rows.record(row, origin)
        else:
            yield Record(origin, row)


def _is_reader(frame: Any) -> bool:
    """Whether it is a pyarrow.RecordBatchReader."""
    return hasattr(frame, "read_all") and hasattr(frame, "read_next_batch")


def _is_pandas(frame: Any) -> bool:
    return hasattr(frame, "itertuples") and hasattr(frame, "columns")


def _is_arrow(frame: Any) -> bool:
    return hasattr(frame, "__arrow_c_stream__") or hasattr(frame, "__arrow_c_array__")


def _is_dataset(frame: Any) -> bool:
    """Whether it is a `datasets.Dataset`: rows as dicts that come out of Arrow."""
    return hasattr(frame, "features") and hasattr(frame, "column_names")


def _columns(frame: Any) -> tuple[str, ...]:
    """Names of the columns; none for rows that each have their own keys."""
    if _is_reader(frame) or isinstance(frame, Iterator):
        raise UsageError(
            f"{type(frame).__name__} gives its rows only once, and they are read more than once. "
            "Give a list or a table: list(rows), reader.read_all()."
        )
    from ftprep.readers.frame import arrow_rows  # starting fast: files need none of it

    if _is_pandas(frame):
        return arrow_rows.distinct([_label(column) for column in frame.columns])
    if _is_arrow(frame):
        return arrow_rows.distinct(_batches(frame).schema.names)
    if isinstance(frame, Mapping):
        lengths = {len(column) for column in frame.values() if _is_column(column)}
        if len(lengths) != 1 or not all(map(_is_column, frame.values())):
            raise UsageError(
                "A dict is read as a dict of columns, which are lists of the same length. "
                "For one record, give a list with the dict in it."
            )
        return arrow_rows.distinct([str(name) for name in frame])
    if not isinstance(frame, Iterable) or isinstance(frame, str | bytes) or _is_series(frame):
        raise UsageError(f"{type(frame).__name__} is no table. Give {_ACCEPTED}.")
    return ()


def _label(column: object) -> str:
    """The name of a column; the levels of a pandas MultiIndex with spaces between."""
    return " ".join(map(str, column)) if isinstance(column, tuple) else str(column)


def _is_column(column: object) -> bool:
    return (
        hasattr(column, "__len__") and hasattr(column, "__iter__") and not isinstance(column, str)
    )


def _is_series(frame: object) -> bool:
    return hasattr(frame, "to_frame")


def _batches(frame: Any) -> Any:
    """A pyarrow.RecordBatchReader over a frame with the Arrow interface."""
    import pyarrow as pa  # loaded when Arrow data is at hand

    try:
        if hasattr(frame, "__arrow_c_stream__"):
            return pa.RecordBatchReader.from_stream(frame)
        batch = pa.record_batch(frame)
        return pa.RecordBatchReader.from_batches(batch.schema, [batch])
    except (pa.ArrowException, TypeError) as error:
        raise UsageError(f"{type(frame).__name__} is no table. Give {_ACCEPTED}.") from error


def _rows(frame: Any, names: Sequence[str]) -> Iterator[Any]:
    from ftprep.readers.frame import arrow_rows
    from ftprep.readers.frame.plain import cell, plain

    if _is_pandas(frame):
        for row in frame.itertuples(index=False, name=None):
            yield dict(zip(names, map(cell, row), strict=True))
    elif _is_arrow(frame):
        for batch in _batches(frame):
            for start in range(0, batch.num_rows, _BATCH):
                yield from arrow_rows.rows(batch.slice(start, _BATCH), names)
    elif isinstance(frame, Mapping):
        for row in zip(*frame.values(), strict=True):
            yield dict(zip(names, map(plain, row), strict=True))
    elif _is_dataset(frame):
        for row in frame:
            yield {str(name): cell(value) for name, value in row.items()}
    else:
        yield from map(plain, frame)
