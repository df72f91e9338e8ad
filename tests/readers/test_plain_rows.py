"""Rows that are read together are those that are read one by one, and so is all that is told."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftprep import readers
from ftprep.model import Finding, Record
from ftprep.readers.reader import Hints, Shard
from ftprep.readers.table import plain_rows
from ftprep.readers.table.cells import Dialect
from ftprep.readers.table.lines import Lines
from ftprep.readers.table.plain_rows import PlainRows
from ftprep.readers.table.rows import Row, Rows
from ftprep.readers.text import decode
from tests.readers.text_file import input_file

PLAIN = ("a,b", "é,日本", 'x,"1, 2"', '"say ""hi""",b', '"a\nb",c', "007,nan", " a, b")
LONG = '"' + "\n".join(f"line {n}, and" for n in range(24)) + '",c'
ODD = (
    *("", " , ", ",,", "a", "a,b,", "a,b,c", "question,answer", '"question",answer'),
    *('x,"open', 'y","z', '"a" b,c', '"a "b" c","d"', 'a "b" c,d', "a\rb,c", "a,b\r"),
    *("\ufeffa,b", "\x00", "\x1a", "a\\,b,c", "\u2028,x", '"a\r\nb",c', LONG, '"a,1\nb,2\nc,3",d'),
)
UNITS = st.sampled_from([*PLAIN, *PLAIN, *ODD])
ENDS = st.sampled_from(["\n", "\n", "\r\n"])
SIZES = st.sampled_from([1, 2, 5, 40, 1_000])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Rows of two columns, plain ones and others, after some that let quotes be trusted."""
    end = draw(ENDS)
    proofs = draw(st.sampled_from([0, 2, 3, 30]))
    units = draw(st.lists(st.tuples(UNITS, st.just(end) | ENDS), max_size=25))
    text = "".join(unit + own for unit, own in units)
    return (
        f"question,answer{end}"
        + f'"a, b",c{end}' * proofs
        + text
        + draw(st.sampled_from(["", "a,b", 'a,"b', "\x1a"]))
    )


@contextmanager
def sizes(lines: int, chunk: int = decode.CHUNK) -> Iterator[None]:
    """Read so many lines together, from chunks of so many bytes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain_rows, "_LINES", lines)
        patch.setattr(decode, "CHUNK", chunk)
        yield


def rows(text: str, dialect: Dialect, *, together: bool) -> tuple[list[Any], dict[str, Any]]:
    """The rows with their lines, and all that is known when they are read."""
    reader = Rows(Lines([text], dialect.newline), dialect, 2)
    found: list[Any] = []
    while True:
        plain = reader.plain.take(None) if together else None
        if plain and plain.cells:
            found += zip(plain.lines, plain.cells, strict=True)
        elif singly := reader.take():
            found += [(row.line, row.cells, *row[3:]) if row.note else row[:2] for row in singly]
        else:
            break
    known = {**vars(reader._evidence), **vars(reader._lines)}
    for name in ("_returned", "_cells", "_source", "_lines", "_path", "_evidence"):
        known.pop(name, None)
    return found, known


@given(text=texts(), lines=SIZES)
@settings(max_examples=400)
@pytest.mark.parametrize("dialect", [Dialect(), Dialect(quote=""), Dialect(escape="\\")])
def test_the_same_rows_are_read_and_the_same_is_known_of_the_table(
    dialect: Dialect, text: str, lines: int
) -> None:
    with sizes(lines):
        assert rows(text, dialect, together=True) == rows(text, dialect, together=False)


def read(folder: Path, content: bytes, hints: Hints) -> list[Record | Finding]:
    (source,) = readers.plan(input_file(folder, content), hints)
    return list(readers.read(source, Shard(0)))


@given(
    text=texts(),
    encoding=st.sampled_from(["utf-8", "utf-8", "utf-16-le", "cp1252"]),
    bad=st.lists(st.integers(0, 2_000), max_size=2),
    header=st.sampled_from([None, 0, 1]),
    lines=SIZES,
    chunk=st.sampled_from([7, 64, 1_000, decode.CHUNK]),
)
@settings(max_examples=300, deadline=None)
def test_the_same_is_told_of_a_file(
    text: str, encoding: str, bad: Sequence[int], header: int | None, lines: int, chunk: int
) -> None:
    content = text.encode(encoding, "replace")
    for place in bad:
        content = content[:place] + b"\x81" + content[place:]
    hints = Hints(format="csv", encoding=encoding, header_row=header, delimiter=",")
    with tempfile.TemporaryDirectory() as folder:
        with sizes(lines, chunk):
            together = read(Path(folder), content, hints)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(PlainRows, "ahead", lambda _: [])
            assert together == read(Path(folder), content, hints)


def singly(folder: Path, content: bytes) -> tuple[list[Record | Finding], int]:
    """What is read of a file, and how many times a row was read by itself."""
    (source,) = readers.plan(input_file(folder, content), Hints())
    taken: list[Rows] = []
    take = Rows.take

    def counted(rows: Rows) -> Sequence[Row]:
        taken.append(rows)
        return take(rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rows, "take", counted)
        return list(readers.read(source, Shard(0))), len(taken)


def test_plain_rows_are_read_together(tmp_path: Path) -> None:
    found, number = singly(tmp_path, b"question,answer\r\n" + b'a,"b\n""c"""\r\nx,y\r\n' * 5_000)
    assert number < 1_100
    assert len(found) == 10_000
    last = found[-1]
    assert isinstance(last, Record)
    assert last.origin[2:] == (9_999, 15_001, 0)
    assert last.data == {"question": "x", "answer": "y"}


@pytest.mark.parametrize("odd", ["", "a", "question,answer", 'x,"open', "\ufeffa,b", "a\rb,c"])
def test_an_odd_row_costs_those_beside_it_alone(odd: str, tmp_path: Path) -> None:
    rows = 'a,"b, c"\n' * 50_000
    content = f"question,answer\n{rows}{odd}\n{rows}"
    _, number = singly(tmp_path, content.encode())
    assert number < 35_000


@pytest.mark.parametrize(
    "unit", ["a,b,c\n", 'x,"open\n', "a,b\n,\n", 'a,b\n"a" b,c\n', "\ufeffa,b\n"]
)
def test_lines_are_tried_together_twice_at_most(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'a,"b, c"\n' * 30 + unit * 5_000
    reader, tried = Rows(Lines([text], "\n"), Dialect(), 2), list[int]()
    read_together = PlainRows._read

    def counted(self: PlainRows, lines: Sequence[str]) -> Any:
        tried.append(len(lines))
        return read_together(self, lines)

    monkeypatch.setattr(PlainRows, "_read", counted)
    while reader.plain.take(None).cells or reader.take():
        pass
    assert sum(tried) <= 2 * text.count("\n") + 2_000


def test_long_lines_are_not_gathered() -> None:
    given: list[int] = []

    def texts() -> Iterator[str]:
        for at in range(100):
            given.append(at)
            yield "a" * 100_000 + ",b\n"

    reader = Rows(Lines(texts(), "\n"), Dialect(), 2)
    reader.take()
    assert len(reader.plain.ahead()) < 10
    assert len(given) < 10
