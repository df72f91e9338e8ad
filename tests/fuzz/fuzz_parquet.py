"""Parquet: damage costs the rows that it hits, and nothing ends the reader."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from tests.fuzz.harness import drive

__all__ = ["seeds", "target"]

_ROWS: Final = 4
_COLUMNS: Final[dict[str, list[Any]]] = {
    "prompt": ["How?", None, "été 😀", "When?"],
    "n": [1, 2, None, -(2**63)],
    "x": [0.1, float("nan"), float("inf"), None],
    "yes": [True, False, None, True],
    "list": [["a", None], [], None, ["b"]],
    "struct": [{"role": "user", "content": "Hi"}, None, {"role": None, "content": ""}, None],
    "date": [datetime(2024, 3, 5, 14, 30, tzinfo=UTC)] * _ROWS,
    "price": [Decimal("1.10"), None, Decimal("-2.00"), Decimal("0.01")],
    "bytes": [b"abc", b"\xff\xfe", b"", None],
}


def target(data: bytes) -> None:
    """Read the bytes as a Parquet file."""
    drive(data, "data.parquet")


def seeds() -> Iterator[bytes]:
    """Small files: plain and compressed, one row group and several, one column and all of them."""
    table = pa.table(_COLUMNS)
    for compression in ("none", "snappy", "gzip", "zstd"):
        yield _written(table, compression=compression)
    yield _written(table, row_group_size=1, use_dictionary=False)
    yield _written(table, data_page_version="2.0", write_statistics=False)
    for name in _COLUMNS:
        yield _written(table.select([name]), compression="none", write_statistics=False)
    broken = pa.array([b"plain", b"caf\xe9"], pa.binary()).view(pa.string())
    yield _written(pa.table({"text": broken}), compression="none")
    yield _written(pa.table({"text": pa.array([], pa.string())}))
    far = pa.array([2**60, 0], pa.timestamp("ms"))
    yield _written(pa.table([far, far], ["when", "when"]))


def _written(table: pa.Table, **how: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **how)
    return out.getvalue()
