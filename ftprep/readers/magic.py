"""Recognise binary files by their first bytes, and say what is to be done with each."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ftprep.named import NamedTuple

__all__ = ["Kind", "binary_kind"]


class Kind(NamedTuple):
    """What a binary file is."""

    title: str
    """`a PDF document`."""
    format: str | None = None
    """The format it is read as; None for what is no data."""
    mend: str = ""


_EXPORT: Final = "Export the data as CSV, XLSX or JSONL."
_UNPACK: Final = "Unpack it first."
_CONVERT: Final = "Convert it to Parquet, CSV or JSONL."

_MAGIC: Final = (
    (0, b"PAR1", Kind("Parquet", "parquet")),
    (0, b"PARE", Kind("an encrypted Parquet file", mend="Decrypt it first.")),
    (0, b"%PDF-", Kind("a PDF document", mend=_EXPORT)),
    (0, b"\x89PNG\r\n", Kind("a PNG image")),
    (0, b"\xff\xd8\xff", Kind("a JPEG image")),
    (0, b"GIF8", Kind("a GIF image")),
    (0, b"BM", Kind("a BMP image")),
    (0, b"II*\x00", Kind("a TIFF image")),
    (0, b"MM\x00*", Kind("a TIFF image")),
    (8, b"WEBP", Kind("a WebP image")),
    (8, b"WAVE", Kind("a sound")),
    (8, b"AVI ", Kind("a video")),
    (4, b"ftyp", Kind("a video or sound")),
    (0, b"ID3", Kind("a sound")),
    (0, b"OggS", Kind("a sound")),
    (0, b"fLaC", Kind("a sound")),
    (0, b"\x1aE\xdf\xa3", Kind("a video")),
    (0, b"\x7fELF", Kind("a program")),
    (0, b"MZ", Kind("a program")),
    (0, b"\xca\xfe\xba\xbe", Kind("a program")),
    (0, b"\xcf\xfa\xed\xfe", Kind("a program")),
    (0, b"\x00asm", Kind("a program")),
    (0, b"ARROW1\x00\x00", Kind("an Arrow file", mend=_CONVERT)),
    (0, b"ORC", Kind("an ORC file", mend=_CONVERT)),
    (0, b"Obj\x01", Kind("an Avro file", mend=_CONVERT)),
    (0, b"SQLite format 3\x00", Kind("an SQLite database", mend=_EXPORT)),
    (0, b"\x89HDF\r\n", Kind("an HDF5 file", mend=_CONVERT)),
    (0, b"\x93NUMPY", Kind("a NumPy array", mend=_CONVERT)),
    (0, b"\x80\x02}", Kind("a Python pickle", mend=_CONVERT)),
    (0, b"\x80\x03", Kind("a Python pickle", mend=_CONVERT)),
    (0, b"\x80\x04\x95", Kind("a Python pickle", mend=_CONVERT)),
    (0, b"\x80\x05\x95", Kind("a Python pickle", mend=_CONVERT)),
    (0, b"7z\xbc\xaf\x27\x1c", Kind("a 7-Zip archive", mend=_UNPACK)),
    (0, b"Rar!\x1a\x07", Kind("a RAR archive", mend=_UNPACK)),
    (0, b"BZh", Kind("a bzip2 file", mend=_UNPACK)),
    (0, b"\xfd7zXZ\x00", Kind("an XZ file", mend=_UNPACK)),
    (0, b"\x28\xb5\x2f\xfd", Kind("a Zstandard file", mend=_UNPACK)),
    (0, b"\x04\x22\x4d\x18", Kind("an LZ4 file", mend=_UNPACK)),
    (257, b"ustar", Kind("a tar archive", mend=_UNPACK)),
    (0, b"{\\rtf", Kind("a rich text document", mend=_EXPORT)),
)
_TEXT_MAGIC: Final = frozenset({b"BM", b"MZ", b"ORC", b"BZh", b"ID3", b"GIF8", b"Obj\x01"})
"""Marks that a text could start with; they need a control character near by."""

_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE: Final = "Open it in its program and save it as .xlsx or .csv."
_OF_ZIP: Final = (
    ("xl/workbook.xml", Kind("an Excel workbook", "xlsx")),
    ("xl/workbook.bin", Kind("a binary Excel workbook (.xlsb)", mend=_SAVE)),
    ("word/document.xml", Kind("a Word document", mend=_EXPORT)),
    ("ppt/presentation.xml", Kind("a PowerPoint presentation", mend=_EXPORT)),
    ("content.xml", Kind("an OpenDocument file", mend=_SAVE)),
    ("Index/Document.iwa", Kind("a Numbers or Pages document", mend=_SAVE)),
)
_WORKBOOK_STREAMS: Final = frozenset({"Workbook", "Book", "EncryptedPackage"})
"""An encrypted workbook is the workbook reader's to refuse: it knows the mend."""
_OF_OLE2: Final = (
    ("WordDocument", Kind("a Word document", mend=_EXPORT)),
    ("PowerPoint Document", Kind("a PowerPoint presentation", mend=_EXPORT)),
    ("__properties_version1.0", Kind("an Outlook message", mend=_EXPORT)),
)


def binary_kind(head: bytes, local: str) -> Kind | None:
    """Tell what a binary file is from its first bytes, and for archives from what is in them.

    None for what has no mark: a text, or bytes that nobody knows. `local` is the file itself.
    """
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return _zip_kind(local)
    if head.startswith(_OLE2):
        return _ole2_kind(local)
    for at, mark, kind in _MAGIC:
        if head[at:].startswith(mark) and (mark not in _TEXT_MAGIC or _has_control(head[:64])):
            return kind
    return None


def _has_control(head: bytes) -> bool:
    return any(byte < 32 and byte not in b"\t\n\r\f" for byte in head)


def _zip_kind(local: str) -> Kind:
    """What a zip archive is; one that cannot be opened is the workbook reader's to refuse."""
    import zipfile  # starting fast: few inputs are archives

    try:
        with zipfile.ZipFile(local) as archive:
            names = [name.replace("\\", "/").lstrip("/") for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Kind("a workbook", "xlsx")
    known = next((kind for name, kind in _OF_ZIP if name in names), None)
    if known or any(name.lower().startswith("xl/") for name in names):
        return known or Kind("an Excel workbook", "xlsx")
    inside = ", ".join(name for name in names if not name.endswith("/"))[:100]
    return Kind(f"a zip archive and no workbook (it holds {inside or 'nothing'})", mend=_UNPACK)


def _ole2_kind(local: str) -> Kind:
    """What an OLE2 compound file is, by the names of its streams."""
    from ftprep.readers.spreadsheet.compound_file import stream_names  # starting fast, too
    from ftprep.readers.spreadsheet.sheet import Damage

    try:
        with Path(local).open("rb") as file:
            names = stream_names(file)
    except Damage:
        return Kind("a workbook", "xls")
    if _WORKBOOK_STREAMS.intersection(names):
        return Kind("an Excel 97 workbook", "xls")
    foreign = Kind("an old Office document and no workbook", mend=_SAVE)
    return next((kind for name, kind in _OF_OLE2 if name in names), foreign)
