"""`--records` with JSONL: the records lie inside the lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ftprep.errors import UsageError
from ftprep.model import UNREADABLE, Record
from ftprep.readers.reader import Hints, Shard
from tests.readers.json_reading import planned, read_json

A, B, C = {"a": 1}, {"a": 2}, {"a": 3}
TURNS = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]


def lines(*values: Any) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


FOUND: list[tuple[str, list[Any], str, list[Any]]] = [
    ("an object", [{"x": A}, {"x": B}], "x", [A, B]),
    ("a list of objects", [{"x": [A, B]}, {"x": [C]}], "x", [A, B, C]),
    ("deep", [{"x": {"y": [A]}, "z": 1}, {"x": {"y": [B, C]}}], "x.y", [A, B, C]),
    ("as a pointer", [{"x": {"y": A}}, {"x": {"y": B}}], "/x/y", [A, B]),
    ("a key with a dot", [{"x.y": {"z~": A}}, {"x.y": {"z~": B}}], "x.y.z~", [A, B]),
    ("a conversation", [{"x": TURNS}, {"x": TURNS}], "x", [{"messages": TURNS}] * 2),
    ("batches of lines", [[{"x": A}, {"x": B}], [{"x": C}]], "x", [A, B, C]),
]


@pytest.mark.parametrize(
    ("values", "path", "data"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND]
)
def test_reads_the_records_inside_the_lines(
    tmp_path: Path, values: list[Any], path: str, data: list[Any]
) -> None:
    read = read_json(tmp_path, lines(*values), hints=Hints(records=path))
    assert read.data == data


def test_without_the_flag_the_lines_are_the_records(tmp_path: Path) -> None:
    assert read_json(tmp_path, lines({"x": A}, {"x": B})).data == [{"x": A}, {"x": B}]


@pytest.mark.parametrize("other", [{"y": 1}, {"x": []}, {"x": 5}, {"x": None}, [1, 2], "text", 7])
def test_a_line_without_records_is_told_and_kept(tmp_path: Path, other: Any) -> None:
    read = read_json(tmp_path, lines({"x": A}, other, {"x": B}), hints=Hints(records="x"))
    assert read.data == [A, None, B]
    record = read.records[1]
    assert record.data is UNREADABLE
    assert json.loads(record.raw) == other
    assert [finding.code for finding in record.findings] == ["JSN047"]
    assert record.findings[0].args == {"path": "x"}
    assert [record.origin.line for record in read.records] == [1, 2, 3]


def test_what_was_excused_stands_at_the_first_record_of_its_line(tmp_path: Path) -> None:
    content = "{'x': [{'a': 1}, {'a': 2}]}\n{\"x\": [{\"a\": 3}]}\nno way\n"
    read = read_json(tmp_path, content, hints=Hints(records="x"))
    assert read.data == [A, B, C, None]
    assert [len(record.findings) for record in read.records] == [1, 0, 0, 1]
    assert read.records[0].raw == "{'x': [{'a': 1}, {'a': 2}]}"
    assert all(f.origin == r.origin for r in read.records for f in r.findings)


def test_records_over_several_lines(tmp_path: Path) -> None:
    content = "\n".join(json.dumps({"x": [{"a": n}]}, indent=1) for n in (1, 2, 3))
    assert read_json(tmp_path, content, hints=Hints(records="x")).data == [A, B, C]


@pytest.mark.parametrize("records", ["y", "x.b", "x.a", "x.a.b"])
def test_a_path_that_no_line_has_is_refused(tmp_path: Path, records: str) -> None:
    with pytest.raises(UsageError, match=r"data\.jsonl") as raised:
        read_json(tmp_path, lines({"x": A}, {"x": B, "w": []}), hints=Hints(records=records))
    assert f"at {records} " in str(raised.value)
    assert "There are: x, w." in str(raised.value)


def test_shards_give_what_the_whole_gives(tmp_path: Path) -> None:
    content = lines(*({"x": [{"n": n}, {"n": n, "t": "y" * 40}]} for n in range(300)), {"z": 1})
    reader, source = planned(tmp_path, content, "data.jsonl", Hints(records="x"))
    assert reader.cut is not None
    shards = reader.cut(source, 4)
    assert len(shards) == 4
    pieces = [r for s in shards for r in reader.read(source, s) if isinstance(r, Record)]
    whole = [r for r in reader.read(source, Shard(0)) if isinstance(r, Record)]
    assert [(r.data, r.raw) for r in pieces] == [(r.data, r.raw) for r in whole]
    assert len(whole) == 601
