"""Workbooks: which sheets and rows are read, and each cell as the text that a person sees."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftprep.errors import InputError, UsageError
from ftprep.model import Finding, Record, Source
from ftprep.readers.reader import Hints
from tests.readers.raw_workbook import RawSheet, cell, row, workbook
from tests.readers.raw_xls import compound_file
from tests.readers.workbook_reading import plan, read, records

HEADER = row(1, "question", "answer")
ONE = HEADER + row(2, "Open?", "Yes.")
NOTES = row(1, "What is this?") + row(2, "Ask Eva.")


RICH = (
    '<c r="B2" t="inlineStr"><is><r><t>Rich</t></r><r><t xml:space="preserve"> text</t></r>'
    "<rPh><t>read</t></rPh></is></c>"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.xlsx"


def answer_of(path: Path, value: str, **parts: Any) -> Record:
    """The record with this cell as its answer, B2."""
    path.write_bytes(workbook({"S": HEADER + row(2, "q", value)}, **parts))
    (record,) = records(path)
    return record


def codes(found: list[Record | Finding]) -> list[str]:
    loose = [one.code for one in found if isinstance(one, Finding)]
    return [f.code for one in found if isinstance(one, Record) for f in one.findings] + loose


# --- cells -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (cell("B2", 7), "7"),
        (cell("B2", 7, style=1), "007"),
        (cell("B2", "1E5"), "1E5"),
        (cell("B2", "100000.0", kind="n"), "100000"),
        (cell("B2", "0.30000000000000004", kind="n"), "0.3"),
        (cell("B2", "1234567890123456789", kind="n"), "1234567890123456789"),
        (cell("B2", "1,5", kind="n"), "1,5"),
        (cell("B2", 0.15, style=2), "15%"),
        (cell("B2", 45356.5, style=3), "2024-03-05 12:00"),
        (cell("B2", "2024-03-05T12:00:00", kind="d", style=3), "2024-03-05 12:00"),
        (cell("B2", "2024-03-05T12:00:00", kind="d"), "2024-03-05T12:00:00"),
        (cell("B2", 7, style=99), "7"),
        (cell("B2", 1, kind="b"), "TRUE"),
        (cell("B2", 0, kind="b", style=1), "FALSE"),
        (cell("B2", " padded "), " padded "),
        (cell("B2", "007", style=1), "007"),
        (cell("B2", "a\nb"), "a\nb"),
        (cell("B2", "a_x000D_b"), "a\rb"),
        (cell("B2", "_x005F_x000D_"), "_x000D_"),
        (cell("B2", "_xD83D__xDE00_"), "😀"),
        (cell("B2", "_xD83D_"), "\ufffd"),
        (cell("B2", "_x12_ _xyzw_"), "_x12_ _xyzw_"),
        (cell("B2", "\u2028\x85\u200b"), "\u2028\x85\u200b"),
        (cell("B2", "3.5", formula="7/2"), "3.5"),
        (cell("B2", "x", kind="str", formula='LEFT("xyz")'), "x"),
        (cell("B2", "", kind="str", formula='""'), ""),
        (cell("B2", 0, kind="s"), "Rich text"),
        (cell("B2", 1, kind="s"), "東京"),
        (cell("B2", 2, kind="s"), " spaced "),
        (RICH, "Rich text"),
        ('<c t="inlineStr"><is><t>no place</t></is></c>', "no place"),
        ('<c r="B2" t="str"><v>a&amp;b</v></c>', "a&b"),
    ],
)  # fmt: skip
def test_a_cell(raw: str, text: str, path: Path) -> None:
    strings = [
        "<r><t>Rich</t></r><r><rPr/><t xml:space='preserve'> text</t></r>",
        "<t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr/>",
        "<t xml:space='preserve'> spaced </t>",
    ]
    formats = ["000", "0%", "yyyy-mm-dd hh:mm"]
    found = answer_of(path, raw, strings=strings, formats=formats)
    assert found.data == {"question": "q", "answer": text}
    assert not found.findings


def test_dates_may_count_from_1904(path: Path) -> None:
    found = answer_of(
        path,
        cell("B2", 43894, style=1),
        formats=["yyyy-mm-dd"],
        settings='<workbookPr date1904="1"/>',
    )
    assert found.data["answer"] == "2024-03-05"


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        (cell("B2", None, formula="A2"), {}),
        (cell("B2", "", formula="A2"), {}),
        ('<c r="B2"><f t="shared" si="0"/></c>', {}),
        (cell("B2", 0, formula="A2"), {"settings": '<calcPr fullCalcOnLoad="1"/>'}),
    ],
)
def test_a_formula_without_a_result(raw: str, parts: dict[str, Any], path: Path) -> None:
    found = answer_of(path, raw, **parts)
    assert found.data == {"question": "q", "answer": ""}
    (finding,) = found.findings
    assert (finding.code, finding.pointer, finding.column) == ("XLS010", "/answer", "answer")
    assert finding.args["cell"] == "B2"
    assert f'"answer": "{finding.args["text"]}"' in found.raw


def test_a_formula_beside_question_and_answer_spoils_no_row(path: Path) -> None:
    length = cell("C2", None, formula="LEN(B2)")
    path.write_bytes(
        workbook({"S": row(1, "question", "answer", "length") + row(2, "q", "a", length)})
    )
    (found,) = records(path)
    assert found.data == {"question": "q", "answer": "a", "length": ""}
    assert [finding.code for finding in found.findings] == ["XLS014"]


def test_a_result_of_0_counts_in_a_workbook_that_was_calculated(path: Path) -> None:
    assert answer_of(path, cell("B2", 0, formula="A2")).data["answer"] == "0"


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!"])
def test_an_error_value_is_its_text(error: str, path: Path) -> None:
    found = answer_of(path, cell("B2", error, kind="e", formula="X1"))
    assert found.data["answer"] == error
    assert [finding.code for finding in found.findings] == ["XLS011"]


def test_a_text_that_is_missing(path: Path) -> None:
    found = answer_of(path, cell("B2", 5, kind="s"), strings=["<t>x</t>"])
    assert found.data["answer"] == ""
    assert [finding.code for finding in found.findings] == ["XLS012"]


# --- rows and columns --------------------------------------------------------------------------


def test_rows_carry_the_numbers_that_excel_shows(path: Path) -> None:
    rows = row(3, "question", "answer") + row(4, "a", "b") + row(9, "c", "d")
    path.write_bytes(workbook({"S": row(1, "All questions") + rows}))
    (source,) = plan(path)
    assert source.header_row == 3
    found = read(source)
    assert [one.origin.row for one in found if isinstance(one, Record)] == [4, 9]
    assert [one.origin.position for one in found if isinstance(one, Record)] == [0, 1]
    (blank,) = (one for one in found if isinstance(one, Finding))
    assert (blank.code, blank.args["n"]) == ("XLS007", 4)


def test_rows_and_cells_without_places_are_counted(path: Path) -> None:
    text = '<c t="inlineStr"><is><t>{}</t></is></c>'
    rows = "".join(
        f"<row>{text.format(a)}{text.format(b)}</row>" for a, b in (("question", "answer"), "ab")
    )
    path.write_bytes(workbook({"S": rows}))
    (found,) = records(path)
    assert (found.data, found.origin.row) == ({"question": "a", "answer": "b"}, 2)


def test_rows_of_white_space_are_no_records(path: Path) -> None:
    path.write_bytes(workbook({"S": ONE + row(3, " ", "\n") + row(4, "c", "d")}))
    (source,) = plan(path)
    assert codes(read(source)) == ["XLS007"]
    assert len(records(path)) == 2


def test_a_column_without_a_name_counts_if_it_holds_anything(path: Path) -> None:
    rows = row(1, None, "question", "answer", None, None) + row(2, 0, "a", "b", None, None)
    styled = rows.replace("</row>", '<c r="Z1" s="0"/></row>')
    path.write_bytes(workbook({"S": styled}))
    (source,) = plan(path)
    assert source.columns == ("column 1", "question", "answer")
    assert records(path)[0].data == {"column 1": "0", "question": "a", "answer": "b"}


def test_a_text_beside_the_table_is_kept_and_told(path: Path) -> None:
    rows = HEADER + "".join(row(n, f"q{n}", f"a{n}") for n in range(2, 80))
    path.write_bytes(workbook({"S": rows + row(80, "q", "a", None, "note") + row(81, "q", "a")}))
    (source,) = plan(path)
    assert source.columns == ("question", "answer")
    found = read(source)
    assert [r.data for r in found if isinstance(r, Record)][-2:] == [
        {"question": "q", "answer": "a", "column 4": "note"},
        {"question": "q", "answer": "a"},
    ]
    (told,) = (one for one in found if isinstance(one, Finding))
    assert (told.code, told.args["cell"], told.args["n"]) == ("XLS009", "D80", 1)


def test_headers_may_be_numbers_dates_and_repeated(path: Path) -> None:
    rows = row(1, "prompt", "completion", 2023, cell("D1", 45356, style=1), "prompt")
    path.write_bytes(workbook({"S": rows + row(2, "a", "b", 1, 2, "c")}, formats=["yyyy-mm-dd"]))
    (source,) = plan(path)
    assert source.columns == ("prompt", "completion", "2023", "2024-03-05", "prompt (2)")


def test_a_size_that_the_sheet_states_is_not_believed(path: Path) -> None:
    stated = '<dimension ref="A1:XFD1048576"/>'
    empty = "".join(f'<row r="{n}"><c r="XFD{n}" s="1"/></row>' for n in range(3, 2000))
    path.write_bytes(workbook({"S": RawSheet(ONE + empty, before=stated)}, formats=["0"]))
    (source,) = plan(path)
    assert (source.columns, codes(read(source))) == (("question", "answer"), [])


def test_hidden_rows_and_columns_are_read_and_told(path: Path) -> None:
    rows = ONE + row(3, "c", "d", attributes='hidden="1"') + row(4, attributes='hidden="1"')
    columns = '<cols><col min="2" max="2" hidden="1"/><col min="5" max="99" hidden="true"/></cols>'
    path.write_bytes(workbook({"S": RawSheet(rows, before=columns)}))
    (source,) = plan(path)
    *found, told = read(source)
    assert len(found) == 2
    assert isinstance(told, Finding)
    assert told.code == "XLS006"
    assert told.args == {"sheet": "S", "rows": 1, "columns": "B"}


def test_merged_cells_hold_their_text_once(path: Path) -> None:
    rows = HEADER + row(2, "a", "b") + row(3, None, "c")
    merged = '<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="E5:F5"/></mergeCells>'
    path.write_bytes(workbook({"S": RawSheet(rows, after=merged)}))
    (source,) = plan(path)
    *found, told = read(source)
    assert [r.data["question"] for r in found if isinstance(r, Record)] == ["a", ""]
    assert isinstance(told, Finding)
    assert (told.code, told.args["area"], told.args["n"]) == ("XLS008", "A2:A3", 1)


@pytest.mark.parametrize(
    ("given_row", "columns"),
    [(None, ("question", "answer")), (1, ("Our list",)), (0, ("column 1", "column 2"))],
)
def test_the_header_may_be_given(
    given_row: int | None, columns: tuple[str, ...], path: Path
) -> None:
    rows = row(1, "Our list") + row(3, "question", "answer") + row(4, "a", "b")
    path.write_bytes(workbook({"S": rows}))
    (source,) = plan(path, Hints(header_row=given_row))
    assert source.columns[: len(columns)] == columns


def test_a_blank_row_cannot_be_the_header(path: Path) -> None:
    path.write_bytes(workbook({"S": ONE}))
    with pytest.raises(UsageError, match=r"row 5 of sheet 'S' is blank"):
        plan(path, Hints(header_row=5))


# --- sheets ------------------------------------------------------------------------------------


def told(sources: list[Source]) -> dict[str, str]:
    return {
        f.code: str(f.args.get("sheets", f.args.get("sheet"))) for s in sources for f in s.findings
    }


@pytest.mark.parametrize(
    ("sheets", "expected", "findings"),
    [
        ({"S": ONE}, ["S"], {}),
        ({"Notes": NOTES, "Data": ONE}, ["Data"], {"XLS002": "'Notes'"}),
        ({"Empty": "", "Data": ONE}, ["Data"], {}),
        (
            {"Jan": ONE, "Notes": NOTES, "Feb": ONE},
            ["Jan", "Feb"],
            {"XLS002": "'Notes'", "XLS004": "'Jan', 'Feb'"},
        ),
        (
            {"A": ONE, "B": row(1, "prompt", "completion") + row(2, "a", "b")},
            ["A"],
            {"XLS003": "'B'"},
        ),
        ({"Old": RawSheet(ONE, state="hidden")}, ["Old"], {"XLS005": "Old"}),
        (
            {
                "Old": RawSheet(row(1, "prompt", "completion") + row(2, "a", "b"), state="hidden"),
                "New": ONE,
            },
            ["New"],
            {"XLS003": "'Old'"},
        ),
        (
            {"A": row(1, "xq", "yq") + row(2, "b", "c"), "B": row(1, "zq", "wq")},
            ["A"],
            {"XLS002": "'B'"},
        ),
        ({"A": "", "B": ""}, ["A"], {"XLS001": "A"}),
    ],
)
def test_the_sheets_that_have_the_columns_are_read(
    sheets: dict[str, RawSheet | str], expected: list[str], findings: dict[str, str], path: Path
) -> None:
    path.write_bytes(workbook(sheets))
    sources = list(plan(path))
    assert [source.sheet for source in sources] == expected
    found = told(sources)
    assert {code: found[code] for code in found if code.startswith("XLS")} == findings


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (("Notes",), ["Notes"]),
        (("notes ",), ["Notes"]),
        (("2",), ["Data"]),
        (("3",), ["3"]),
        (("1", "Data"), ["Notes", "Data"]),
        (("*",), ["Notes", "Data", "3"]),
    ],
)
def test_sheets_may_be_named(wanted: tuple[str, ...], expected: list[str], path: Path) -> None:
    path.write_bytes(workbook({"Notes": NOTES, "Data": ONE, "3": ONE}))
    assert [source.sheet for source in plan(path, Hints(sheets=wanted))] == expected


def test_a_sheet_that_does_not_exist(path: Path) -> None:
    path.write_bytes(workbook({"Notes": NOTES, "Data": ONE}))
    with pytest.raises(UsageError, match=r"no sheet 'Dta'. The sheets are: 1 'Notes', 2 'Data'"):
        plan(path, Hints(sheets=("Dta",)))


# --- files -------------------------------------------------------------------------------------


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"question,answer\n", "not a workbook"),
        (zipped(readme_dot_txt=b"hello"), "zip file, but not a workbook"),
        (zipped(xl__workbook_dot_bin=b"x"), "xlsb"),
        (zipped(content_dot_xml=b"x"), "ods"),
        (zipped(word__document_dot_xml=b"x"), "Word document"),
        (workbook({"S": ONE})[:-40], "damaged"),
        (workbook({"S": ONE})[:60], "damaged"),
        (workbook({}), "no worksheet"),
        (workbook({"S": ONE}, strings=["<t>x"]), "damaged"),
        (compound_file({"EncryptedPackage": b"x"}), "password"),
    ],
)
def test_what_is_no_workbook(content: bytes, message: str, path: Path) -> None:
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        plan(path)


def test_a_lock_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "~$book.xlsx"
    path.write_bytes(b"\x03Eva" + bytes(160))
    with pytest.raises(InputError, match=r"lock file .* book\.xlsx"):
        plan(path)


def test_a_decompression_bomb_is_not_unpacked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ftprep.readers.spreadsheet.package._LARGE", 1 << 20)
    path.write_bytes(workbook({"S": ONE}, extra={"xl/media/image.bin": bytes(1 << 21)}))
    with pytest.raises(
        InputError, match=r"xl/media/image\.bin would unpack from [\d,]+ to 2,097,152"
    ):
        plan(path)


def test_entities_are_refused(path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    content = workbook({"S": ONE}, extra={"xl/worksheets/bomb.xml": bomb})
    path.write_bytes(content.replace(b"worksheets/sheet1.xml", b"worksheets/bomb.xml  "))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, bomb if name.endswith("sheet1.xml") else data)
    path.write_bytes(out.getvalue())
    (source,) = plan(path)
    (finding,) = read(source)
    assert isinstance(finding, Finding)
    assert (finding.code, "document type" in finding.args["reason"]) == ("XLS013", True)


def test_a_damaged_sheet_is_read_as_far_as_it_goes(path: Path) -> None:
    rows = HEADER + "".join(row(n, f"q{n}", f"a{n}") for n in range(2, 60)) + "<row r='60'><c>"
    path.write_bytes(workbook({"S": RawSheet(rows)}))
    (source,) = plan(path)
    *found, finding = read(source)
    assert len(found) == 58
    assert isinstance(finding, Finding)
    assert (finding.code, finding.args["row"]) == ("XLS013", 59)


def test_a_damaged_sheet_is_not_passed_over(path: Path) -> None:
    path.write_bytes(workbook({"Bad": "<row", "Good": ONE}))
    assert told(list(plan(path))) == {"XLS002": "'Bad'"}


@pytest.mark.parametrize(
    "change",
    [
        lambda name: name.replace("/", "\\"),
        lambda name: "/" + name,
        lambda name: name.upper(),
    ],
)
def test_names_of_parts_may_be_written_otherwise(change: Any, path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook({"S": ONE}))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(change(name), old.read(name))
    path.write_bytes(out.getvalue())
    assert records(path)[0].data == {"question": "Open?", "answer": "Yes."}


def test_prefixes_strict_names_and_utf_16(path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook({"S": ONE}))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            text = text.replace(
                "schemas.openxmlformats.org/officeDocument/2006",
                "purl.oclc.org/ooxml/officeDocument",
            )
            if name.endswith("sheet1.xml"):
                text = text.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
                text = text.replace("xmlns=", "xmlns:x=").replace("UTF-8", "UTF-16")
                new.writestr(name, text.encode("utf-16"))
            else:
                new.writestr(name, text)
    path.write_bytes(out.getvalue())
    assert records(path)[0].data == {"question": "Open?", "answer": "Yes."}


def test_reading_twice_gives_the_same(path: Path) -> None:
    path.write_bytes(workbook({"S": ONE + row(5, "a", cell("B5", None, formula="A1"))}))
    (source,) = plan(path)
    assert read(source) == read(source)


# --- whatever openpyxl writes ------------------------------------------------------------------

# What XML 1.0 can hold; openpyxl refuses the rest. A carriage return is written as it is, and XML
# parsers make a line feed of it.
HOSTILE = (
    *("007", "NA", "None", "null", "nan", "1e5", "TRUE", "#N/A", "=1+1", "'quoted", '"', ";"),
    *("_x000D_", "a\nb", "\u2028", "日本", "😀", " x ", "\ufeff", "\x85"),
)
TEXTS = st.sampled_from(HOSTILE) | st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], whitelist_characters="\t\n\x85").filter(
        lambda letter: letter not in "\ufffe\uffff"
    ),
    max_size=12,
)


@settings(max_examples=80, deadline=None)
@given(table=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8))
def test_texts_come_back(
    table: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("book") / "book.xlsx"
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["question", "answer"])
    for number, pair in enumerate(table, 2):
        for column, text in enumerate(pair, 1):
            sheet.cell(number, column).value = text
            sheet.cell(number, column).data_type = "s"
    book.save(path)
    # openpyxl does not escape the five letters that stand for a carriage return.
    expected = [tuple(text.replace("_x000D_", "\r") for text in pair) for pair in table]
    found = [(r.data["question"], r.data["answer"]) for r in records(path)]
    assert found == [pair for pair in expected if any(text.strip() for text in pair)]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (7, "General", "7"),
        (7, "000", "007"),
        (0.15, "0%", "15%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (True, "General", "TRUE"),
        (dt.date(2024, 3, 5), "yyyy-mm-dd", "2024-03-05"),
        (dt.date(2024, 3, 5), "mm-dd-yy", "2024-03-05"),
        (dt.time(14, 30), "h:mm", "14:30"),
        (dt.timedelta(hours=30), "[h]:mm:ss", "30:00:00"),
        (1e21, "General", "1E+21"),
        ("text", "@", "text"),
    ],
)
def test_values_look_as_their_format_says(
    value: object, number_format: str, text: str, path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["question", "answer"])
    sheet.append(["q", value])
    sheet["B2"].number_format = number_format
    book.save(path)
    assert records(path)[0].data["answer"] == text


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_changed_bytes_never_fail(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = bytearray(workbook({"S": ONE + row(3, 1, 2.5)}, strings=["<t>x</t>"], formats=["0%"]))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("book") / "book.xlsx"
    path.write_bytes(bytes(content))
    try:
        for source in plan(path):
            read(source)
    except InputError:
        pass


def test_a_header_without_rows_is_told(path: Path) -> None:
    path.write_bytes(workbook({"S": row(1, "question", "answer")}))
    (source,) = plan(path)
    assert [finding.code for finding in source.findings] == ["TAB014"]
