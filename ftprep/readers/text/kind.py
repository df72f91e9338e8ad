"""Tell what a text is: JSON, JSONL, a table, or no data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ftprep.named import NamedTuple
from ftprep.pattern import Pattern
from ftprep.readers.reader import Hints

if TYPE_CHECKING:
    from ftprep.readers.table.dialect import Told

__all__ = ["TEXT_FORMATS", "NoData", "text_format"]

TEXT_FORMATS: Final = {
    **dict.fromkeys((".csv", ".psv"), "csv"),
    **dict.fromkeys((".tsv", ".tab"), "tsv"),
    ".json": "json",
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
}
"""Extension → format."""

_COMMENT: Final = Pattern(r"\s*(?:(?://|#)[^\n]*(?:\n|\Z)|/\*.*?\*/|```\w*[ \t]*\n)", re.DOTALL)
# A text that the head cuts off goes on to its end: else each quote in it would be tried again.
_BRACKETS: Final = Pattern(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
_OPENING: Final = Pattern(
    r"""\{\s*(?:["'“”„‘’}/#]|\w+\s*:)|\[\s*(?:["'“”„‘’{\[\]/#\d-]|true|false|null|\Z)"""
)
"""How a JSON value starts, strict or as people write it."""
_CELL: Final = Pattern(r'"\{""(?:[^"]|"")*\}",*\s*\Z')
"""An object that was quoted as a cell of a CSV file: `"{""prompt"": ""Hi""}"`."""
_SCALAR: Final = Pattern(
    r'"(?:[^"\\]|\\.)*+",?\s*\Z|-?\d+(?:\.\d+)?,?\s*\Z|(?:true|false|null)\s*\Z'
)
_LOOKED_AT: Final = 50
_AGREED: Final = 0.9
"""Share of rows with the same number of cells from which a text is a table."""
_PLAIN: Final = frozenset({"", ".txt", ".text", ".md", ".dat", ".data", ".out"})
"""Extensions that say nothing of the format."""

_HTML: Final = Pattern(
    r"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body|table|meta)\b", re.I | re.S
)
_FOREIGN: Final = (
    (
        Pattern(r"version https://git-lfs\.github\.com/spec/"),
        "a Git LFS pointer, not the file itself",
        "Fetch the file with: git lfs pull",
    ),
    (
        Pattern(r"(?:\.\./)*(?:\.git)?/annex/objects/\S+\s*\Z"),
        "a git-annex pointer, not the file itself",
        "Fetch the file with: git annex get",
    ),
    (
        _HTML,
        "an HTML page, perhaps an error page that was saved in place of the file",
        "Download the file again; if it is an export, save it as .xlsx or .csv.",
    ),
    (
        Pattern(r"\s*<\?xml.*?urn:schemas-microsoft-com:office:spreadsheet", re.S),
        "a workbook in the XML format of 2003",
        "Open it in Excel or LibreOffice and save it as .xlsx.",
    ),
    (
        Pattern(r"\s*<(?:\?xml|!DOCTYPE|[a-zA-Z]+[\w:]*(?:\s[^<>]*)?>\s*<)"),
        "an XML document",
        "Export the data as CSV, XLSX or JSONL.",
    ),
)


class NoData(NamedTuple):
    """A text that is no data."""

    title: str
    """`an HTML page`."""
    mend: str = ""


def text_format(text: str, extension: str) -> str | NoData:
    """Tell the format of a text from its first characters: csv, tsv, json or jsonl.

    A name of a table (`.csv`, `.tsv`) makes any text one. Without such a name it takes JSON, or
    rows that agree on several cells, or a usual name at the head of a single column.
    """
    if not text.lstrip().startswith(("{", "[")):
        for mark, title, mend in _FOREIGN:
            if mark.match(text):
                return NoData(title, mend)
    if found := _json(text, extension):
        return found
    from ftprep.readers.table.dialect import tell  # starting fast: not for JSON
    from ftprep.readers.table.header import is_known_name

    told = tell(text, Hints(), extension, is_known_name)
    if TEXT_FORMATS.get(extension) in {"csv", "tsv"}:
        single = told.width < 2 and TEXT_FORMATS[extension] == "tsv"
        return "tsv" if single or told.dialect.delimiter == "\t" else "csv"
    if _is_table(text, told, extension):
        return "tsv" if told.dialect.delimiter == "\t" else "csv"
    return NoData("plain text, neither a table nor JSON")


def _is_table(text: str, told: Told, extension: str) -> bool:
    """Whether rows agree on several cells so well that it is no prose with commas.

    Programs and settings have rows too, so a file with the name of another kind must have a header
    of usual names.
    """
    from ftprep.readers.table.dialect import sample_rows  # starting fast: not for JSON
    from ftprep.readers.table.header import find_header, is_known_name

    rows = [row.cells for row in sample_rows(text, told.dialect, told.width, told.start)]
    header = find_header(rows[:_LOOKED_AT], None, is_known_name)
    names = 0 if header.index is None else sum(map(is_known_name, header.columns))
    if extension not in _PLAIN:
        return names > 1
    if told.width < 2 or len(rows) < 2:
        return names > 0 and len(rows) > 1
    mark = told.dialect.delimiter
    spaced = text.count(f"{mark} ") * 2 > text.count(mark)
    if names > spaced:
        return True
    sure = header.index is not None and header.sure and not spaced
    return told.fit >= _AGREED and (mark != "," or sure)


def _json(text: str, extension: str) -> str | None:
    """Tell JSON from JSONL; None for what is neither."""
    body = text
    while match := _COMMENT.match(body):
        body = body[match.end() :]
    body = body.lstrip("\ufeff \t\r\n")
    named = TEXT_FORMATS.get(extension)
    lines = [line.strip() for line in re.split(r"\r\n|\n|\r", body) if line.strip()][:_LOOKED_AT]
    whole = [line for line in lines if _is_whole(line)]
    if not _OPENING.match(body):
        if named not in {"json", "jsonl"}:
            return "jsonl" if len(whole) * 2 > len(lines) else None
        scalars = sum(bool(_SCALAR.match(line) or _CELL.match(line)) for line in lines)
        return "jsonl" if whole or scalars * 2 > len(lines) else None
    if lines[0] in whole:
        if any(_OPENING.match(line) for line in lines[1:]):
            return "jsonl"
        return "jsonl" if len(lines) > 1 or (body[0] == "{" and named == "jsonl") else "json"
    beyond = named == "jsonl" and len(lines) == 1  # the first line is longer than the head
    if body[0] == "{" and (beyond or len(whole) * 2 > len(lines)):
        return "jsonl"
    rest = body[_end(body) :].lstrip(", \t\r\n")
    return "jsonl" if _OPENING.match(rest) and body[0] == "{" else "json"


def _is_whole(line: str) -> bool:
    """Whether a line looks like a JSON object or list from end to end."""
    inside = line.rstrip(",; \t")
    return bool(_OPENING.match(line)) and line[0] + inside[-1] in {"{}", "[]"}


def _end(text: str) -> int:
    """Where the first JSON value ends; the end of the text when it goes on."""
    depth = 0
    for match in _BRACKETS.finditer(text):
        mark = match.group()
        depth += (mark in "{[") - (mark in "}]") if len(mark) == 1 else 0
        if not depth and len(mark) == 1:
            return match.end()
    return len(text)
