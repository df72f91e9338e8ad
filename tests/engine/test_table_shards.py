"""A table that is read in parts gives what it gives when read as a whole, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftprep import planning, readers
from ftprep.api import check
from ftprep.config import Config
from ftprep.model import Kind
from ftprep.readers import parts
from ftprep.readers.reader import Hints, Shard
from ftprep.readers.table import cuts
from ftprep.report import json_report
from tests.alone import alone
from tests.engine.test_shards import written
from tests.readers.text_file import input_file

PLAIN = st.sampled_from(
    ["Why?,So.", '"a, b",c', '"say ""hi""",b', '"a\nb\n\nc",d', "{name},x", "é,日本", '" ",x', ",x"]
)
BAD = (
    *("", ",", ' ,"\n"', "\u2003,\u00a0", "a", "a,b,c", "a,b,", 'x,"open', 'y","z', '"",""'),
    *('"a" b,c', '"a "b" c","d"', '"" a,b', "a\rb,c", '"a\rb",c'),
    *("\ufeffa,b", "\x00,a", "a,\x1a"),
)
ODD = (
    *("prompt,completion", 'a "b",c', '"a,1\nb,2\nc,3",d', '"a\r\nb",c', ' "a, b"'),
    '"' + "line, and\n" * 30 + '",c',
)
"""Rows that are read alike wherever they stand, once quotes are trusted."""
PROOFS = '"a, b",c\n' * 20
TEXTS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["prompt,completion\n", "prompt,completion\r\n", "made by hand\n\n"]),
    st.sampled_from(["", PROOFS, PROOFS]),
    st.lists(
        st.tuples(
            PLAIN | PLAIN | PLAIN | PLAIN | PLAIN | st.sampled_from((*ODD, *BAD)),
            st.sampled_from(["\n", "\r\n"]),
        ).map("".join),
        max_size=15,
    ).map("".join),
)
LAST = st.sampled_from(["", "", "a,b", '"a\nb",c', 'a,"b', "\n"])
SIZES = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None
)


@pytest.fixture(name="alone")
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts are cut behind any row and merged, but by no processes: they would take most of the
    time."""

    monkeypatch.setattr(planning, "processes", alone)
    monkeypatch.setattr(cuts, "_ROWS", 1)


def told(path: Path, config: Config) -> str:
    out = StringIO()
    json_report.write(check(path, config), out)
    return out.getvalue()


@given(text=TEXTS, last=LAST, quote=st.sampled_from([None, "none"]), bad=st.booleans())
@SIZES
def test_parts_of_a_table_give_what_the_whole_gives(
    alone: None, tmp_path: Path, text: str, last: str, quote: str | None, bad: bool
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes((text + last).encode() + (b"\xe9,x\n" if bad and last == "" else b""))
    config = Config(
        isolated=True, hints=Hints(format="csv", encoding="utf-8", delimiter=",", quote=quote)
    )
    whole = told(path, config)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "_LEAST", 9)
        assert told(path, config) == whole


@given(text=TEXTS, last=LAST)
@settings(SIZES, max_examples=30)
def test_parts_of_a_table_are_written_as_the_whole_is(
    alone: None, tmp_path: Path, text: str, last: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes((text + last).encode())
    whole = written(path, tmp_path / "out", Kind.CHAT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "_LEAST", 9)
        assert written(path, tmp_path / "out", Kind.CHAT) == whole


@given(text=TEXTS, last=LAST, wanted=st.integers(2, 9), rows=st.sampled_from([1, 3]))
@SIZES
def test_the_rows_of_parts_are_those_of_the_whole(
    tmp_path: Path, text: str, last: str, wanted: int, rows: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cuts, "_ROWS", rows)
        whole, cut = read(tmp_path, (text + last).encode(), wanted)
    assert cut == whole


def read(folder: Path, content: bytes, wanted: int) -> tuple[list[Any], list[Any]]:
    """All that is read of a table, as a whole and in parts, but for the number of the part."""
    (source,) = readers.plan(input_file(folder, content), Hints(format="csv", encoding="utf-8"))
    shards = readers.cut(source, wanted)
    cut = [entry for shard in shards for entry in readers.read(source, shard)]
    return alike(list(readers.read(source, Shard(0)))), alike(cut)


def alike(entries: Sequence[Any]) -> list[Any]:
    findings = [
        [found._replace(origin=None) for found in getattr(e, "findings", ())] for e in entries
    ]
    return sorted(
        str((e.origin.line, e._replace(origin=None, findings=found) if found else e[1:]))
        for e, found in zip(entries, findings, strict=True)
    )


def shards_of(folder: Path, text: str, hints: Hints | None = None) -> Sequence[Shard]:
    (source,) = readers.plan(input_file(folder, text.encode()), hints or Hints())
    return readers.cut(source, 4)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_plain_table_is_cut_where_rows_start(tmp_path: Path, end: str) -> None:
    row = f'"a, b","c\n\nd ""e"""{end}'
    text = f"question,answer{end}" + row * 2_000
    shards = shards_of(tmp_path, text)
    assert len(shards) == 4
    assert shards[0][:4] == (0, 0, 0, shards[1].start)
    assert shards[-1].stop == -1
    for shard in shards[1:]:
        assert text[: shard.start].endswith(f'"{end}')
        assert shard.lines == text[: shard.start].count("\n")


@pytest.mark.parametrize("quote", ['"', "none"])
def test_a_table_of_single_lines_is_cut_though_no_quote_is_trusted(
    tmp_path: Path, quote: str
) -> None:
    text = "question\tanswer\n" + "a\tb\n" * 2_000
    assert len(shards_of(tmp_path, text, Hints(quote=quote))) == 4


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_row_is_cut_as_others(tmp_path: Path, odd: str) -> None:
    rows = '"a, b",c\n' * 2_000
    assert len(shards_of(tmp_path, f"question,answer\n{rows}{odd}\n{rows}")) == 4


@pytest.mark.parametrize("bad", BAD)
def test_a_table_with_a_bad_row_is_read_whole(tmp_path: Path, bad: str) -> None:
    rows = '"a, b",c\n' * 2_000
    assert len(shards_of(tmp_path, f"question,answer\n{rows}{bad}\n{rows}")) == 1


def test_rows_of_several_lines_that_look_like_rows_are_not_cut(tmp_path: Path) -> None:
    text = "question,answer\n" + "a,b\n" * 6_000 + '"a,1\nb,2\nc,3\n",d\n' * 2_000
    assert len(shards_of(tmp_path, text)) == 1


def test_bytes_that_are_no_text_are_not_cut(tmp_path: Path) -> None:
    content = b"question,answer\n" + b"a,b\n" * 4_000 + b"a,\xff\n"
    (source,) = readers.plan(input_file(tmp_path, content), Hints(encoding="utf-8"))
    assert len(readers.cut(source, 4)) == 1


def test_a_table_of_very_many_columns_is_cut(tmp_path: Path) -> None:
    names = ",".join(f"name {number}" for number in range(20_000))
    row = ",".join(["1", '"a, b"'] * 10_000)
    assert len(shards_of(tmp_path, f"{names}\n" + f"{row}\n" * 60)) > 1
