from __future__ import annotations

import gzip
import json
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftprep.jsontext import dumps
from ftprep.model import UNREADABLE, Finding, Record
from ftprep.readers.reader import Hints, Shard
from tests.readers.json_reading import OBJECTS, planned, read_json

PLAIN = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
A, B, C = '{"a": 1}', '{"a": 2}', '{"a": 3}'
ABC = [{"a": 1}, {"a": 2}, {"a": 3}]

READ: list[tuple[str, str | bytes, list[Any], list[str]]] = [
    ("plain", f"{A}\n{B}\n{C}\n", ABC, []),
    ("no final newline", f"{A}\n{B}\n{C}", ABC, []),
    ("crlf, lf and cr", f"{A}\r\n{B}\n{C}\r{A}", [*ABC, {"a": 1}], []),
    ("cr only", f"{A}\r{B}\r{C}\r", ABC, []),
    ("blank lines", f"\n{A}\n \t\n\r\n{B}\n{C}\n\n\n", ABC, ["JSN033"] * 3),
    ("only blank lines", "\n \n\n", [], ["JSN033"]),
    ("comments", f"// x\n{A} // y\n# z\n{B}\n/* {C}\n*/\n{C}\n", ABC, ["JSN010"] * 4),
    ("code fence", f"```jsonl\n{A}\n{B}\n{C}\n```\n", ABC, ["JSN010"] * 2),
    ("trailing commas", f"{A},\n{B} ,\n{C}\n", ABC, ["JSN032"] * 2),
    ("several on a line", f"{A}{B} {C}\n{A}, {B}\n", [*ABC, *ABC[:2]], ["JSN030"] * 3 + ["JSN032"]),
    ("semicolons and strays", f"{A};\n{B}}}\n]\n{C}\n", ABC, ["JSN034"] * 3),
    ("indented", '{\n  "a": 1\n}\n{\n  "a": 2\n}\n\n{"a": 3}\n', ABC, ["JSN031"]),
    ("indented later", f'{A}\n{{\n  "a": 2\n}}\n{C}\n', ABC, ["JSN031"]),
    (
        "indented, with commas",
        '{"a": 1},\n{\n"a": 2\n}, {"a":\n3}\n',
        ABC,
        ["JSN030"] + ["JSN031"] * 2 + ["JSN032"] * 2,
    ),
    (
        "inner objects at the margin",
        f'{A}\n{{"m": [\n{{"r": 1}},\n{{"r": 2}}\n]}}\n{B}\n',
        [{"a": 1}, {"m": [{"r": 1}, {"r": 2}]}, {"a": 2}],
        ["JSN031"],
    ),
    (
        "raw newlines",
        f'{A}\n{{"a": "x\n\n{{y}}\nz"}}\n{B}\n',
        [{"a": 1}, {"a": "x\n\n{y}\nz"}, {"a": 2}],
        ["JSN016", "JSN031"],
    ),
    (
        "python",
        "{'a': None, 'b': True}\n{'a': \"it's\"}\n",
        [{"a": None, "b": True}, {"a": "it's"}],
        ["JSN012"] * 2 + ["JSN013"],
    ),
    ("nan", '{"a": NaN, "b": -Infinity}\n', [{"a": None, "b": None}], ["JSN015"]),
    ("unquoted and curly", "{a: “x”}\n", [{"a": "x"}], ["JSN014", "JSN019"]),
    ("invalid escape", '{"a": "\\d"}\n', [{"a": "\\d"}], ["JSN017"]),
    ("half a character", '{"a": "\\ud83d"}\n', [{"a": "\ud83d"}], ["JSN021"]),
    ("repeated key", '{"a": 0, "a": 1}\n{"a":2}\n{ "a" : 3 }\n', ABC, ["JSN022"]),
    ("joined files", f"{A}\n\ufeff{B}\n{C}\n\x1a", ABC, ["JSN020"] * 2),
    ("nul padding", f"{A}\n{B}\n{C}\n\0\0\0\0", ABC, ["JSN020"]),
    ("json text sequence", f"\x1e{A}\n\x1e{B}\n\x1e{C}\n", ABC, ["JSN020"] * 3),
    (
        "line separators in texts",
        '{"a": "x\u2028y\u0085z\x7f"}\n',
        [{"a": "x\u2028y\u0085z\x7f"}],
        [],
    ),
    ("written twice", '"{\\"a\\": 1}"\n"[{\\"a\\": 2}, {\\"a\\": 3}]"\n', ABC, ["JSN036"] * 2),
    ("cells of a csv", '"{""a"": 1}"\n"{""a"": 2}"\n"{""a"": 3}"\n', ABC, ["JSN036"] * 3),
    ("cells of a csv row", '"{""a"": 1}",,\n"{""a"": 2}",\n"{""a"": 3}"\n', ABC, ["JSN036"] * 3),
    ("batches", f"[{A}, {B}]\n[{C}]\n", ABC, ["JSN037"] * 2),
    ("scalars", '"x"\n5\nnull\n', ["x", 5, None], []),
    ("one list among objects", f"{A}\n[1, 2]\n", [{"a": 1}, [1, 2]], []),
    (
        "rows",
        '["x", 1]\n["y", 2]\n',
        [{"column 1": "x", "column 2": 1}, {"column 1": "y", "column 2": 2}],
        ["JSN044"],
    ),
    (
        "rows with a header",
        '["question", "answer"]\n["x", 1]\n',
        [{"question": "x", "answer": 1}],
        [],
    ),
    (
        "uneven row",
        '["question", "answer"]\n["x", 1]\n["y", 2]\n["z"]\n',
        [{"question": "x", "answer": 1}, {"question": "y", "answer": 2}, {"question": "z"}],
        ["JSN045"],
    ),
    ("one document on one line", f'{{"data": [{A}, {B}, {C}]}}\n', ABC, []),
    ("empty", "", [], []),
]


@pytest.mark.parametrize(
    ("content", "data", "codes"), [row[1:] for row in READ], ids=[row[0] for row in READ]
)
def test_reads(tmp_path: Path, content: str, data: list[Any], codes: list[str]) -> None:
    read = read_json(tmp_path, content)
    assert read.data == data
    assert read.codes == codes


BROKEN: list[tuple[str, str, list[Any], list[str]]] = [
    (
        "quote inside a text",
        f'{A}\n{{"a": "say "hi" now"}}\n{B}\n',
        [{"a": 1}, None, {"a": 2}],
        ["JSN001"],
    ),
    (
        "quote missing",
        f'{A}\n{{"a": Since 1990", "b": 2}}\n{B}\n',
        [{"a": 1}, None, {"a": 2}],
        ["JSN001"],
    ),
    (
        "text not closed",
        f'{A}\n{{"a": "x\n{B}\n{C}\n',
        [{"a": 1}, None, {"a": 2}, {"a": 3}],
        ["JSN001"],
    ),
    ("brace missing at the end", f'{{"a": 1\n{B}\n{C}\n', [None, {"a": 2}, {"a": 3}], ["JSN001"]),
    ("brace missing at the start", f'{A}\n"a": 2}}\n{C}\n', [{"a": 1}, None, {"a": 3}], ["JSN001"]),
    (
        "list not closed",
        f'{A}\n{{"m": [\n{B}\n{C}\n',
        [{"a": 1}, None, {"a": 2}, {"a": 3}],
        ["JSN001"],
    ),
    ("cut off", f'{A}\n{{"a": "x', [{"a": 1}, None], ["JSN002"]),
    (
        "broken over several lines",
        f'{A}\n{{\n  "a": "x" y,\n\n  "b": 1\n}}\n{B}\n',
        [{"a": 1}, None, {"a": 2}],
        ["JSN001"],
    ),
    ("junk after a record", f"{A} junk\n{B}\n", [{"a": 1}, None, {"a": 2}], ["JSN001"]),
    ("too deep", f"{A}\n{'[' * 3000}\n{B}\n", [{"a": 1}, None, {"a": 2}], ["JSN001"]),
    ("prose", "Hello there,\nhow are you?\n", [None, None], ["JSN001"] * 2),
]


@pytest.mark.parametrize(
    ("content", "data", "codes"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_a_broken_record_costs_only_itself(
    tmp_path: Path, content: str, data: list[Any], codes: list[str]
) -> None:
    read = read_json(tmp_path, content)
    assert read.data == data
    assert read.codes == codes
    for record in read.records:
        if record.data is UNREADABLE:
            assert record.raw
            assert record.raw.split("\n")[0] in content


def test_tells_where_and_what(tmp_path: Path) -> None:
    read = read_json(tmp_path, f'{A}\n{{"question": "Who said "hi"?", "answer": "He."}}\n')
    ((finding,),) = [record.findings for record in read.records if record.findings]
    assert finding.origin.line == 2
    assert finding.args == {
        "problem": "a text goes on after its closing quotation mark",
        "where": "column 25",
        "excerpt": '{"question": "Who said "hi"?", "answer": "He."}',
    }


def test_tells_places_in_records_over_several_lines(tmp_path: Path) -> None:
    read = read_json(tmp_path, f'{A}\n{{"a":\n  NaN}}\n')
    assert [f.args["where"] for f in read.records[1].findings] == [
        "line 2 of the record, column 3",
        "over 2 lines",
    ]
    assert [record.origin.line for record in read.records] == [1, 2]


def test_keeps_the_text_of_what_was_repaired(tmp_path: Path) -> None:
    read = read_json(tmp_path, "{'a': 1}, {'a': 2} // two\n" + A)
    assert [record.raw for record in read.records] == ["{'a': 1}", "{'a': 2}", ""]


def test_counts_lines_as_editors_do(tmp_path: Path) -> None:
    read = read_json(tmp_path, f"{A}\r\n\r{B}\n\n// x\n{C}\n")
    assert [record.origin.line for record in read.records] == [1, 3, 6]
    assert [(f.code, f.origin.line) for f in read.loose] == [
        ("JSN033", 2),
        ("JSN033", 4),
        ("JSN010", 5),
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "gb18030"]
)
def test_reads_any_encoding(tmp_path: Path, encoding: str) -> None:
    word = "你好，世界" if encoding == "gb18030" else "café — naïve"
    content = "".join(f'{{"a": "{word} {n}"}}\r\n' for n in range(40)) + "{'a': None}\n{\n'a': 1}"
    hints = Hints(encoding=None if "utf-8" in encoding or encoding == "utf-16" else encoding)
    read = read_json(tmp_path, content.encode(encoding), hints=hints)
    assert read.data == [{"a": f"{word} {n}"} for n in range(40)] + [{"a": None}, {"a": 1}]


def test_bytes_that_are_no_text_are_told_with_their_record(tmp_path: Path) -> None:
    content = (
        b'{"a": "ok"}\n{"a": "caf\xe9 \xff"}\n{"a":\n"\xe9"}\n{"a": "' + "ü".encode() * 20 + b'"}\n'
    )
    for encoding in ("utf-8", "utf-8-sig"):
        raw = content if encoding == "utf-8" else b"\xef\xbb\xbf" + content
        read = read_json(tmp_path, raw, hints=Hints(encoding="utf-8"))
        assert read.data[0] == {"a": "ok"}
        assert [len(record.findings) for record in read.records] == [0, 2, 2, 0]
        shift = len(raw) - len(content)
        offsets = [f.args["offset"] for r in read.records for f in r.findings if "offset" in f.args]
        assert offsets == [
            content.index(b"\xe9") + shift,
            content.index(b"\xff") + shift,
            content.rindex(b"\xe9") + shift,
        ]


def test_reads_gzip(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    content = gzip.compress(f"{A}\n{B}\n{C}\n".encode())
    read = read_json(tmp_path, content)
    assert read.data == ABC
    assert path.read_bytes() == content


SEPARATORS = [(",", ":"), (", ", ": ")]


@PLAIN
@given(
    values=st.lists(OBJECTS, min_size=1, max_size=5),
    layout=st.sampled_from(["lines", "crlf", "indented", "glued", "commas"]),
    ascii_only=st.booleans(),
    separators=st.sampled_from(SEPARATORS),
)
def test_reads_back_what_was_written(
    tmp_path: Path, values: list[Any], layout: str, ascii_only: bool, separators: tuple[str, str]
) -> None:
    indent = 2 if layout == "indented" else None
    texts = [
        json.dumps(v, ensure_ascii=ascii_only, separators=separators, indent=indent) for v in values
    ]
    between = {"lines": "\n", "crlf": "\r\n", "indented": "\n", "glued": "", "commas": ",\n"}[
        layout
    ]
    read = read_json(tmp_path, (between.join(texts) + between).encode("utf-8", "surrogatepass"))
    if read.source.format == "jsonl":  # one line may be a document by itself
        assert read.data == values


LINES = st.sampled_from(
    [
        A,
        B,
        '{"m": [{"r": 1}, {"r": 2}]}',
        '["x", 1]',
        "",
        "  ",
        "// c",
        "{'a': 1}",
        '{"a": "x',
        '{"a": [',
        "]",
        "}",
        '{"a": 1, "a": 2}',
        f"{A} {B}",
        f"{A},",
        '"a": 1}',
        "[1, 2",
        '  {"a": 5},',
        "{",
        '  "b": 2',
        "/*",
        "*/ 5",
        "\x1a",
    ]
)


@PLAIN
@given(lines=st.lists(LINES, min_size=1, max_size=40), parts=st.integers(2, 7))
def test_shards_give_what_the_whole_gives(tmp_path: Path, lines: Sequence[str], parts: int) -> None:
    reader, source = planned(tmp_path, "\n".join(lines), "data.jsonl", Hints())
    if source.format == "json":
        return
    assert reader.cut is not None
    shards = reader.cut(source, parts)
    assert shards[0].start == 0
    assert shards[-1].stop == -1
    whole = list(reader.read(source, Shard(0)))
    pieces = [found for s in shards for found in reader.read(source, s)]
    assert [_told(found) for found in pieces] == [_told(found) for found in whole]


def _told(found: Record | Finding) -> tuple[Any, ...]:
    if isinstance(found, Finding):
        return (found.code, found.origin.line, sorted(found.args.items()))
    told = [(f.code, f.pointer, sorted(f.args.items())) for f in found.findings]
    data = "-" if found.data is UNREADABLE else dumps(found.data)
    return (data, found.raw, found.origin.line, told)


def test_is_cut_where_lines_are_records(tmp_path: Path) -> None:
    content = "".join(f'{{"n": {n}, "text": "{"x" * 50}"}}\n' for n in range(1000))
    reader, source = planned(tmp_path, content, "data.jsonl", Hints())
    assert reader.cut is not None
    shards = reader.cut(source, 4)
    assert [shard.number for shard in shards] == [0, 1, 2, 3]
    records = [r for s in shards for r in reader.read(source, s) if isinstance(r, Record)]
    assert [record.data["n"] for record in records] == list(range(1000))
    assert [record.origin.line for record in records] == list(range(1, 1001))
    assert {record.origin.shard for record in records} == {0, 1, 2, 3}


def test_is_not_cut_where_it_cannot_be(tmp_path: Path) -> None:
    for content in (
        gzip.compress(A.encode() * 99, mtime=0),
        f"{A}\n{B}\n".encode("utf-16"),
        b'{\n"a":1}\n' * 9,
        b"\r".join([A.encode()] * 9),
    ):
        reader, source = planned(tmp_path, content, "data.jsonl", Hints())
        assert reader.cut is not None
        assert len(reader.cut(source, 4)) == 1


WHOLE = f'{A}\n{{"b": "x\\ny é", "c": [1, {{"d": null}}]}}\n// c\n{C}'.encode()


@pytest.mark.parametrize("cut", range(len(WHOLE) + 1))
def test_a_cut_file_keeps_the_records_before_the_cut(tmp_path: Path, cut: int) -> None:
    read = read_json(tmp_path, WHOLE[:cut], hints=Hints(encoding="utf-8"))
    ends = [8, WHOLE.index(b"\n// c"), len(WHOLE)]
    complete = sum(end <= cut for end in ends)
    assert [value for value in read.data if value is not None][:complete] == read_json(
        tmp_path, WHOLE
    ).data[:complete]
    assert len(read.records) <= complete + 1


def test_a_stray_start_does_not_swallow_the_file(tmp_path: Path) -> None:
    lines = [A] * 5 + ['{"messages": ['] + [f'{{"n": {n}}},' for n in range(3000)] + [B] * 5
    read = read_json(tmp_path, "\n".join(lines))
    assert len(read.records) == 3011
    assert read.data.count(None) == 1


def test_many_unfinished_lines_take_linear_time(tmp_path: Path) -> None:
    read = read_json(tmp_path, "[1, 2,\n" * 3000 + f"{A}\n")
    assert read.data[-1] == {"a": 1}


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    reader, source = planned(
        tmp_path, f'{{"text": "{"x" * 400}"}}\n' * 40_000, "data.jsonl", Hints()
    )
    tracemalloc.start()
    records = sum(1 for _ in reader.read(source, Shard(0)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert records == 40_000
    assert peak < 5_000_000  # of 17 MB


def test_a_huge_text_is_read(tmp_path: Path) -> None:
    text = "x" * 2_000_000
    for content in (
        f'{{"a": "{text}"}}\n{A}\n',
        f"{{'a': '{text}'}}\n{A}",
        f'{A}\n{{"a":\n"{text}"}}\n',
    ):
        assert {len(str(value["a"])) for value in read_json(tmp_path, content).data} == {
            1,
            len(text),
        }


def test_one_endless_line_of_records_is_streamed(tmp_path: Path) -> None:
    read = read_json(tmp_path, f'{{"text": "{"x" * 400}"}}' * 4000)
    assert len(read.records) == 4000
    assert read.codes == ["JSN030"]


def test_the_answers_of_one_pair_are_no_records(tmp_path: Path) -> None:
    answer = [{"role": "assistant", "content": "0"}]
    pair = {"preferred_output": answer, "non_preferred_output": answer}
    reader, source = planned(tmp_path, dumps(pair).decode(), "data.jsonl", Hints())
    (record,) = (r for r in reader.read(source, Shard(0)) if isinstance(r, Record))
    assert record.data == pair


def test_the_tools_of_one_line_are_no_records(tmp_path: Path) -> None:
    tools = [{"type": "function", "function": {"name": name}} for name in "abc"]
    reader, source = planned(tmp_path, dumps({"tools": tools}).decode(), "data.jsonl", Hints())
    (record,) = (r for r in reader.read(source, Shard(0)) if isinstance(r, Record))
    assert record.data == {"tools": tools}
