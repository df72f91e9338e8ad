"""The older binary workbooks, as the text that a person sees."""

from __future__ import annotations

import contextlib
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftprep.errors import InputError
from ftprep.model import Finding, Record
from ftprep.readers.spreadsheet.sheet import Cell, Damage, Fault, SheetFacts
from ftprep.readers.spreadsheet.xls import XlsBook
from tests.readers.raw_xls import compound_file, record, unicode_text, xls
from tests.readers.workbook_reading import plan, read


def cell(kind: int, row: int, column: int, style: int, data: bytes) -> bytes:
    return record(kind, struct.pack("<HHH", row, column, style) + data)


def label(row: int, column: int, index: int) -> bytes:
    return cell(0xFD, row, column, 0, struct.pack("<I", index))


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return cell(0x203, row, column, style, struct.pack("<d", value))


def short(value: int, *, divided: bool = False) -> bytes:
    return struct.pack("<i", value << 2 | 2 | divided)


def rows_of(content: bytes, folder: Path) -> tuple[list[tuple[Cell, ...]], SheetFacts]:
    path = folder / "book.xls"
    path.write_bytes(content)
    book = XlsBook(str(path))
    facts = SheetFacts()
    found = [row.cells for row in book.rows(book.sheets[0], facts)]
    book.close()
    return found, facts


def test_cells_of_every_kind(tmp_path: Path) -> None:
    formula = bytes(14)
    records = (
        label(0, 0, 1)
        + cell(0x204, 0, 1, 0, unicode_text("label"))
        + number(1, 0, 7, style=1)
        + cell(0x27E, 1, 1, 2, short(1500, divided=True))
        + record(
            0xBD,
            struct.pack("<HH", 2, 0)
            + b"".join(struct.pack("<H", 0) + short(n) for n in (1, -2))
            + struct.pack("<H", 1),
        )
        + cell(0x205, 3, 0, 0, b"\1\0")
        + cell(0x205, 3, 1, 0, b"\x2a\1")
        + cell(0x06, 4, 0, 0, struct.pack("<d", 2.5) + formula)
        + cell(0x06, 4, 1, 0, b"\0\0\0\0\0\0\xff\xff" + formula)
        + record(0x207, unicode_text("Ergebnis ü"))
        + cell(0x06, 5, 0, 0, b"\1\0\1\0\0\0\xff\xff" + formula)
        + cell(0x06, 5, 1, 0, b"\2\0\x07\0\0\0\xff\xff" + formula)
        + cell(0x06, 5, 2, 0, b"\3\0\0\0\0\0\xff\xff" + formula)
        + number(6, 0, 45356.5, style=3)
        + label(7, 0, 99)
    )
    content = xls(
        {"Sheet": records},
        texts=["first", "日本 text"],
        formats=["000", "0.00%", "yyyy-mm-dd hh:mm"],
    )
    found, _ = rows_of(content, tmp_path)
    assert found == [
        (Cell(0, "日本 text"), Cell(1, "label")),
        (Cell(0, "007"), Cell(1, "1500.00%")),
        (Cell(0, "1"), Cell(1, "-2")),
        (Cell(0, "TRUE"), Cell(1, "#N/A", Fault.ERROR)),
        (Cell(0, "2.5"), Cell(1, "Ergebnis ü")),
        (Cell(0, "TRUE"), Cell(1, "#DIV/0!", Fault.ERROR)),
        (Cell(0, "2024-03-05 12:00"),),
        (Cell(0, "99", Fault.LOST),),
    ]


def test_hidden_and_merged(tmp_path: Path) -> None:
    records = (
        record(0x7D, struct.pack("<HHHHH2x", 1, 2, 0, 0, 1))
        + record(0x208, struct.pack("<HHHHHHHH", 0, 0, 1, 255, 0, 0, 0x20, 0))
        + label(0, 0, 0)
        + record(0xE5, struct.pack("<HHHHH", 1, 1, 3, 0, 1))
    )
    _, facts = rows_of(xls({"Sheet": records}, texts=["x"]), tmp_path)
    assert (facts.hidden_rows, facts.hidden_columns, facts.merged) == (1, {1, 2}, [(2, 0, 4, 1)])


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(
        st.text(st.characters(blacklist_categories=["Cs"]), max_size=30), min_size=1, max_size=8
    ),
    split_at=st.integers(24, 80),
)
def test_texts_that_run_over_several_records(
    texts: list[str], split_at: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    records = b"".join(label(n, 0, n) for n in range(len(texts)))
    content = xls({"Sheet": records}, texts=texts, split_at=split_at)
    found, _ = rows_of(content, tmp_path_factory.mktemp("xls"))
    assert [cells[0].text for cells in found] == [text for text in texts if text]


def test_the_older_texts_have_a_code_page(tmp_path: Path) -> None:
    old = record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0)) + record(
        0x42, struct.pack("<H", 1251)
    )
    name = "Лист".encode("cp1251")
    listing_length = 4 + 6 + 1 + len(name)
    place = len(old) + listing_length + 4
    listing = record(0x85, struct.pack("<IBBB", place, 0, 0, len(name)) + name)
    text = "Вопрос".encode("cp1251")
    sheet = record(0x809, struct.pack("<HHHH", 0x500, 16, 0, 0)) + cell(
        0x204, 0, 0, 0, struct.pack("<H", len(text)) + text
    )
    path = tmp_path / "old.xls"
    path.write_bytes(compound_file({"Book": old + listing + record(0x0A) + sheet + record(0x0A)}))
    book = XlsBook(str(path))
    assert book.sheets[0].name == "Лист"
    assert [row.cells for row in book.rows(book.sheets[0], SheetFacts())] == [(Cell(0, "Вопрос"),)]
    book.close()


def test_a_workbook_is_read(tmp_path: Path) -> None:
    texts = ["question", "answer", "How many?"]
    records = label(0, 0, 0) + label(0, 1, 1) + label(1, 0, 2) + number(1, 1, 3)
    path = tmp_path / "named.xlsx"
    path.write_bytes(xls({"Notes": b"", "FAQ": records}, texts=texts, hidden=["FAQ"]))
    (source,) = plan(path)
    assert (source.format, source.sheet, source.columns) == ("xls", "FAQ", ("question", "answer"))
    assert [finding.code for finding in source.findings] == ["XLS005"]
    (found,) = read(source)
    assert isinstance(found, Record)
    assert found.data == {"question": "How many?", "answer": "3"}
    assert found.origin.row == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (xls({"S": b""}, extra=record(0x2F, bytes(6))), "password"),
        (compound_file({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "password"),
        (compound_file({"WordDocument": b"x"}), "damaged: it holds no stream Book"),
        (xls({"S": b""})[:300], "damaged: it is cut off"),
        (xls({"S": b""})[:1000], "damaged"),
    ],
)
def test_what_is_no_workbook(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xls"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        plan(path)


def test_a_sheet_that_is_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    texts = ["question", "answer", *(f"text {n}" for n in range(400))]
    records = b"".join(label(n // 2, n % 2, n) for n in range(400))
    path = tmp_path / "book.xls"
    content = xls({"FAQ": records}, texts=texts)
    # Only what the stream says of its end is lost: the sectors are there, filled with zeros.
    path.write_bytes(content.replace(label(150, 0, 300), bytes(len(label(150, 0, 300)))))
    (source,) = plan(path)
    *found, last = read(source)
    assert len(found) == 149
    assert isinstance(last, Finding)
    assert (last.code, last.args["row"]) == ("XLS013", 150)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_changed_bytes_never_fail(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    texts = ["question", "answer", "日本語" * 20, "x"]
    records = b"".join(label(n // 2, n % 2, n % 4) for n in range(20)) + number(20, 0, 1.5)
    content = bytearray(xls({"FAQ": records}, texts=texts, split_at=60))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(8, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("xls") / "book.xls"
    path.write_bytes(bytes(content))
    with contextlib.suppress(Damage), contextlib.closing(XlsBook(str(path))) as book:
        for sheet in book.sheets:
            list(book.rows(sheet, SheetFacts()))
