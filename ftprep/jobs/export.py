"""Results as files for other tools: CSV and Parquet, with the same columns from every service."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ftprep.atomic import write_whole
from ftprep.jobs.results import Results

__all__ = ["as_csv", "write_csv", "write_parquet"]


def as_csv(results: Results) -> str:
    """`step` and our columns; a cell is empty where nothing was measured.

    Numbers are written so that they read back as the very same.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["step", *results.columns])
    for row in results.rows:
        cells = (row.metrics.get(column) for column in results.columns)
        writer.writerow([row.step, *("" if value is None else repr(value) for value in cells)])
    return out.getvalue()


def write_csv(results: Results, path: Path) -> None:
    """Write `as_csv`; raises `OutputError` when that cannot be done."""
    write_whole(path, as_csv(results).encode())


def write_parquet(results: Results, path: Path) -> None:
    """`step` as int64, every other column as float64, null where nothing was measured.

    Raises `OutputError` when that cannot be done.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {
        column: pa.array([row.metrics.get(column) for row in results.rows], pa.float64())
        for column in results.columns
    }
    steps = pa.array([row.step for row in results.rows], pa.int64())
    buffer = pa.BufferOutputStream()
    pq.write_table(pa.table({"step": steps} | columns), buffer)
    write_whole(path, buffer.getvalue().to_pybytes())
