"""A null field of a struct of Arrow is an absent key; the nulls of JSON stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftprep import Config, check, prepare
from ftprep.model import Record
from ftprep.readers.frames import frame_source, read_frame
from tests.readers.workbook_reading import records

CALL = {"id": "call_1", "type": "function", "function": {"name": "price", "arguments": '{"of": 1}'}}
PARAMETERS = {
    "type": "object",
    "properties": {"of": {"type": "integer", "description": "Number of the article."}},
    "required": ["of"],
}
TOOLS = [
    {
        "type": "function",
        "function": {"name": "price", "description": "Price.", "parameters": PARAMETERS},
    }
]


def conversation(number: int) -> list[dict[str, Any]]:
    return [
        {"role": "system", "content": "You sell lamps."},
        {"role": "user", "content": f"What does lamp {number} cost?", "name": "Ann"},
        {"role": "assistant", "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "call_1", "content": f"{number + 3}"},
        {"role": "assistant", "content": f"Lamp {number} costs {number + 3} euros.", "weight": 1},
    ]


LINES = [{"messages": conversation(number), "tools": TOOLS} for number in range(20)]
PAIRS = [
    {
        "input": {
            "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": f"Say {number}.", "name": "Ann"},
            ],
            **({"parallel_tool_calls": True, "tools": TOOLS} if number % 2 else {}),
        },
        "preferred_output": [{"role": "assistant", "content": f"It is {number}."}],
        "non_preferred_output": [{"role": "assistant", "content": "No."}],
    }
    for number in range(20)
]


class Pandas:
    """A DataFrame that was read from Parquet: structs are dicts with every key."""

    columns = ("messages", "tools")

    def itertuples(self, *, index: bool, name: None) -> Iterator[tuple[Any, ...]]:
        assert not index
        yield from (tuple(row.values()) for row in pa.Table.from_pylist(LINES).to_pylist())


class Dataset:
    """What a `datasets.Dataset` has, as far as it is used."""

    features = ("messages", "tools")
    column_names = ("messages", "tools")

    def __iter__(self) -> Iterator[dict[str, Any]]:
        yield from pa.Table.from_pylist(LINES).to_pylist()


def of_frame(frame: Any) -> list[Any]:
    found = read_frame(frame, frame_source(frame, 0, "<frame>"))
    return [record.data for record in found if isinstance(record, Record)]


def of_parquet(table: pa.Table, folder: Path) -> list[Any]:
    path = folder / "data.parquet"
    pq.write_table(table, path)
    return [record.data for record in records(path)]


def test_arrow_has_nulls_where_keys_are_absent() -> None:
    first = pa.Table.from_pylist(LINES).to_pylist()[0]["messages"][0]
    assert first["tool_calls"] is first["tool_call_id"] is first["name"] is None


@pytest.mark.parametrize("rows", [LINES, PAIRS], ids=["tools", "pairs"])
def test_what_was_put_into_parquet_comes_out(rows: list[Any], tmp_path: Path) -> None:
    assert of_parquet(pa.Table.from_pylist(rows), tmp_path) == rows


@pytest.mark.parametrize(
    "frame", [pa.Table.from_pylist(LINES), Pandas(), Dataset()], ids=["arrow", "pandas", "datasets"]
)
def test_what_was_put_into_a_frame_comes_out(frame: Any) -> None:
    assert of_frame(frame) == LINES


@pytest.mark.parametrize("rows", [LINES, PAIRS], ids=["tools", "pairs"])
def test_such_tables_are_as_good_as_lines(rows: list[Any], tmp_path: Path) -> None:
    parquet, lines = tmp_path / "data.parquet", tmp_path / "data.jsonl"
    pq.write_table(pa.Table.from_pylist(rows), parquet)
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert check(parquet).findings_total == check(lines).findings_total
    assert check(parquet).summary.errors == 0


def test_explicit_null_beside_calls_is_absent_and_right(tmp_path: Path) -> None:
    said: dict[str, Any] = {"role": "assistant", "content": None, "tool_calls": [CALL]}
    rows = [
        {**line, "messages": [*line["messages"][:2], said, *line["messages"][3:]]} for line in LINES
    ]
    table = pa.Table.from_pylist(rows)
    assert of_parquet(table, tmp_path) == LINES
    assert check(table).summary.errors == 0


def test_rows_without_tools_are_written_without_the_key(tmp_path: Path) -> None:
    talk = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]
    rows = [
        {**line, "tools": None, "messages": [{**talk[0], "content": f"Hi {number}"}, talk[1]]}
        if number % 2
        else line
        for number, line in enumerate(LINES)
    ]
    report = prepare(pa.Table.from_pylist(rows), tmp_path, Config(test_size=0), name="x")
    assert report.findings_total["TOL012"] == 10
    assert all(row.fixable for row in report.findings if row.code == "TOL012")
    written = [json.loads(line) for line in (tmp_path / "x_train.jsonl").read_text().splitlines()]
    kept = [{key: value for key, value in row.items() if value is not None} for row in rows]
    assert written == kept


def test_an_empty_cell_stays_null(tmp_path: Path) -> None:
    kind = pa.struct([("a", pa.string()), ("b", pa.struct([("c", pa.int64()), ("d", pa.int64())]))])
    column = pa.array([None, {"a": None, "b": {"c": 1}}, {"a": "x"}, {"b": {}}], kind)
    table = pa.table({"cell": column, "text": pa.array([None, "", "y", "z"])})
    expected = [
        {"cell": None, "text": None},
        {"cell": {"b": {"c": 1}}, "text": ""},
        {"cell": {"a": "x"}, "text": "y"},
        {"cell": {"b": {}}, "text": "z"},
    ]
    assert of_parquet(table, tmp_path) == of_frame(table) == expected


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (pa.array([["a", None]]), ["a", None]),
        (pa.array([[{"a": 1, "b": None}, None]]), [{"a": 1}, None]),
        (pa.array([[("a", None)]], pa.map_(pa.string(), pa.int64())), {"a": None}),
        (
            pa.array(
                [[("a", {"x": None, "y": 2})]],
                pa.map_(pa.string(), pa.struct([("x", pa.int64()), ("y", pa.int64())])),
            ),
            {"a": {"y": 2}},
        ),
        (pa.array([{"x": float("nan")}]), {"x": None}),
    ],
    ids=["list", "structs-in-a-list", "map", "structs-in-a-map", "not-a-number"],
)
def test_nulls_that_are_no_fields_stay(column: pa.Array, value: object, tmp_path: Path) -> None:
    table = pa.table({"column": column})
    assert of_parquet(table, tmp_path) == of_frame(table) == [{"column": value}]


def test_text_that_is_not_utf_8_is_read_so_too(tmp_path: Path) -> None:
    raw = pa.array([b"caf\xe9", None])
    text = pa.StringArray.from_buffers(2, raw.buffers()[1], raw.buffers()[2], raw.buffers()[0])
    table = pa.table({"m": pa.StructArray.from_arrays([text, pa.array([1, 2])], ["a", "b"])})
    assert of_parquet(table, tmp_path) == [{"m": {"a": "caf\ufffd", "b": 1}}, {"m": {"b": 2}}]


@pytest.mark.parametrize("frame", [list, tuple, lambda rows: {"m": [row["m"] for row in rows]}])
def test_python_can_leave_a_key_out_so_that_none_stays(frame: Any) -> None:
    rows = [{"m": {"a": None, "b": [{"c": None}]}}]
    assert of_frame(frame(rows)) == rows


def test_lines_keep_their_nulls(tmp_path: Path) -> None:
    rows = pa.Table.from_pylist(LINES).to_pylist()
    path = tmp_path / "data.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert check(path).findings_total["SCH001"] >= 20


NAMES = st.sampled_from(["role", "content", "name", "calls", "weight"])
MESSAGES = st.lists(
    st.dictionaries(
        NAMES, st.text(st.characters(blacklist_categories=["Cs"]), max_size=5), min_size=1
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(MESSAGES, min_size=1, max_size=4))
def test_any_messages_come_out_as_they_were(rows: list[list[dict[str, str]]]) -> None:
    table = pa.table({"messages": pa.array(rows)})
    assert of_frame(table) == [{"messages": row} for row in rows]
