"""Tables in memory: pandas, polars, Arrow, lists of dicts and dicts of columns."""

from __future__ import annotations

import datetime as dt
import enum
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from ftprep.errors import UsageError
from ftprep.model import Record
from ftprep.readers.frame.plain import plain
from ftprep.readers.frames import frame_source, read_frame, repeatable

TABLE = pa.table({"question": ["007", None], "score": [1, 2], "tags": [["a"], []]})
ROWS: list[dict[str, Any]] = [
    {"question": "007", "score": 1, "tags": ["a"]},
    {"question": None, "score": 2, "tags": []},
]


class Colour(enum.StrEnum):
    RED = "red"


class Rows:
    """What a pandas DataFrame has, as far as it is used."""

    columns = ("question", 7, ("level", "two"), "question")

    def itertuples(self, *, index: bool, name: None) -> Iterator[tuple[Any, ...]]:
        assert not index
        yield ("a", float("nan"), dt.datetime.fromisoformat("2024-03-05 14:30:00"), NAType())
        yield (None, 1.5, NaTType(), Array([1, 2]))


class NAType:
    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")


class NaTType(dt.datetime):
    def __new__(cls) -> NaTType:
        return super().__new__(cls, 1970, 1, 1)


class Array:
    def __init__(self, values: list[Any]) -> None:
        self.values = values

    def tolist(self) -> list[Any]:
        return self.values


class Stream:
    """What a polars DataFrame has, as far as it is used."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return TABLE.__arrow_c_stream__(requested_schema)


def records(frame: Any) -> list[Record]:
    source = frame_source(frame, 3, "<frame>")
    found = [record for record in read_frame(frame, source) if isinstance(record, Record)]
    assert found == list(read_frame(frame, source)), "reading it again gives the same"
    return found


@pytest.mark.parametrize(
    "frame",
    [
        TABLE,
        TABLE.to_batches()[0],
        repeatable(TABLE.to_reader()),
        Stream(),
        ROWS,
        tuple(ROWS),
        repeatable(iter(ROWS)),
        repeatable(row for row in ROWS),
        {name: [row[name] for row in ROWS] for name in ROWS[0]},
    ],
    ids=["table", "batch", "reader", "stream", "list", "tuple", "iterator", "generator", "columns"],
)
def test_rows_of_a_frame(frame: Any) -> None:
    found = records(frame)
    assert [record.data for record in found] == ROWS
    assert [tuple(record.origin) for record in found] == [(3, 0, 0, 0, 1), (3, 0, 1, 0, 2)]


@pytest.mark.parametrize("frame", [iter(ROWS), TABLE.to_reader()], ids=["iterator", "reader"])
def test_what_gives_its_rows_only_once_is_refused(frame: Any) -> None:
    with pytest.raises(UsageError, match="only once"):
        frame_source(frame, 0, "<frame>")


def test_a_source_tells_the_columns() -> None:
    source = frame_source(TABLE, 3, "<frame>")
    assert (source.index, source.path, source.local, source.format) == (3, "<frame>", "", "frame")
    assert source.columns == ("question", "score", "tags")
    assert frame_source(ROWS, 0, "<frame>").columns == ()


def test_a_frame_of_pandas() -> None:
    names = ("question", "7", "level two", "question (2)")
    assert frame_source(Rows(), 0, "<frame>").columns == names
    assert [list(record.data.values()) for record in records(Rows())] == [
        ["a", None, "2024-03-05 14:30:00", None],
        [None, 1.5, None, [1, 2]],
    ]


def test_large_tables_are_read_in_parts() -> None:
    table = pa.table({"n": list(range(5000))})
    assert [record.data["n"] for record in records(table)] == list(range(5000))


@pytest.mark.parametrize(
    "frame",
    ["data.csv", 7, None, {"question": "a"}, {"a": [1], "b": [1, 2]}, pa.array([1]), {}],
)
def test_what_is_no_table(frame: Any) -> None:
    with pytest.raises(UsageError, match=r"table|dict of columns"):
        frame_source(frame, 0, "<frame>")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Colour.RED, "red"),
        ({1: {"a": float("nan")}}, {"1": {"a": None}}),
        ((1, 2), [1, 2]),
        ([(1, 2)], [[1, 2]]),
        ([("a", 1), ("a", 2)], [["a", 1], ["a", 2]]),
        (float("inf"), "Infinity"),
        (bytearray(b"x"), "x"),
        (1 + 2j, "(1+2j)"),
    ],
)
def test_values_that_json_has_not(value: object, expected: object) -> None:
    assert plain(value) == expected


def test_real_pandas() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "text": ["NA", None],
            "when": [pandas.Timestamp("2024-03-05 14:30:00.000000001"), pandas.NaT],
            "count": pandas.array([7, None], dtype="Int64"),
            "kind": pandas.Categorical(["a", "b"]),
        }
    )
    assert [record.data for record in records(frame)] == [
        {"text": "NA", "when": "2024-03-05 14:30:00.000000001", "count": 7, "kind": "a"},
        {"text": None, "when": None, "count": None, "kind": "b"},
    ]


def test_real_polars() -> None:
    polars = pytest.importorskip("polars")
    assert [record.data for record in records(polars.DataFrame(ROWS))] == ROWS


def test_lists_need_no_library() -> None:
    program = (
        "import sys; from ftprep.readers.frames import *;"
        "list(read_frame([{'a': 1}], frame_source([{'a': 1}], 0, 'x')));"
        "assert not {'pandas', 'polars', 'pyarrow'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
