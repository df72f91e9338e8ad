"""The header of a table is found, and its columns get names that can be used."""

from __future__ import annotations

import pytest

from ftprep.errors import UsageError
from ftprep.model import Origin
from ftprep.readers.table.header import Header, find_header, header_findings
from ftprep.readers.table.value import is_value
from tests.readers.work import work

KNOWN = {"question", "answer", "text", "label", "prompt", "completion", "id"}


def known(name: str) -> bool:
    return name.lower() in KNOWN


def table(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.splitlines()]


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("question,answer\na,b", 0),
        ("Question,ANSWER\na,b", 0),
        ("question,answer", 0),
        ("My title,\nquestion,answer\na,b", 1),
        ("My title\n\nquestion,answer\na,b", 2),
        ("# comment, with comma\nquestion,answer\na,b", 1),
        ("// note\nquestion,answer\na,b", 1),
        ("Exported,2024-01-01\nBy,Ann\nquestion,answer\na,b", 2),
        ("Support FAQ,,\n,,\nNo,question,answer\n1,a,b", 2),
        ("Monday,,\nutterance,klass,points\na,b,1\nc,d,2", 1),
        ("#,question,answer\n1,a,b", 0),
        ("question,answer,2023-01-02\na,b,c", 0),
        (",text,label\n0,a,b", 0),
        ("act,prompt\nLinux Terminal,I want you to act as one", 0),
        ("utterance,score\nhello there,5\nbye,4", 0),
        ("Timestamp,What is your name?,How did you find our lovely shop?\n2024/01/02 10:11,A,B", 0),
        ("Timestamp,Email,Your query?,Our reply\n2024/05/01 10:12:33 AM GMT+2,a@b.org,A,B", 0),
        (",question,,answer\nid,text,label,prompt\n1,a,b,c\n2,d,e,f", 1),
        ("Question,,Answer,\nid,text,label,completion\n1,a,b,c\n2,d,e,f", 1),
        ("Customer,,Agent,\nid,question,answer,label\n1,a,b,c\n2,d,e,f", 1),
        (",,Texts,,Meta\nid,question,text,answer,by\n1,a,b,c,d\n2,e,f,g,h", 1),
        ("Printed: | 2024-05-01\nquestion,answer\na,b\nc,d", 1),
        ("Report:,FAQ\nquestion,answer\na,b\nc,d", 1),
        ("Zeitstempel,Ihre Frage\n2024/05/01 10:12:33 AM GMT+2,A\n2024/05/02 9:12:33 PM MEZ,B", 0),
        (",text,label\nquestion,answer,x", 0),
        ("Report:,answer\nPrinted:,2024-01-01\n\nid,question,answer\n1,a,b\n2,c,d", 3),
        ("Report:,answer\nBy:,Ann\nquestion,answer\na,b\nc,d", 2),
        ("Printed:,2024-01-01,\nquestion,answer,owner\na b,c d,Jo", 1),
        ("text\nhello\nworld", 0),
        ("7,How do I start?\n8,Where do I go?", None),
        ("How long does it take?,It takes two days.\nCan I return it?,Within a month or so.", None),
        ("great,1\nbad,0", None),
        ("great movie,pos\nbad,neg\nwow,pos", None),
        ("1,2,3\n4,5,6", None),
        ("2024-01-01,a\n2024-01-02,b", None),
        ("true,false\ntrue,true", None),
    ],
)
def test_the_header_is_found(text: str, index: int | None) -> None:
    assert find_header(table(text), None, known).index == index


@pytest.mark.parametrize(
    "cell",
    [
        "12",
        "-1,234.50 €",
        "2024-05-01",
        "2024-05-01T10:12:33.123Z",
        "2024-05-01 10:12:33+02:00",
        "5/1/2024 10:12:33",
        "2024/05/01 10:12:33 AM GMT+2",
        "2024/05/01 10:12:33 午前 GMT+9",
        "2024. 5. 1. 오전 10:12:33",
        "01.05.2024, 10:12",
        "1 May 2024",
        "May 1, 2024 10:12 PM",
        "10:12",
        "FALSE",
        "ann@example.org",
        "https://example.org/a?b=c",
    ],
)
def test_values_are_told(cell: str) -> None:
    assert is_value(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "Timestamp",
        "10:30 is fine",
        "May 1st, when we met",
        "2024 May be",
        "3 days",
        "me @ home",
    ],
)
def test_texts_are_no_values(cell: str) -> None:
    assert not is_value(cell)


def test_columns_without_a_header_are_called_by_position() -> None:
    header = find_header(table("# x\n1,2\n3,4"), None, known)
    assert header == Header(None, ("column 1", "column 2"), (0,))


def test_unclear_names_are_made_clear() -> None:
    row = [" text ", "", "text", "\ufeffid\u200b", "a\xa0", "text", "column 2", "id"]
    header = find_header([row, ["x"] * 8], None, known)
    assert header.columns == (
        *("text", "column 2 (2)", "text (2)", "id", "a", "text (3)", "column 2", "id (2)"),
    )
    assert header.unnamed == ("column 2 (2)",)
    assert header.repeated == ("text (2)", "text (3)", "id (2)")
    assert header.padded == ("text", "id", "a")
    assert len(set(header.columns)) == len(row)


def test_columns_that_hold_nothing_are_none() -> None:
    header = find_header(table("question,answer,,\na,b,,\nc,d,,"), None, known)
    assert header.columns == ("question", "answer")
    header = find_header(table("question,answer,,\na,b,,\nc,d,x,"), None, known)
    assert header.columns == ("question", "answer", "column 3")


def test_what_is_given_overrides() -> None:
    rows = table("a,b\nquestion,answer\nc,d")
    assert find_header(rows, 1, known) == Header(0, ("a", "b"))
    assert find_header(rows, 3, known).columns == ("c", "d")
    assert find_header(rows, 3, known).skipped == (0, 1)
    assert find_header(rows, 0, known) == Header(None, ("column 1", "column 2"))
    with pytest.raises(UsageError, match="no row 4"):
        find_header(rows, 4, known)


def test_a_header_that_nothing_speaks_for_is_unsure() -> None:
    assert not find_header(table("apple,fruit\nleek,root\nnut,nut"), None, known).sure
    assert find_header(table("name,kind\nGranny Smith,a sour green apple"), None, known).sure


def test_a_table_without_rows_has_no_header() -> None:
    assert find_header([], None, known) == Header(None, ())
    assert find_header([[""], ["", ""]], None, known).index is None


def test_what_is_noteworthy_is_told() -> None:
    origin = Origin(0, position=-1, line=1)
    header = find_header([["text", "", " text"]], None, known)
    assert [f.code for f in header_findings(header, origin)] == ["TAB006", "TAB007", "TAB008"]
    assert [f.code for f in header_findings(Header(None, ("column 1",)), origin)] == ["TAB003"]
    assert header_findings(Header(0, ("text",)), origin) == ()


@pytest.mark.parametrize("names", [["a"] * 4_000, [""] * 4_000, ["a", "a (2)"] * 2_000])
def test_names_thousands_of_columns_in_linear_time(names: list[str]) -> None:
    def named(number: int) -> None:
        header = find_header([names[:number], ["1"] * number], 1)
        assert len(set(header.columns)) == number

    assert work(lambda: named(4_000)) < 2.2 * work(lambda: named(2_000))
