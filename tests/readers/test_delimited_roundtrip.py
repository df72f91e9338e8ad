"""Whatever table a CSV writer writes, the reader gives back, cell by cell."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftprep.readers.reader import Hints
from tests.readers.text_file import read_bytes

HOSTILE = (
    *('"', "'", "\\", '""', '"x"', "a\nb", "a\r\nb", "a\rb", ",", ";", "\t", "|", "sep=;"),
    *("\x00", "\x1a", "\x1c", "\x1d", "\x1e", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\xa0"),
    *(
        "007",
        "NA",
        "None",
        "null",
        "1e5",
        "TRUE",
        "#N/A",
        "=1+1",
        "# note",
        " padded ",
        "é",
        "日本",
    ),
    *("😀", "e\u0301", "\u200b", '"open', 'close"', "it's", "C:\\new", "\\n", "<|endoftext|>"),
)
CELLS = st.lists(
    st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8"), max_size=6)),
    max_size=4,
).map("".join)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030")
SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@st.composite
def tables(draw: st.DrawFn, least: int = 2) -> list[list[str]]:
    """Rows of equal width, none of them blank, the first of them no record."""
    width = draw(st.integers(least, 4))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=8))
    header = ["question", "answer", "label", "id"][:width]
    return [header, *(row for row in rows if any(c.strip() for c in row) and row != header)]


def written(rows: list[list[str]], dialect: dict[str, object]) -> str:
    out = io.StringIO(newline="")
    if dialect.get("lineterminator") == "\r":
        # Python 3.11 leaves an LF unquoted there, as no program that writes such files does.
        dialect = {**dialect, "quoting": csv.QUOTE_ALL}
    csv.writer(out, **dialect).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


def check(rows: list[list[str]], text: str, encoding: str, hints: Hints) -> None:
    with tempfile.TemporaryDirectory() as folder:
        read = read_bytes(Path(folder), text.encode(encoding), hints=hints)
    assert read.source.columns == tuple(rows[0])
    assert read.rows == rows[1:]


@SETTINGS
@given(
    rows=tables(),
    delimiter=st.sampled_from(",;\t|"),
    quotechar=st.sampled_from("\"'"),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC)),
    lineterminator=st.sampled_from(("\n", "\r\n", "\r")),
    encoding=st.sampled_from(ENCODINGS),
)
def test_what_a_writer_writes_is_read_when_the_dialect_is_given(
    rows: list[list[str]],
    delimiter: str,
    quotechar: str,
    quoting: int,
    lineterminator: str,
    encoding: str,
) -> None:
    text = written(
        rows,
        {
            "delimiter": delimiter,
            "quotechar": quotechar,
            "quoting": quoting,
            "lineterminator": lineterminator,
        },
    )
    hints = Hints(
        format="csv", encoding=encoding, delimiter=delimiter, quote=quotechar, header_row=1
    )
    check(rows, text, encoding, hints)


@SETTINGS
@given(
    rows=tables(),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    lineterminator=st.sampled_from(("\n", "\r\n", "\r")),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
)
def test_what_a_writer_writes_is_read_when_all_is_found_out(
    rows: list[list[str]], delimiter: str, quoting: int, lineterminator: str, encoding: str
) -> None:
    text = written(
        rows, {"delimiter": delimiter, "quoting": quoting, "lineterminator": lineterminator}
    )
    check(rows, text, encoding, Hints())


@pytest.mark.parametrize("encoding", ["cp1252", "cp932", "cp949", "cp1251", "big5", "utf-16-le"])
def test_a_legacy_table_is_read_when_its_encoding_is_given(encoding: str) -> None:
    words = ["Frage", "é ñ", "日本語", "한국어", "Привет", "你好", 'a "b"', "x,\ny"]
    words = [word.encode(encoding, "ignore").decode(encoding) for word in words]
    rows = [["question", "answer"], *([word, f"{word}!"] for word in words)]
    check(rows, written(rows, {}), encoding, Hints(encoding=encoding, header_row=1))
