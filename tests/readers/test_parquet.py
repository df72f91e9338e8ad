"""Parquet files: types are kept where JSON has them, and read batch by batch."""

from __future__ import annotations

import datetime as dt
import decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftprep.errors import InputError
from ftprep.model import UNREADABLE, Record
from ftprep.readers import parquet
from ftprep.readers.reader import Shard
from tests.readers.workbook_reading import plan, read, records

MESSAGES = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]


def written(folder: Path, columns: dict[str, Any], **options: Any) -> Path:
    path = folder / "data.parquet"
    pq.write_table(pa.table(columns), path, **options)
    return path


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        (pa.array(["007"]), "007"),
        (pa.array(["NA"], pa.large_string()), "NA"),
        (pa.array(["x"]).dictionary_encode(), "x"),
        (pa.array([None], pa.string()), None),
        (pa.array([None], pa.null()), None),
        (pa.array([True]), True),
        (pa.array([2**64 - 1], pa.uint64()), 2**64 - 1),
        (pa.array([-1], pa.int8()), -1),
        (pa.array([0.1]), 0.1),
        (pa.array([0.1], pa.float32()), 0.1),
        (pa.array([16777217.0], pa.float32()), 16777216.0),
        (pa.array([float("nan")]), "NaN"),
        (pa.array([float("-inf")], pa.float32()), "-Infinity"),
        (pa.array([decimal.Decimal("1.50")]), "1.50"),
        (pa.array([dt.date(2024, 3, 5)]), "2024-03-05"),
        (pa.array([dt.time(14, 30)]), "14:30:00"),
        (pa.array([0], pa.timestamp("s")), "1970-01-01 00:00:00"),
        (pa.array([1_500], pa.timestamp("ms", "UTC")), "1970-01-01 00:00:01.500000+00:00"),
        (pa.array([1_000], pa.timestamp("ns")), "1970-01-01 00:00:00.000001"),
        (pa.array([1], pa.timestamp("ns")), "1970-01-01 00:00:00.000000001"),
        (pa.array([2**48], pa.timestamp("ms")), "10889-08-02 05:31:50.656"),
        (pa.array([90], pa.duration("s")), "0:01:30"),
        (pa.array([b"caf\xc3\xa9"]), "café"),
        (pa.array([b"\xff\x00"]), "/wA="),
        (pa.array([MESSAGES]), MESSAGES),
        (pa.array([[["a"], []]]), [["a"], []]),
        (pa.array([[dt.date(2024, 3, 5)]]), ["2024-03-05"]),
        (pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())), {"a": 1}),
        (pa.array([[]], pa.map_(pa.string(), pa.int64())), {}),
    ],
)
def test_a_value(stored: pa.Array, value: object, tmp_path: Path) -> None:
    (found,) = records(written(tmp_path, {"column": stored}))
    assert found.data == {"column": value}
    assert type(found.data["column"]) is type(value)
    assert not found.findings


def test_places_count_over_the_whole_file(tmp_path: Path) -> None:
    path = written(tmp_path, {"n": list(range(10))}, row_group_size=3)
    (source,) = plan(path)
    assert (source.format, source.columns) == ("parquet", ("n",))
    whole = [found for found in read(source) if isinstance(found, Record)]
    assert [(r.origin.position, r.origin.row) for r in whole] == [(n, n + 1) for n in range(10)]
    assert [r.data["n"] for r in whole] == list(range(10))


@pytest.mark.parametrize("wanted", [1, 2, 3, 4, 9])
def test_shards_are_the_whole(wanted: int, tmp_path: Path) -> None:
    path = written(tmp_path, {"n": list(range(10))}, row_group_size=3)
    (source,) = plan(path)
    shards = parquet.cut(source, wanted)
    assert len(shards) == min(wanted, 4)
    parts = [list(parquet.read(source, shard)) for shard in shards]
    found = [(r.data, r.origin.row) for part in parts for r in part if isinstance(r, Record)]
    assert found == [(r.data, r.origin.row) for r in read(source) if isinstance(r, Record)]
    assert all(part[0].origin.position == 0 for part in parts)
    assert [part[0].origin.shard for part in parts] == list(range(len(shards)))


def test_no_rows(tmp_path: Path) -> None:
    (source,) = plan(written(tmp_path, {"question": pa.array([], pa.string())}))
    assert (source.columns, read(source)) == (("question",), [])
    assert parquet.cut(source, 4) == [Shard(0, 0, 0, -1)]


def test_columns_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "data.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], ["x", "x"]), path)
    assert records(path)[0].data == {"x": "a", "x (2)": "b"}


def test_text_that_is_not_utf_8_is_one_finding_for_each_cell(tmp_path: Path) -> None:
    raw = pa.array([b"ok", b"caf\xe9", None])
    text = pa.StringArray.from_buffers(3, raw.buffers()[1], raw.buffers()[2], raw.buffers()[0])
    lists = pa.ListArray.from_arrays([0, 1, 2, 3], text)
    found = records(written(tmp_path, {"text": text, "list": lists}))
    assert [r.data["text"] for r in found] == ["ok", "caf\ufffd", None]
    assert [r.data["list"] for r in found] == [["ok"], ["caf\ufffd"], [None]]
    assert [[f.code for f in r.findings] for r in found] == [[], ["PAR002", "PAR002"], []]
    assert [f.pointer for f in found[1].findings] == ["/text", "/list"]


def test_a_damaged_row_group_is_lost_alone(tmp_path: Path) -> None:
    texts = [f"text number {n}" for n in range(400)]
    path = written(tmp_path, {"t": texts}, row_group_size=100, use_dictionary=False)
    content = bytearray(path.read_bytes())
    start = content.index(b"number 150") if b"number 150" in content else len(content) // 3
    content[start : start + 60] = bytes(60)
    path.write_bytes(bytes(content))
    found = records(path)
    lost = [r for r in found if r.data is UNREADABLE]
    assert [r.origin.row for r in found] == list(range(1, 401))
    assert len(lost) == 100
    assert {f.code for r in lost for f in r.findings} == {"PAR001"}


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + bytes(40), b"not Parquet at all"])
def test_what_is_no_parquet_file(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "data.parquet"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"data\.parquet: this is not a whole Parquet file"):
        plan(path)


VALUES = st.recursive(
    st.text(st.characters(blacklist_categories=["Cs"]), max_size=8),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(st.none() | st.text(st.characters(blacklist_categories=["Cs"])), min_size=1),
    numbers=st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), min_size=1),
)
def test_what_is_written_comes_back(
    texts: list[str | None],
    numbers: list[int | None],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    size = min(len(texts), len(numbers))
    columns = {"t": pa.array(texts[:size], pa.string()), "n": pa.array(numbers[:size], pa.int64())}
    path = written(tmp_path_factory.mktemp("parquet"), columns, row_group_size=2)
    expected = [{"t": t, "n": n} for t, n in zip(texts, numbers, strict=False)]
    assert [found.data for found in records(path)] == expected
