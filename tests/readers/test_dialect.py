"""The dialect of a delimited text is told from its first lines."""

from __future__ import annotations

import pytest

from ftprep.errors import UsageError
from ftprep.readers.reader import Hints
from ftprep.readers.table.dialect import Told, tell


def known(name: str) -> bool:
    return name.strip().lower() in {"question", "answer", "text", "label", "prompt"}


def told(text: str, extension: str = ".csv", hints: Hints | None = None) -> Told:
    return tell(text, hints or Hints(), extension, known)


@pytest.mark.parametrize("delimiter", ",;\t|")
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_told(delimiter: str, newline: str) -> None:
    rows = [("utterance", "klass"), ("a, b", "x"), ("c; d", "y"), ("e|f", "z"), ("g", "h")]
    lines = [delimiter.join(cell.replace(delimiter, "") for cell in row) for row in rows]
    found = told(newline.join(lines) + newline)
    assert found.dialect.delimiter == delimiter
    assert found.dialect.newline == newline.replace("\r\n", "\n")
    assert found.width == 2
    assert found.fit == 1.0


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("text;score\ngood, very;1,5\nbad;2,0\n", ";"),
        ('"a;b","c;d"\n"e;f","g;h"\n', ","),
        ("question;answer\na, b, c;d, e\nf, g, h;i, j\n", ";"),
        ("prompt,answer\nHello, how are you?,Fine\nWhat, why?,Well, so\n", ","),
        ("sep=;\nquestion;answer\na,b;c\n", ";"),
        ('"sep=|"\r\nquestion|answer\r\n', "|"),
        ("SEP=\t\na\tb\n", "\t"),
        ("Title, with comma\nquestion|answer\na|b\nc|d\n", "|"),
        ("text\nI like it, really\nno\nyes, but, well\nplain\n", ""),
        ('text\n"I like it, really"\nno\n', ""),
        ("question\nWhy?\n", ""),
        ("", ""),
    ],
)
def test_punctuation_is_no_delimiter(text: str, delimiter: str) -> None:
    assert told(text).dialect.delimiter == delimiter


def test_the_extension_decides_where_nothing_else_does() -> None:
    text = "a;b\tc\nd;e\tf\n"
    assert told(text, ".csv").dialect.delimiter == ";"
    assert told(text, ".tsv").dialect.delimiter == "\t"


@pytest.mark.parametrize(
    ("text", "quote", "escape", "padded"),
    [
        ("question,answer\na,b\n", '"', "", False),
        ('question,answer\n"a, b","c ""d"""\n', '"', "", False),
        ("'question','answer'\n'it''s, ok','b'\n", "'", "", False),
        ("question,answer\n'a, b','c'\n'd, e','f'\n", "'", "", False),
        ("question,answer\n'tis so,it's\n'twas,ok'\n", '"', "", False),
        ('question,answer\n"say \\"a\\", b","c"\n"d","\\"e\\", f"\n', '"', "\\", False),
        ('question,answer\n"C:\\dir\\","b"\n', '"', "", False),
        ("question,answer\na\\, b,c\nd,e\\, f\n", "", "\\", False),
        ('question, answer\n"a, b", "c, d"\n', '"', "", True),
        ('question\tanswer\n5" a\t6" b\n', '"', "", False),
        ('question\tanswer\n"a" b\tc\n', '"', "", False),
        ("question\tanswer\n" + '"so" he said\t"so" she said\n' * 30, "", "", False),
    ],
)
def test_the_quoting_is_told(text: str, quote: str, escape: str, padded: bool) -> None:
    dialect = told(text).dialect
    assert (dialect.quote, dialect.escape, dialect.padded) == (quote, escape, padded)


def test_a_sep_line_is_above_the_table() -> None:
    assert told("sep=;\na;b\n").start == 2
    assert told("a;b\n").start == 1


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        ('a,b\n"c\rd",e\n', "\n"),
        ('a,b\r"c\nd\ne\nf",e\rg,h\r', "\r"),
        ('a,b\r"c\r\nd",e\rg,h\r', "\r"),
        ("a,b\r\nc\rd,e\r\n", "\n"),
    ],
)
def test_line_ends_in_quotes_do_not_count(text: str, newline: str) -> None:
    assert told(text).dialect.newline == newline


def test_what_is_given_is_taken() -> None:
    text = "a:b,c\nd:e,f\n"
    assert told(text, hints=Hints(delimiter=":")).dialect.delimiter == ":"
    assert told(text, hints=Hints(delimiter="tab")).dialect.delimiter == "\t"
    assert told(text, hints=Hints(delimiter="||")).dialect.delimiter == "||"
    assert told("'a','b'\n", hints=Hints(quote='"')).dialect.quote == '"'
    assert told('"a","b"\n', hints=Hints(quote="none")).dialect.quote == ""


@pytest.mark.parametrize(
    "hints", [Hints(delimiter=""), Hints(delimiter="\n"), Hints(quote="ab"), Hints(quote="\r")]
)
def test_what_cannot_be_is_refused(hints: Hints) -> None:
    with pytest.raises(UsageError, match="cannot be the"):
        told("a,b\n", hints=hints)
