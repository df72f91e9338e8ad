"""Tell the format of a file from its content, with its extension as a hint."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from ftprep.errors import InputError, UsageError
from ftprep.model import Finding, Origin
from ftprep.readers import gunzip
from ftprep.readers.files import extension_of, open_bytes
from ftprep.readers.magic import binary_kind
from ftprep.readers.reader import InputFile
from ftprep.readers.text.encoding import detect_head
from ftprep.readers.text.kind import TEXT_FORMATS, NoData, text_format
from ftprep.readers.text.wide import unpadded

__all__ = ["FORMATS", "format_of"]

FORMATS: Final = {
    "csv": "CSV",
    "tsv": "TSV (cells with tabs between them)",
    "xlsx": "an Excel workbook",
    "xls": "an Excel 97 workbook",
    "json": "one JSON document",
    "jsonl": "JSONL (one JSON value per line)",
    "parquet": "Parquet",
}
"""Format → how messages call it."""

_BY_EXTENSION: Final = {
    **TEXT_FORMATS,
    **dict.fromkeys((".xlsx", ".xlsm"), "xlsx"),
    ".xls": "xls",
    **dict.fromkeys((".parquet", ".pq"), "parquet"),
}
_LINES: Final = (
    "If each line is a record, name it .csv and put the name of the column in the first line."
)
_HEAD: Final = 1 << 16
_BLANK: Final = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n\f\x1a"
"""White space and byte order marks in every encoding: a file of nothing else is empty."""
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e"))
_MOST_CONTROLS: Final = 0.03
"""Share of control characters from which bytes are no text; random bytes have 0.09. Where all of it
is UTF-8, some may be meant, and it takes more."""


def format_of(file: InputFile, given: str | None) -> tuple[str, tuple[Finding, ...]]:
    """Tell the format: csv, tsv, xlsx, xls, json, jsonl or parquet.

    `given` is what the person says, and overrides. The findings tell a wrong extension, a damaged
    gzip wrapper and an empty file. Raises `InputError` for what is no data at all, naming what it
    is and what to do, and `UsageError` for a format that does not exist.
    """
    origin = Origin(file.index, position=-1)
    findings = []
    if file.compression and (damage := gunzip.damage_of(file.local)):
        findings.append(Finding("SRC003", origin, args={"damage": damage}))
    extension = extension_of(file.path)
    with open_bytes(file.local, file.compression) as stream:
        head = stream.read(_HEAD)
        blank = not head.translate(None, _BLANK) and (not head or bool(head.strip(b"\0")))
        empty = blank and not stream.read(1)
    if given is not None and given not in FORMATS:
        raise UsageError(f"There is no format {given!r}. Formats: {', '.join(FORMATS)}.")
    if empty:
        findings.append(Finding("SRC001", origin))
        return given or TEXT_FORMATS.get(extension, "csv"), tuple(findings)
    if given is not None:
        return given, tuple(findings)
    name = _told(file, head, extension)
    if _BY_EXTENSION.get(extension, name) != name:
        args = {"extension": extension, "title": FORMATS[name], "wanted": f".{name}"}
        findings.append(Finding("SRC002", origin, args=args))
    return name, tuple(findings)


def _told(file: InputFile, head: bytes, extension: str) -> str:
    name = PurePath(file.path).name
    if name.startswith("~$"):
        raise InputError(
            f"{file.path}: this is the lock file that Excel keeps beside an open workbook. "
            f"Name the workbook itself: {name[2:]}."
        )
    if binary := binary_kind(head, file.local):
        if binary.format is None:
            raise InputError(f"{file.path}: this is {binary.title}. {binary.mend}".rstrip())
        return binary.format
    head = unpadded(head) or head
    encoding = detect_head(head)
    if _is_binary(head, encoding):
        raise InputError(
            f"{file.path}: this is binary data of no kind that ftprep reads. "
            "Give CSV, TSV, XLSX, JSON, JSONL or Parquet."
        )
    text = head.decode(encoding, "replace").lstrip("\ufeff")
    told = text_format(text, extension)
    if isinstance(told, NoData):
        mend = told.mend or _LINES
        if not told.mend and _BY_EXTENSION.get(extension) not in {None, *TEXT_FORMATS.values()}:
            mend = f"It is named {extension}: get the right file, or export it again."
        raise InputError(f"{file.path}: this is {told.title}. {mend}")
    return told


def _is_binary(head: bytes, encoding: str) -> bool:
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if encoding.startswith(("utf-16", "utf-32")) or controls <= _MOST_CONTROLS * len(head):
        return False
    valid = encoding == "utf-8" and "\ufffd" not in head.decode("utf-8", "replace")[:-3]
    return not valid or controls > max(10, 4 * _MOST_CONTROLS * len(head))
