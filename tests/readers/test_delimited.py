"""CSV and TSV: every cell as it stands, every row accounted for."""

from __future__ import annotations

import csv
import gzip
import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep import readers
from ftprep.errors import InputError, UsageError
from ftprep.model import UNREADABLE
from ftprep.readers.reader import Hints, Shard
from tests.readers.text_file import Read, input_file, read_bytes

HEAD = "question,answer\n"


class ReadText(Protocol):
    """Read a text as a file, with hints."""

    def __call__(self, text: str | bytes, name: str = "table.csv", **hints: Any) -> Read: ...


@pytest.fixture
def read(tmp_path: Path) -> ReadText:
    def of(text: str | bytes, name: str = "table.csv", **hints: Any) -> Read:
        content = text.encode() if isinstance(text, str) else text
        return read_bytes(tmp_path, content, name, Hints(**hints))

    return of


def test_cells_are_the_text_that_stands_there(read: ReadText) -> None:
    cells = [
        "007",
        "NA",
        "N/A",
        "null",
        "None",
        "nan",
        "1e5",
        "TRUE",
        "1.10",
        " x ",
        "=1+1",
        "#N/A",
    ]
    got = read(HEAD + "".join(f"{cell},{cell}\n" for cell in cells))
    assert got.rows == [[cell, cell] for cell in cells]
    assert not got.findings


def test_a_record_knows_its_line(read: ReadText) -> None:
    got = read(f'{HEAD}a,b\n\n"c\nd\r\ne\rf",g\nh,i\n')
    assert [record.origin.line for record in got.records] == [2, 4, 8]
    assert [record.origin.position for record in got.records] == [0, 1, 2]
    assert got.rows[1] == ["c\nd\r\ne\rf", "g"]


def test_the_source_tells_how_it_was_read(read: ReadText) -> None:
    got = read(b"\xef\xbb\xbfsep=;\r\n# note\r\nquestion;answer\r\na;b\r\n", "x.csv")
    source = got.source
    assert (source.format, source.encoding, source.bom) == ("csv", "utf-8", True)
    assert (source.header_row, source.columns) == (3, ("question", "answer"))
    assert source.dialect["delimiter"] == ";"
    assert source.dialect["newline"] == "\r\n"
    assert got.rows == [["a", "b"]]
    assert got.codes == {"SRC004": 1, "TAB005": 1}


@pytest.mark.parametrize("mark", ["\0", "\x1a", "\x1c", "\x1d", "\x1e", "\x0b", "\x0c"])
@pytest.mark.parametrize("quoted", [False, True])
def test_control_characters_are_text(read: ReadText, mark: str, *, quoted: bool) -> None:
    cell = f"a{mark}b"
    got = read(HEAD + (f'"{cell}","{cell}"\n' if quoted else f"{cell},{cell}\n") * 3)
    assert got.rows == [[cell, cell]] * 3


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029", "\ufeff", "\u200b"])
def test_no_line_ends_but_the_three(read: ReadText, mark: str) -> None:
    assert read(f"{HEAD}a{mark}b,c\n").rows == [[f"a{mark}b", "c"]]


def test_a_control_z_at_the_end_is_no_record(read: ReadText) -> None:
    assert read(f"{HEAD}a,b\r\n\x1a").rows == [["a", "b"]]


def test_a_cell_may_be_longer_than_the_library_likes(read: ReadText) -> None:
    limit, long = csv.field_size_limit(), "x" * 150_000
    got = read(f'{HEAD}a,{long}\n"b, c","{long}\n{long}"\n"d ""e""",{long}\n')
    assert got.rows == [["a", long], ["b, c", f"{long}\n{long}"], ['d "e"', long]]
    assert not got.findings
    assert csv.field_size_limit() == limit


@pytest.mark.parametrize("names", [9_000, 11_000, 40_000])
def test_a_header_may_be_longer_than_the_sample(read: ReadText, names: int) -> None:
    header = ",".join(["question", "answer", *(f"c{n}" for n in range(names - 2))])
    got = read(f"{header}\n" + f"{'v,' * (names - 1)}v\n" * 3)
    assert not got.findings
    assert [len(row or ()) for row in got.rows] == [names] * 3
    assert got.source.header_row == 1


def test_ragged_rows_are_kept_whole(read: ReadText) -> None:
    got = read(f'{HEAD}a,b\nc,d,e\nf\n"g\nh"\ni,j\n')
    assert got.rows == [["a", "b"], None, None, None, ["i", "j"]]
    assert [record.raw for record in got.records] == ["", "c,d,e", "f", '"g\nh"', ""]
    assert got.codes == {"TAB001": 1, "TAB002": 2}
    (many,) = got.records[1].findings
    assert many.origin == got.records[1].origin
    assert many.args == {"n": 3, "wanted": 2}


def test_blank_rows_are_counted(read: ReadText) -> None:
    got = read(f'{HEAD}\na,b\n,\n  \n"",""\nc,d\n')
    assert got.rows == [["a", "b"], ["c", "d"]]
    (finding,) = got.findings
    assert (finding.code, finding.args) == ("TAB009", {"n": 4, "line": 2})


def test_trailing_empty_cells_are_left_out(read: ReadText) -> None:
    got = read("question,answer,,\na,b,,\nc,d,,\ne,f,g,\n")
    assert got.source.columns == ("question", "answer", "column 3")
    assert got.rows == [["a", "b", ""], ["c", "d", ""], ["e", "f", "g"]]
    late = read("question,answer,,\n" + "a,b,,\n" * 40_000 + "c,d,lost?,\n")
    assert late.source.columns == ("question", "answer")
    assert late.rows[-1] is None
    assert late.records[-1].raw == "c,d,lost?,"


def test_an_index_without_a_name_is_a_column(read: ReadText) -> None:
    got = read(f'{HEAD}1,"a, x",b\n2,c,d\n')
    assert got.source.columns == ("column 1", "question", "answer")
    assert got.rows == [["1", "a, x", "b"], ["2", "c", "d"]]
    assert got.codes == {"TAB010": 1}
    prose = read(f"{HEAD}Why?,Well, because\nHow?,So, so\n")
    assert prose.rows == [None, None]
    assert prose.codes == {"TAB001": 2}


def test_a_header_that_stands_again_is_no_record_to_train_on(read: ReadText) -> None:
    got = read(f"{HEAD}a,b\n{HEAD}c,d\n")
    assert got.rows == [["a", "b"], None, ["c", "d"]]
    assert got.lines("TAB015") == [3]


@pytest.mark.parametrize(
    ("body", "rows", "codes"),
    [
        ('5" a,6" b\n', [['5" a', '6" b']], {}),
        ('"Hi" she said,b\nc,d\n', [['"Hi" she said', "b"], ["c", "d"]], {"TAB017": 1}),
        ('"say "hi" now",b\nc,d\n', [['say "hi" now', "b"], ["c", "d"]], {"TAB016": 1}),
        ('"a, "b" c",d\ne,f\n', [['a, "b" c', "d"], ["e", "f"]], {"TAB016": 1}),
        ('"open,b\nc,d\ne,f\n', [['"open', "b"], ["c", "d"], ["e", "f"]], {"TAB012": 1}),
        ('a,"open\nc,d\ne,f\n', [["a", '"open'], ["c", "d"], ["e", "f"]], {"TAB012": 1}),
        ('"a\nb",c\n', [["a\nb", "c"]], {}),
        ('"x,y\n1,2\n3,4",c\nd,e\n', [["x,y\n1,2\n3,4", "c"], ["d", "e"]], {}),
        ('a,"b\nc "d" e\nf"\ng,h\n', [["a", 'b\nc "d" e\nf'], ["g", "h"]], {"TAB016": 1}),
        ('a,b\nc,"cut\nhere and', [["a", "b"], None], {"TAB013": 1}),
        ('a,b\nc,"cut', [["a", "b"], None], {"TAB013": 1}),
        ('"a" ,b\n', [["a", "b"]], {}),
        ('a,"b"', [["a", "b"]], {}),
        ('"",b\n', [["", "b"]], {}),
        ('"a""",""""\n', [['a"', '"']], {}),
    ],
)
def test_the_safer_reading_of_quotes_is_chosen(
    read: ReadText, body: str, rows: list[list[str] | None], codes: dict[str, int]
) -> None:
    got = read(HEAD + body, quote='"')
    assert got.rows == rows
    assert got.codes == codes


CSV_IN_CELL = "Here:\n" + "\n".join(f"name {at},{at}" for at in range(150))
CITIES = "Here:\n" + "\n".join(f"City {at}, Country" for at in range(150))
PROOF = '"a, b",c\n' * 3


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        (f'{HEAD}{PROOF}x,"{CSV_IN_CELL}"\n', CSV_IN_CELL),
        (f'{HEAD}x,"{CITIES}"\n', CITIES),
        (
            f'{HEAD}x,"{CSV_IN_CELL}"\n'.replace("\n", "\r\n").replace(
                CSV_IN_CELL.replace("\n", "\r\n"), CSV_IN_CELL
            ),
            CSV_IN_CELL,
        ),
        (
            HEAD + 'x,"' + CSV_IN_CELL.replace("name", 'the ""name""') + '"\n',
            CSV_IN_CELL.replace("name", 'the "name"'),
        ),
    ],
    ids=["quotes are in place elsewhere", "sentences", "LF in a table of CRLF", "doubled quotes"],
)
def test_a_table_inside_a_cell_stays_there(read: ReadText, text: str, cell: str) -> None:
    got = read(text)
    assert got.rows[-1] == ["x", cell]
    assert got.codes == {}


def test_a_cell_that_may_as_well_be_rows_is_told(read: ReadText) -> None:
    got = read(f'{HEAD}x,"open\na,b\nc,d\ne,closed"\nf,g\n')
    assert got.rows == [["x", "open\na,b\nc,d\ne,closed"], ["f", "g"]]
    assert got.lines("TAB018") == [2]


ROWS = "a,b\n" * 300


@pytest.mark.parametrize(
    ("body", "swallowed"),
    [
        (f'x,"open\n{ROWS}', 0),
        (f'x,"open\n{ROWS}y,5"\n', 0),
        (f'{PROOF}x,"open\n{ROWS}y,5"\n', 0),
        (f'x,"open\n{ROWS}y,"open\n{ROWS}y,"z" and\n{ROWS}', 0),
        ('x,"open\n' + "a,b\nragged\n" * 300 + 'y,"z" and"\n', 0),
        ('y","z\n' * 300, 0),
        ('x,"open\n' + "prose\n" * 600 + 'and "so"\n' + "prose\n" * 600 + 'end"\n', 0),
        ('x,"open\n' + "a,b\n" * 60 + "ragged\n" + 'y,5"\n', 0),
        ('x,"open\n' + ("a,b\n" * 5 + "ragged\n") * 10 + 'y,5"\n', 61),
    ],
)
def test_a_quote_that_is_closed_by_chance_is_noticed(
    read: ReadText, body: str, swallowed: int
) -> None:
    """The lines are rows, or their number is told."""
    got = read(HEAD + body, delimiter=",", quote='"')
    lines = len(body.splitlines())
    assert len(got.records) == lines - swallowed
    assert swallowed or got.codes["TAB012"] or got.codes["TAB013"]
    assert [f.args["n"] for f in got.findings if f.code == "TAB018"] == [swallowed] * bool(
        swallowed
    )


@pytest.mark.parametrize("line", ["line {}, and so on", "line {}", 'a ""word"" {},b', "{},x"])
@pytest.mark.parametrize("proof", ["", PROOF * 100])
def test_a_cell_of_very_many_lines_is_not_split(read: ReadText, line: str, proof: str) -> None:
    cell = "\n".join(line.format(at) for at in range(25_000))
    got = read(f'{HEAD}{proof}x,"one, two\n{cell}"\na,b\n', quote='"')
    assert got.rows[-2:] == [["x", "one, two\n" + cell.replace('""', '"')], ["a", "b"]]
    assert not got.codes["TAB012"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_quotes_around_all_cells_may_hold_plain_ones(read: ReadText, delimiter: str) -> None:
    rows = [
        ['What is "AI"?', f'It is "so"{delimiter} or "so"{delimiter} a field'],
        ["b", "c"],
        ['He said "no", then left', '"Well", I said'],
        ["x", 'it ends "so"'],
    ]
    body = "".join(f'"{first}"{delimiter}"{second}"\n' for first, second in rows)
    got = read(f"question{delimiter}answer\n{body}")
    assert got.rows == rows
    assert set(got.codes) - {"SRC002"} == {"TAB016"}


def test_a_mark_in_the_middle_of_a_file_is_no_text(read: ReadText) -> None:
    got = read(f'{HEAD}a,b\n\ufeff{HEAD}\ufeff"c, d",e\n')
    assert got.rows == [["a", "b"], None, ["c, d", "e"]]
    assert got.codes == {"TAB015": 1}


def test_a_usual_name_in_a_sentence_makes_no_columns(read: ReadText) -> None:
    got = read("text\nHello, world\nThis is fine\nNo, not really, no\nOK\n")
    assert got.rows == [["Hello, world"], ["This is fine"], ["No, not really, no"], ["OK"]]


def test_a_cell_may_have_thousands_of_lines(read: ReadText) -> None:
    cell = "\n".join(f"line {at}" for at in range(60_000))
    got = read(f'{HEAD}x,"{cell}"\nc,d\n')
    assert got.rows == [["x", cell], ["c", "d"]]
    assert not got.findings


def test_an_open_quote_above_the_end_of_a_cut_file_is_text(read: ReadText) -> None:
    got = read(HEAD + 'x,"open\n' * 600 + 'x,"open', quote='"')
    assert got.lines("TAB013") == [602]
    assert got.rows[:-1] == [["x", '"open']] * 600


def test_what_fills_up_a_file_is_no_record(read: ReadText) -> None:
    got = read(f"{HEAD}a,b\n" + "\0" * 512, format="csv")
    assert got.rows == [["a", "b"]]
    assert got.codes == {"TAB009": 1}


@pytest.mark.parametrize("name", ["table.csv", "table.txt", "table.tsv"])
def test_nuls_behind_the_text_do_not_make_it_binary(read: ReadText, name: str) -> None:
    got = read(HEAD + "Hi there,Hello\n" + "\0" * 512, name)
    assert got.rows == [["Hi there", "Hello"]]
    assert got.lines("TAB009") == [3]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", [b"\0", b"\n", b"\0\0\0"])
def test_an_odd_last_byte_is_told_and_no_row(read: ReadText, codec: str, end: bytes) -> None:
    got = read((HEAD + "Hi there,Hello\n" * 5).encode(codec) + end)
    assert got.rows == [["Hi there", "Hello"]] * 5
    assert got.codes["SRC008"] == 1
    assert got.codes["TAB002"] == 0


def test_half_a_character_at_the_end_is_told_and_no_row(read: ReadText) -> None:
    got = read(f"{HEAD}a,b\n".encode("utf-16") + b"x")
    assert got.rows == [["a", "b"]]
    assert got.codes == {"SRC005": 1, "SRC008": 1}


def test_a_quote_that_is_closed_far_away_swallows_nothing(read: ReadText) -> None:
    body = "".join(f"{at},question {at},answer {at}\n" for at in range(30_000))
    text = f'id,question,answer\n0,"x, y",z\n{body}1,"open,b\n{body}2,c",d\n{body}'
    got = read(text)
    assert len(got.records) == 3 * 30_000 + 3
    assert not any(record.data is UNREADABLE for record in got.records)
    assert got.lines("TAB012") == [30_003]
    assert got.rows[30_001] == ["1", '"open', "b"]


def test_quotes_that_are_words_are_kept(read: ReadText) -> None:
    got = read('"so" he said\t"so" she said\n"all of it"\t"all of it"\n' * 50, "x.tsv")
    assert got.source.dialect["quote"] == ""
    assert got.rows[:2] == [['"so" he said', '"so" she said'], ['"all of it"', '"all of it"']]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("question,answer\ra,b\rc,d\r", [["a", "b"], ["c", "d"]]),
        ("question,answer\r\na,b\nc,d\re,f\r\n", [["a", "b"], ["c", "d"], ["e", "f"]]),
        ("question,answer\r\r\na,b\r\r\nc,d\r\r\n", [["a", "b"], ["c", "d"]]),
        ("question,answer\na\rx,b\nc,d\n", [["a\rx", "b"], ["c", "d"]]),
        ("question,answer\na,b\nc,d", [["a", "b"], ["c", "d"]]),
    ],
)
def test_line_ends_may_be_mixed(read: ReadText, text: str, rows: list[list[str]]) -> None:
    assert read(text).rows == rows


def test_escapes_are_resolved_and_nothing_else(read: ReadText) -> None:
    got = read(f'{HEAD}"say \\"a\\", \\n","C:\\\\x \\t"\n"b, c","\\"d\\", e"\n')
    assert got.rows == [['say "a", \\n', "C:\\x \\t"], ["b, c", '"d", e']]


def test_a_delimiter_may_be_longer_than_one_character(read: ReadText) -> None:
    got = read('question||answer\na|b||"c||d"\ne||f\n', delimiter="||")
    assert got.source.columns == ("question", "answer")
    assert got.rows == [["a|b", "c||d"], ["e", "f"]]


def test_bad_bytes_are_told_with_their_record(read: ReadText) -> None:
    text = "question,naïve answer\nété,où\n".encode()
    got = read(text + b"caf\xe9,b\nc,\xff\n\xff,\n")
    assert got.rows[1:] == [["café", "b"], ["c", "\ufffd"], ["\ufffd", ""]]
    (mended,) = got.records[1].findings
    assert (mended.code, mended.args["line"], mended.args["bytes"]) == ("SRC007", 3, "e9")
    assert mended.args["offset"] == len(text) + 3
    assert [record.findings[0].code for record in got.records[2:]] == ["SRC008", "SRC008"]
    above = read(b"# \xff\nquestion,answer\nna\xc3\xafve,b\n")
    (finding,) = (finding for finding in above.findings if finding.code == "SRC008")
    assert (finding.origin.position, finding.origin.line) == (-1, 1)


def test_a_header_may_be_given(read: ReadText) -> None:
    text = "a,b\nquestion,answer\nc,d\n"
    assert read(text, header_row=1).source.columns == ("a", "b")
    assert read(text, header_row=2).rows == [["c", "d"]]
    assert read(text, header_row=0).rows == [["a", "b"], ["question", "answer"], ["c", "d"]]
    with pytest.raises(UsageError, match=r"No row starts in line 9.* 1, 2, 3"):
        read(text, header_row=9)


def test_a_table_without_rows_is_told(read: ReadText) -> None:
    assert read(HEAD).codes == {"TAB014": 1}
    assert read(b"").codes == {"SRC001": 1}
    assert read(b"\n\n").codes == {"SRC001": 1, "TAB009": 1}


def test_a_gzipped_table_that_is_cut_gives_what_is_left(read: ReadText) -> None:
    packed = gzip.compress((HEAD + "a,b\n" * 100_000).encode())
    got = read(packed[: len(packed) // 2], "table.csv.gz")
    assert got.codes["SRC003"] == 1
    assert 0 < len(got.records) < 100_000


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    content = f'{HEAD}a,b\n"open,c\nd,e\n"f\ng",h\nx\n'.encode()
    (source,) = readers.plan(input_file(tmp_path, content), Hints())
    assert list(readers.read(source, Shard(0))) == list(readers.read(source, Shard(0)))
    assert readers.cut(source, 8) == (Shard(0),)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    row = f'"a ""quoted"" text, number {"x" * 60}","another\ntext"\n'

    def peak(rows: int) -> int:
        file = input_file(tmp_path, (HEAD + row * rows).encode())
        (source,) = readers.plan(file, Hints())
        tracemalloc.start()
        for _ in readers.read(source, Shard(0)):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(30_000) < 1.2 * peak(10_000)


HOSTILE = st.text(st.sampled_from("ab,;\t|\"'\\\n\r \0#"), max_size=60)


@given(HOSTILE, st.sampled_from([None, 1]))
def test_nothing_raises_and_no_letter_is_lost(
    tmp_path_factory: pytest.TempPathFactory, text: str, header_row: int | None
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    hints = Hints(format="csv", delimiter=",", quote='"', header_row=header_row)
    got = read_bytes(folder, (HEAD + text).encode(), hints=hints)
    lines = [record.origin.line for record in got.records]
    assert lines == sorted(lines)
    texts = [
        record.raw if cells is None else "".join(cells)
        for record, cells in zip(got.records, got.rows, strict=True)
    ]
    told = "".join((*got.source.columns, *texts))
    for letter in "ab":
        assert told.count(letter) == (HEAD + text).count(letter)


@given(HOSTILE, st.sampled_from(["table.csv", "table.tsv", "table.txt", "table"]))
def test_whatever_is_found_out_nothing_raises(
    tmp_path_factory: pytest.TempPathFactory, text: str, name: str
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    with suppress(InputError):
        read_bytes(folder, text.encode(), name)
