"""Workbooks: the parts of an xlsx file and the records of an xls file, mutated inside their wrap.

The first byte of an input says what the rest is: the parts of an xlsx file (each behind a line
`#part NAME`), an xlsx file as it is, the records of an xls file, or an xls file as it is. A fuzzer
that had to mend checksums and lengths of the wrap would never come to what is in it.
"""

from __future__ import annotations

import gzip
import io
import re
import struct
import zipfile
from collections.abc import Iterator
from typing import Final

from tests.fuzz.harness import drive
from tests.readers.raw_workbook import RawSheet, cell, row, workbook
from tests.readers.raw_xls import compound_file, record, unicode_text, xls

__all__ = ["seeds", "target"]

_PART: Final = re.compile(rb"(?:\A|\n)#part ([^\n]{1,100})\n")
_PARTS, _XLSX, _RECORDS, _XLS = range(4)


def target(data: bytes) -> None:
    """Read the bytes as a workbook."""
    kind, content = (data[0] % 4, data[1:]) if data else (_XLSX, b"")
    if kind == _PARTS:
        content = _zipped(content)
    elif kind == _RECORDS:
        content = compound_file({"Workbook": content})
    drive(content, "faq.xls" if kind in (_RECORDS, _XLS) else "faq.xlsx")


def _zipped(parts: bytes) -> bytes:
    _, *pieces = _PART.split(parts)
    members = dict(zip(pieces[::2], pieces[1::2], strict=True))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name.decode("latin-1")), content)
    return out.getvalue()


def _unzipped(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return b"".join(
            b"\n#part %b\n%b" % (name.encode(), package.read(name)) for name in package.namelist()
        )


def seeds() -> Iterator[bytes]:
    """Small workbooks, each with one thing that is special."""
    for content in _xlsx_files():
        yield bytes([_PARTS]) + _unzipped(content)
        yield bytes([_XLSX]) + content
    yield bytes([_XLSX]) + gzip.compress(content, mtime=0)
    for content in _xls_files():
        yield bytes([_RECORDS]) + content[512 : content.rindex(record(0x0A)) + 4]
        yield bytes([_XLS]) + content
    for name in ("WordDocument", "EncryptedPackage"):
        yield bytes([_XLS]) + compound_file({name: b"text"})


def _xlsx_files() -> Iterator[bytes]:
    head = row(1, "question", "answer")
    yield workbook({"FAQ": head + row(2, "How?", "So.") + row(3, "When?", "Now.")})
    yield workbook({"Notes": row(1, "See FAQ"), "FAQ": head + row(2, "How?", "So.")})
    yield workbook(
        {"FAQ": row(1, "Title") + row(3, "id", "", "text", "text") + row(9, 1, None, "a", "b", "c")}
    )
    shown = [cell(f"{'ABCDEFG'[n]}2", 45000.25, style=n + 1) for n in range(7)]
    yield workbook(
        {"FAQ": row(1, *"abcdefg") + row(2, *shown) + row(3, -1, 0, 1e10, 0.5)},
        formats=[
            "yyyy-mm-dd hh:mm",
            "0.00%",
            "#,##0.00;[Red](0)",
            "0.0E+0",
            "# ?/?",
            "@",
            "[h]:mm",
        ],
        settings='<workbookPr date1904="1"/>',
    )
    cells = (
        cell("A2", "0", kind="s") + cell("B2", "1", kind="s") + cell("C2", "#N/A", kind="e")
        + cell("D2", 1, kind="b") + cell("E2", None, formula="A2&B2") + cell("F2", "9", kind="s")
        + cell("G2", "2024-03-05T14:30:00", kind="d", style=1)
    )  # fmt: skip
    yield workbook(
        {
            "FAQ": RawSheet(
                row(1, *"abcdefg") + f'<row r="2" hidden="1">{cells}</row>',
                before='<cols><col min="2" max="3" hidden="1"/></cols>',
                after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>',
                state="hidden",
            )
        },
        formats=["d mmm yy"],
        strings=["<t>one_x000D_two</t>", "<r><t>rich</t></r><rPh><t>read</t></rPh><r><t>!</t></r>"],
    )


def _xls_files() -> Iterator[bytes]:
    texts = ["question", "answer", "How?", "So.", "Grüße 😀"]
    head = _shared(0, 0, 0) + _shared(0, 1, 1)
    yield xls({"FAQ": head + _shared(1, 0, 2) + _shared(1, 1, 3)}, texts=texts)
    yield xls({"FAQ": head + _shared(1, 0, 2) + _shared(1, 1, 4)}, texts=texts, split_at=24)
    numbers = (
        record(0x203, struct.pack("<HHHd", 1, 0, 1, 45000.5))
        + record(0x27E, struct.pack("<HHHi", 1, 1, 0, (314 << 2) | 3))
        + record(0xBD, struct.pack("<HHHiHiH", 2, 0, 0, (1 << 2) | 2, 2, (25 << 2) | 3, 1))
        + record(0x205, struct.pack("<HHHBB", 3, 0, 0, 0x2A, 1))
        + record(0x06, struct.pack("<HHHBBBBBBH", 3, 1, 0, 0, 0, 0, 0, 0, 0, 0xFFFF))
        + record(0x207, unicode_text("So."))
        + record(0xE5, struct.pack("<HHHHH", 1, 1, 2, 0, 0))
    )
    yield xls({"FAQ": head + numbers}, texts=texts, formats=["yyyy-mm-dd", "0%"], hidden=["FAQ"])
    yield xls({"FAQ": head}, texts=texts, extra=record(0x2F, bytes(6)))


def _shared(line: int, column: int, index: int) -> bytes:
    return record(0xFD, struct.pack("<HHHI", line, column, 0, index))
