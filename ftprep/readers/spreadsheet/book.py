"""Open a workbook of either kind, xlsx or xls, whatever it is called, or say why not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Final

from ftprep.errors import InputError
from ftprep.readers.spreadsheet.compound_file import MAGIC as COMPOUND_FILE
from ftprep.readers.spreadsheet.package import Package
from ftprep.readers.spreadsheet.sheet import Book, Damage, Locked
from ftprep.readers.spreadsheet.xls import XlsBook
from ftprep.readers.spreadsheet.xlsx import XlsxBook

__all__ = ["open_book"]

_ZIP: Final = b"PK"
_SAVE_AS: Final = "open it in Excel or LibreOffice and save it as .xlsx or .csv"
_FOREIGN: Final = {
    "xl/workbook.bin": f"this is a binary workbook (.xlsb); {_SAVE_AS}.",
    "content.xml": f"this is an OpenDocument file (.ods); {_SAVE_AS}.",
    "index/document.iwa": "this is a Numbers document; export it from Numbers as .xlsx or .csv.",
    "word/document.xml": "this is a Word document, not a workbook; put its table in a workbook.",
}
"""A part that tells another kind of zip file → what to say."""


@contextmanager
def open_book(local: str, path: str) -> Iterator[Book]:
    """Open a workbook for the time of a `with` block; `path` is what messages call it.

    Raises `InputError` where there is no workbook to be read at all.
    """
    try:
        book = _opened(local, path)
    except Locked:
        raise InputError(
            f"{path}: the workbook is protected with a password. Open it in Excel, remove the "
            "password (File, Info, Protect Workbook, Encrypt with Password) and save it."
        ) from None
    except Damage as damage:
        raise InputError(
            f"{path}: the workbook is damaged: {damage}. Get the file again, or {_SAVE_AS}: "
            "both programs can repair workbooks."
        ) from damage
    try:
        yield book
    finally:
        book.close()


def _opened(local: str, path: str) -> Book:
    with Path(local).open("rb") as file:
        head = file.read(8)
    if head.startswith(_ZIP):
        package = Package(local)
        try:
            _refuse(package, path)
            return XlsxBook(package)
        except (Damage, InputError):
            package.close()
            raise
    if head == COMPOUND_FILE:
        return XlsBook(local)
    if PurePath(path).name.startswith("~$"):
        raise InputError(
            f"{path}: this is the lock file that Excel keeps beside an open workbook. "
            f"Name the workbook itself: {PurePath(path).name[2:]}."
        )
    if not head:
        raise InputError(f"{path}: the file is empty (0 bytes). Save the workbook again.")
    raise InputError(
        f"{path}: this is not a workbook. If it is text, name its format: --read-as csv."
    )


def _refuse(package: Package, path: str) -> None:
    """Raise `InputError` for a zip file that is no workbook, or that is not to be unpacked."""
    if bomb := package.bomb():
        raise InputError(
            f"{path}: its part {bomb.part} would unpack from {bomb.packed:,} to "
            f"{bomb.unpacked:,} bytes, which no real workbook does, so it is not read. "
            f"If the file is sound, {_SAVE_AS}."
        )
    for part, message in _FOREIGN.items():
        if part in package and "xl/workbook.xml" not in package:
            raise InputError(f"{path}: {message}")
    if "_rels/.rels" not in package and "xl/workbook.xml" not in package:
        raise InputError(
            f"{path}: this is a zip file, but not a workbook. Unpack it and name the files inside."
        )
