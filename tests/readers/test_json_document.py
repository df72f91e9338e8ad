from __future__ import annotations

import json
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftprep.errors import UsageError
from ftprep.model import UNREADABLE
from ftprep.readers import json_document
from ftprep.readers.json import cursor as json_cursor
from ftprep.readers.json.cursor import Cursor
from ftprep.readers.json.stream import elements
from ftprep.readers.reader import Hints, Shard
from ftprep.readers.text import decode
from tests.readers.json_reading import JSON_VALUES, OBJECTS, Read, planned, read_json

PLAIN = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
A, B = {"a": 1}, {"a": 2}
PAIR = {"prompt": "p", "completion": "c"}
TURNS = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]


def read(folder: Path, document: Any, hints: Hints | None = None) -> Read:
    text = document if isinstance(document, str) else json.dumps(document)
    return read_json(folder, text, "data.json", hints)


SHAPES: list[tuple[str, Any, list[Any], dict[str, str], list[str]]] = [
    ("list", [A, B], [A, B], {"shape": "array"}, []),
    ("empty list", [], [], {"shape": "array"}, []),
    ("nothing", "  \n", [], {"shape": "single"}, []),
    ("one object", A, [A], {"shape": "single"}, []),
    ("empty object", {}, [{}], {"shape": "single"}, []),
    ("scalar", 5, [5], {"shape": "single"}, []),
    ("list of scalars", ["x", 1, None], ["x", 1, None], {"shape": "array"}, []),
    ("under a key", {"data": [A, B]}, [A, B], {"shape": "array", "records": "/data"}, []),
    (
        "under two keys",
        {"d/1": {"items~": [A, B]}},
        [A, B],
        {"shape": "array", "records": "/d~11/items~0"},
        [],
    ),
    ("empty under a key", {"data": []}, [], {"shape": "array", "records": "/data"}, []),
    (
        "beside metadata",
        {"version": "1", "info": {"by": "me"}, "rows": [A]},
        [A],
        {"shape": "array", "records": "/rows"},
        ["JSN042"],
    ),
    (
        "splits",
        {"train": [A], "test": [B], "dev": []},
        [A, B],
        {"shape": "array", "records": "/train", "records 2": "/test"},
        ["JSN041"],
    ),
    (
        "nested splits",
        {"data": {"train": [A], "test": [B]}},
        [A, B],
        {"shape": "array", "records": "/data/train", "records 2": "/data/test"},
        ["JSN041"],
    ),
    (
        "splits of rows",
        {"train": [["x", 1]], "test": [["y", 2]]},
        [{"column 1": "x", "column 2": 1}, {"column 1": "y", "column 2": 2}],
        {"shape": "lists", "records": "/train", "records 2": "/test"},
        ["JSN041", "JSN044"],
    ),
    (
        "by known names",
        {"tags": [{"id": 1}], "pairs": [PAIR]},
        [PAIR],
        {"shape": "array", "records": "/pairs"},
        ["JSN042"],
    ),
    (
        "by usual place",
        {"features": [{"name": "x"}], "rows": [{"row": A}]},
        [{"row": A}],
        {"shape": "array", "records": "/rows"},
        ["JSN042"],
    ),
    (
        "unclear",
        {"users": [{"id": 1}], "orders": [{"no": 2}]},
        [],
        {"shape": "unclear"},
        ["JSN040"],
    ),
    ("one pair", PAIR, [PAIR], {"shape": "single"}, []),
    (
        "one conversation",
        {"messages": TURNS, "tools": [{"x": 1}]},
        [{"messages": TURNS, "tools": [{"x": 1}]}],
        {"shape": "single"},
        [],
    ),
    (
        "one preference",
        {"input": {"messages": TURNS}, "preferred_output": TURNS},
        [{"input": {"messages": TURNS}, "preferred_output": TURNS}],
        {"shape": "single"},
        [],
    ),
    (
        "one question with choices",
        {"question": "q", "answer": "a", "choices": [{"x": 1}, {"x": 2}]},
        [{"question": "q", "answer": "a", "choices": [{"x": 1}, {"x": 2}]}],
        {"shape": "single"},
        [],
    ),
    (
        "conversations under a key",
        {"conversations": [{"messages": TURNS}]},
        [{"messages": TURNS}],
        {"shape": "array", "records": "/conversations"},
        [],
    ),
    (
        "by key",
        {"k1": PAIR, "k2": PAIR},
        [{"key": "k1", **PAIR}, {"key": "k2", **PAIR}],
        {"shape": "object-of-records"},
        [],
    ),
    ("by key, one", {"k1": PAIR}, [{"key": "k1", **PAIR}], {"shape": "object-of-records"}, []),
    (
        "by key, taken",
        {"1": {"key": 9, "x": 1}, "2": {"key": 8, "x": 2}},
        [{"key_": "1", "key": 9, "x": 1}, {"key_": "2", "key": 8, "x": 2}],
        {"shape": "object-of-records"},
        [],
    ),
    (
        "by key, with lists inside",
        {k: {"t": k, "p": [{"c": 1}]} for k in "abc"},
        [{"key": k, "t": k, "p": [{"c": 1}]} for k in "abc"],
        {"shape": "object-of-records"},
        [],
    ),
    (
        "conversations by key",
        {"c1": TURNS, "c2": TURNS},
        [{"key": "c1", "messages": TURNS}, {"key": "c2", "messages": TURNS}],
        {"shape": "object-of-records"},
        [],
    ),
    (
        "columns",
        {"prompt": ["a", "b"], "completion": ["c", "d"]},
        [{"prompt": "a", "completion": "c"}, {"prompt": "b", "completion": "d"}],
        {"shape": "columns"},
        [],
    ),
    (
        "columns of unknown names",
        {"x": [1, 2], "y": [3, 4]},
        [{"x": 1, "y": 3}, {"x": 2, "y": 4}],
        {"shape": "columns"},
        [],
    ),
    ("one column", {"text": ["a", "b"]}, [{"text": "a"}, {"text": "b"}], {"shape": "columns"}, []),
    (
        "uneven columns",
        {"prompt": ["a", "b"], "completion": ["c"]},
        [{"prompt": "a", "completion": "c"}, {"prompt": "b"}],
        {"shape": "columns"},
        ["JSN043"],
    ),
    (
        "columns beside metadata",
        {"seed": 1, "prompt": ["a", "b"], "completion": ["c", "d"]},
        [{"prompt": "a", "completion": "c"}, {"prompt": "b", "completion": "d"}],
        {"shape": "columns"},
        ["JSN042"],
    ),
    (
        "texts by label",
        {"greet": ["hi", "hello"], "bye": ["bye"]},
        [{"greet": ["hi", "hello"], "bye": ["bye"]}],
        {"shape": "single"},
        [],
    ),
    (
        "columns by row",
        {"prompt": {"0": "a", "1": "b"}, "completion": {"0": "c", "1": "d"}},
        [{"prompt": "a", "completion": "c"}, {"prompt": "b", "completion": "d"}],
        {"shape": "columns"},
        [],
    ),
    (
        "pandas index",
        {"0": PAIR, "1": PAIR},
        [{"key": "0", **PAIR}, {"key": "1", **PAIR}],
        {"shape": "object-of-records"},
        [],
    ),
    (
        "pandas split",
        {"columns": ["prompt", "completion"], "index": [0], "data": [["p", "c"]]},
        [PAIR],
        {"shape": "columns"},
        [],
    ),
    (
        "pandas table",
        {"schema": {"fields": [{"name": "prompt"}], "pandas_version": "1.4.0"}, "data": [PAIR]},
        [PAIR],
        {"shape": "array", "records": "/data"},
        ["JSN042"],
    ),
    (
        "rows",
        [["x", 1], ["y", 2]],
        [{"column 1": "x", "column 2": 1}, {"column 1": "y", "column 2": 2}],
        {"shape": "lists"},
        ["JSN044"],
    ),
    (
        "rows with a header",
        [["question", "answer"], ["x", "y"]],
        [{"question": "x", "answer": "y"}],
        {"shape": "lists"},
        [],
    ),
    (
        "bare messages",
        [{"role": "system", "content": "s"}, *TURNS],
        [{"messages": [{"role": "system", "content": "s"}, *TURNS]}],
        {"shape": "messages"},
        ["JSN038"],
    ),
    (
        "bare turns",
        [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}],
        [{"conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}]}],
        {"shape": "messages"},
        ["JSN038"],
    ),
    (
        "messages of many conversations",
        [{"role": "system", "content": "s"}, *TURNS] * 2,
        [{"role": "system", "content": "s"}, *TURNS] * 2,
        {"shape": "array"},
        [],
    ),
    (
        "messages as rows",
        [{"id": 1, **turn} for turn in TURNS],
        [{"id": 1, **turn} for turn in TURNS],
        {"shape": "array"},
        [],
    ),
    (
        "lists of messages",
        [TURNS, TURNS],
        [{"messages": TURNS}, {"messages": TURNS}],
        {"shape": "array"},
        ["JSN038"] * 2,
    ),
    ("written twice", json.dumps(json.dumps([A, B])), [A, B], {"shape": "single"}, ["JSN036"]),
]


@pytest.mark.parametrize(
    ("document", "data", "dialect", "codes"),
    [row[1:] for row in SHAPES],
    ids=[row[0] for row in SHAPES],
)
def test_finds_the_records(
    tmp_path: Path, document: Any, data: list[Any], dialect: dict[str, str], codes: list[str]
) -> None:
    found = read(tmp_path, document)
    assert found.data == data
    assert found.source.dialect == dialect
    assert found.codes == codes


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("users", [{"id": 1}]),
        ("a.orders", [{"no": 2}]),
        ("a.b.c", [{"key": "k", **PAIR}]),
        ("a", [{"no": 2}]),
    ],
)
def test_the_records_can_be_named(tmp_path: Path, path: str, data: list[Any]) -> None:
    document = {"users": [{"id": 1}], "a": {"orders": [{"no": 2}], "b.c": {"k": PAIR}}}
    assert read(tmp_path, document, Hints(records=path)).data == data


@pytest.mark.parametrize(
    ("document", "path", "told"),
    [
        ({"data": [A], "n": 1}, "items", "has no items. Lists and objects in it: data."),
        ({"data": [A], "n": 1}, "n", "holds a single value at n"),
        ([A], "data", "is a list of records itself"),
        ("5", "data", "has no data. Lists and objects in it: none."),
    ],
)
def test_names_what_is_there_when_the_records_are_not(
    tmp_path: Path, document: Any, path: str, told: str
) -> None:
    with pytest.raises(UsageError, match=r"data\.json") as raised:
        read(tmp_path, document, Hints(records=path))
    assert told in str(raised.value)


Q = '{"q": "x", "a": "y"}'
BAD = '{"q": "x" y", "a": "y"}'
OPEN = '{"q": "x, "a": "y"}'
NO_BRACE = '{"q": "x", "a": "y"'
GOOD = {"q": "x", "a": "y"}
LISTS = [
    "[%s]",
    "[\n%s\n]",
    '{"data": [%s]}',
    '{"meta": {"v": [1]}, "data": [\n%s\n], "more": 1}',
    "[\n    %s\n]\n",
]


@pytest.mark.parametrize("around", LISTS)
@pytest.mark.parametrize(
    "broken", [BAD, OPEN, NO_BRACE, '{"q": Since 1990, "a": "y"}', '"q": "x"}', '{"q" "x"}']
)
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("comma", [", ", ",\n", ",\n    "])
def test_a_broken_element_costs_only_itself(
    tmp_path: Path, around: str, broken: str, place: int, comma: str
) -> None:
    if (broken in (OPEN, NO_BRACE) and comma == ", ") or ("\n    %" in around) != ("    " in comma):
        return  # nothing tells where such an element ends; and nobody indents like that
    records = [Q, Q]
    records.insert(place, broken)
    found = read(tmp_path, around % comma.join(records))
    data: list[Any] = [GOOD, GOOD]
    data.insert(place, None)
    assert found.data == data
    assert found.records[place].raw.strip() == broken
    assert [f.code for f in found.records[place].findings] == ["JSN001"]


def test_a_broken_element_over_many_lines(tmp_path: Path) -> None:
    rows = [{"messages": [{"role": "user", "content": f"{n}"}, *TURNS]} for n in range(5)]
    text = json.dumps(rows, indent=2)
    for cut in ('"content": "2"', '"role": "user",\n        "content": "2"'):
        broken = text.replace(cut, cut[:-1] + '" x"')
        found = read(tmp_path, broken)
        assert found.data == [*rows[:2], None, *rows[3:]]
        (finding,) = found.records[2].findings
        assert finding.origin.line == 34
        assert finding.args["where"].startswith("line ")


def test_a_broken_member_of_an_object_of_records(tmp_path: Path) -> None:
    for text in ('{\n "k0": %s,\n "k1": %s,\n "k2": %s\n}', '{"k0": %s, "k1": %s, "k2": %s}'):
        for place in range(3):
            records = [Q, Q, Q]
            records[place] = BAD
            found = read(tmp_path, text % tuple(records))
            data: list[Any] = [{"key": f"k{n}", **GOOD} for n in range(3)]
            data[place] = None
            assert found.data == data


NOT_STRICT: list[tuple[str, str, list[Any], list[str]]] = [
    ("trailing comma", '[{"a": 1}, {"a": 2},\n]', [A, B], ["JSN011"]),
    ("commas too many", '[, {"a": 1},, {"a": 2}]', [A, B], ["JSN011"] * 2),
    ("commas missing", '[{"a": 1}\n{"a": 2}]', [A, B], ["JSN035"]),
    ("a brace too many", '[{"a": 1}}, {"a": 2}]', [A, B], ["JSN011", "JSN034"]),
    ("comments", '// x\n[ /* y */ {"a": 1}, # z\n {"a": 2} ]\n// end', [A, B], ["JSN010"] * 4),
    (
        "python",
        "[{'a': 1}, {'a': None,}]",
        [A, {"a": None}],
        ["JSN011", "JSN012", "JSN012", "JSN013"],
    ),
    (
        "javascript",
        '{data: [{a: 1}, {"a": 2}],};',
        [A, B],
        ["JSN011", "JSN014", "JSN014", "JSN034"],
    ),
    ("a mark in the middle", '[{"a": 1},\ufeff{"a": 2}]', [A, B], ["JSN020"]),
    ("repeated key", '[{"a": 0, "a": 1}, {"a": 2}]', [A, B], ["JSN022"]),
    ("half a character", '[{"a": "\\ud83d"}]', [{"a": "\ud83d"}], ["JSN021"]),
    ("two documents", '[{"a": 1}]\n[{"a": 2}]', [A, B], ["JSN046"]),
    ("document and record", '[{"a": 1}]\n{"a": 2}', [A, B], ["JSN046"]),
    ("lines", '{"a": 1}\n{"a": 2}\n', [A, B], ["JSN046"]),
    ("text at the end", '[{"a": 1}]\nthe end', [A, None], ["JSN001"]),
    (
        "text inside, not the end",
        '{"v": no way, "data": [{"a": 1}, {"a": 2}]}',
        [None, A, B],
        ["JSN001"],
    ),
    ("no json", "<html>", [None], ["JSN001"]),
    ("not closed", '[{"a": 1}, {"a": 2}', [A, B], ["JSN002"]),
    ("not closed inside", '{"data": [{"a": 1}, {"a"', [A, None], ["JSN002"]),
    (
        "member without a value",
        '{"a": {"prompt": "p", "completion": "c"}, "b":',
        [{"key": "a", **PAIR}],
        ["JSN002"],
    ),
    ("object not closed", '{"data": [{"a": 1}], "x": [1', [A], ["JSN002", "JSN042"]),
    ("too deep", '[{"a": 1}, ' + "[" * 300 + "]" * 300 + "]", [A, None], ["JSN001"]),
    ("far too deep", "[" * 100_000, [None], ["JSN001", "JSN002"]),
]


@pytest.mark.parametrize(
    ("text", "data", "codes"), [row[1:] for row in NOT_STRICT], ids=[row[0] for row in NOT_STRICT]
)
def test_reads_what_is_clear_and_tells_the_rest(
    tmp_path: Path, text: str, data: list[Any], codes: list[str]
) -> None:
    found = read(tmp_path, text)
    assert found.data == data
    assert found.codes == codes


def test_keeps_line_numbers(tmp_path: Path) -> None:
    found = read(tmp_path, '{"x":\r\n1, "data": [\r{"a": 1},\n\n{"a":\n2}, {"a": 3},\n{"a" 4}]\n}')
    assert [record.origin.line for record in found.records] == [3, 5, 6, 7]
    assert found.data == [A, B, {"a": 3}, None]


def test_a_broken_document_keeps_all_of_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decode, "CHUNK", 5)
    text = '{"prompt": "say "hi" now", "completion": "' + "x" * 200 + '"}'
    found = read(tmp_path, text)
    assert [record.raw for record in found.records] == [text]
    assert found.codes == ["JSN001"]


LEFT = [
    ('[{"a": 1}] \n%s', "the document is over"),
    ('{"data": [{"a": 1}], %s', "a member starts"),
    ('{"data": [{"a": 1}] %s', "a comma should be"),
]


@pytest.mark.parametrize(("text", "where"), LEFT, ids=[row[1] for row in LEFT])
@pytest.mark.parametrize("size", [1, 5_000])
def test_nothing_of_an_unclear_document_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, where: str, size: int
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(decode, "CHUNK", 1000)
    monkeypatch.setattr(json_cursor, "_CHUNK", 1000)
    rest = "no way " * size + '"x" y: ' + "z" * size
    found = read(tmp_path, text % rest)
    assert found.data == [A, None]
    assert found.records[1].raw == rest, where
    assert len(found.codes) == 1


def test_what_is_left_of_a_document_is_kept_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_document, "_MOST_LEFT", 100)
    monkeypatch.setattr(decode, "CHUNK", 30)
    rest = "".join(f"word{n};" for n in range(100))
    found = read(tmp_path, f'[{{"a": 1}}]\n{rest}')
    assert found.data == [A, *[None] * 7]
    assert "".join(record.raw for record in found.records[1:]) == rest
    problems = [record.findings[0].args["problem"] for record in found.records[1:]]
    assert problems[0] == "text follows the end of the document"
    assert set(problems[1:]) == {"it goes on from the record before"}


def test_a_member_without_a_value_is_told_once(tmp_path: Path) -> None:
    found = read(tmp_path, '{"data": [{"a": 1}], "more": }')
    assert (found.data, found.codes) == ([A], ["JSN001"])


def test_rows_of_a_table_by_columns_are_numbered(tmp_path: Path) -> None:
    found = read(tmp_path, {"prompt": ["a", "b"], "completion": ["c", "d"]})
    assert [(record.origin.row, record.origin.line) for record in found.records] == [(1, 0), (2, 0)]


def test_keeps_every_digit(tmp_path: Path) -> None:
    found = read(tmp_path, '[{"a": 1.10, "b": 123456789012345678901234567890}]')
    assert repr(found.data) == "[{'a': Number('1.10'), 'b': 123456789012345678901234567890}]"


def test_bytes_that_are_no_text_are_told_with_their_record(tmp_path: Path) -> None:
    raw = b'[{"a": "ok"},\n{"a": "caf\xe9 \xff"},\n{"a": "' + "ü".encode() * 20 + b'"}\n]'
    found = read_json(tmp_path, raw, "data.json", Hints(encoding="utf-8"))
    assert [[f.code[:3] for f in record.findings] for record in found.records] == [
        [],
        ["SRC", "SRC"],
        [],
    ]


TRUNCATED = [
    '[{"a": 1}, {"a": "x\\n é"}, {"a": [1, {"b": null}]}]',
    '{\n  "v": 1,\n  "data": [\n    {"a": 1},\n    {"a": 2},\n    {"a": 3}\n  ]\n}\n',
    '{"k0": {"prompt": "a", "completion": "b"}, "k1": {"prompt": "c", "completion": "d"}}',
    '{"prompt": ["a", "b"], "completion": ["c", "d"]}',
    '[["question", "answer"], ["a", "b"]]',
    json.dumps(TURNS),
]


@pytest.mark.parametrize("text", TRUNCATED)
def test_a_cut_file_keeps_the_records_before_the_cut(tmp_path: Path, text: str) -> None:
    raw = text.encode()
    whole = read(tmp_path, text)
    for cut in range(len(raw) + 1):
        found = read_json(tmp_path, raw[:cut], "data.json", Hints(encoding="utf-8"))
        if cut < len(raw.rstrip()) and found.data:
            assert {"JSN001", "JSN002"} & set(found.codes)
        if found.source.dialect == whole.source.dialect:
            complete = [value for value in found.data if value is not None]
            assert complete == whole.data[: len(complete)]
        if whole.source.dialect["shape"] == "array":
            written = [json.dumps(value, ensure_ascii=False).encode() for value in whole.data]
            ends = [raw.find(one) + len(one) for one in written]
            assert sum(v is not None for v in found.data) >= sum(end <= cut for end in ends)


@PLAIN
@given(
    values=st.lists(OBJECTS, max_size=5),
    indent=st.sampled_from([None, 0, 3]),
    ascii_only=st.booleans(),
    separators=st.sampled_from([(",", ":"), (" , ", " : ")]),
)
def test_reads_back_what_was_written(
    tmp_path: Path,
    values: list[Any],
    indent: int | None,
    ascii_only: bool,
    separators: tuple[str, str],
) -> None:
    text = json.dumps(values, ensure_ascii=ascii_only, indent=indent, separators=separators)
    found = read_json(tmp_path, text.encode("utf-8", "surrogatepass"), "data.json")
    if found.source.dialect["shape"] == "array":
        assert found.data == values
        assert found.codes == []


@PLAIN
@given(JSON_VALUES)
def test_any_document_is_read_without_a_word(tmp_path: Path, value: Any) -> None:
    found = read_json(tmp_path, json.dumps(value).encode(), "data.json")
    assert all(record.data is not UNREADABLE for record in found.records)


@given(st.text(alphabet="{}[]\",:'/*#\\ \n1ax\ufeff", max_size=29), st.data())
def test_where_chunks_end_does_not_matter(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    chunks = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert list(elements(_cursor([text]), "")) == list(elements(_cursor(chunks), ""))


@PLAIN
@given(
    values=st.lists(OBJECTS, min_size=1, max_size=4), broken=st.booleans(), step=st.integers(1, 9)
)
def test_where_chunks_end_does_not_matter_to_documents(
    values: list[Any], broken: bool, step: int
) -> None:
    text = json.dumps(values, indent=1, ensure_ascii=False)
    text = text.replace("1", '"x" y', 1) if broken else text
    chunks = [text[at : at + step] for at in range(0, len(text), step)]
    whole, pieces = _cursor([text]), _cursor(chunks)
    assert whole.peek() == pieces.peek() == "["
    whole.at += 1
    pieces.at += 1
    assert _listed(whole) == _listed(pieces)


def _listed(cursor: Cursor) -> list[Any]:
    found: list[Any] = []
    try:
        found.extend(elements(cursor, "]"))
    except Exception as stop:  # noqa: BLE001  (compared, not hidden)
        found.append(repr(stop))
    return found


def _cursor(chunks: list[str]) -> Cursor:
    return Cursor((chunk, ()) for chunk in chunks)


@pytest.fixture(autouse=True)
def _small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_cursor, "_CHUNK", 1)


def test_memory_does_not_grow_with_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    row = f'{{"text": "{"x" * 400}"}}'
    for head, tail in (("[", "]"), ('{"k": {}, "data": [\n', "\n]}")):
        content = f"{head}{(row + ', ') * 10_000}{row}{tail}"
        reader, source = planned(tmp_path, content, "data.json", Hints())
        tracemalloc.start()
        assert sum(1 for _ in reader.read(source, Shard(0))) == 10_001
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 4_000_000


def test_a_lost_bracket_does_not_swallow_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    rows = ['  {"text": "%s", "tags": [1, 2]}' % ("x" * 400)] * 20_000
    rows[3] = rows[3].replace("]", "")
    found = read(tmp_path, "[\n" + ",\n".join(rows) + "\n]")
    assert len(found.records) == 20_000
    assert found.data.count(None) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[" * 300_000,
        "[" + "}" * 30_000,
        '[{"a": "' + "x" * 2_000_000,
        "[" + '{"a" 1}, ' * 30_000 + "]",
        '["' + '\\"' * 500_000,
        "[" + "1 " * 20_000,
        "{" * 100_000,
        "[" + "{" * 100_000,
    ],
)
def test_takes_linear_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.undo()
    start = time.process_time()
    read(tmp_path, text)
    assert time.process_time() - start < 12


def test_a_huge_text_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    text = "x" * 2_000_000
    assert [len(v["a"]) for v in read(tmp_path, [{"a": text}, {"a": text}]).data] == [len(text)] * 2
    assert [len(v["a"]) for v in read(tmp_path, {"a": text}).data] == [len(text)]


NEVER_CLOSED = [
    '[{"prompt": "How?", "completion": "So."},',
    "[\n",
    '{"a":\n',
    '{"a":[\n',
    '  [{"a": 1},\n',
    '["\\ud83d",',
    "[[[[[1,2],",
    '{"a":1,"a":',
    '{"a":{"b":[1,',
]


@pytest.mark.parametrize("piece", NEVER_CLOSED)
@pytest.mark.parametrize("before", ["", "[", '{"data": ['])
def test_what_is_never_closed_takes_linear_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, piece: str
) -> None:
    monkeypatch.undo()
    text = before + (piece * 65_536)[:65_536]
    start = time.process_time()
    found = read(tmp_path, text)
    assert time.process_time() - start < 4  # it took 7 to 30 s; now about one
    assert sum(len(record.raw) for record in found.records) > len(text) // 3


def test_after_much_in_vain_sound_records_are_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_cursor, "_SPARE", 100)
    rows = [{"id": n, "text": "x" * 90, "parts": [{"id": 0}, {"id": n}]} for n in range(40)]
    for indent in (None, 2):
        lines = [json.dumps(row, indent=indent) for row in rows]
        lines[3] = lines[3][:-1]
        found = read(tmp_path, "[\n" + ",\n".join(lines) + "\n]")
        assert found.data == [*rows[:3], None, *rows[4:]]
