"""Write workbooks part by part, so that tests can hold what no library would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

__all__ = ["RawSheet", "cell", "row", "workbook"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_YEAR = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class RawSheet:
    """A sheet as XML: rows, what stands before them and what behind."""

    rows: str
    before: str = ""
    after: str = ""
    state: str = ""


def cell(
    reference: str, value: object, *, kind: str = "", style: int = 0, formula: str | None = None
) -> str:
    """A cell. Text goes inline; None is an empty cell; `kind` is the type written in the file."""
    kind = kind or ("inlineStr" if isinstance(value, str) else "n")
    attributes = f'r="{reference}" t="{kind}"' + (f' s="{style}"' if style else "")
    inside = "" if formula is None else f"<f>{escape(formula)}</f>"
    if kind == "inlineStr":
        inside += f'<is><t xml:space="preserve">{escape(str(value))}</t></is>'
    elif value is not None:
        inside += f"<v>{escape(str(value))}</v>"
    return f"<c {attributes}>{inside}</c>"


def row(number: int, *values: object, attributes: str = "") -> str:
    """A row of plain values from column A on; a value that begins with `<c ` is a cell as it is."""
    cells = [
        value
        if isinstance(value, str) and value.startswith("<c ")
        else cell(f"{letter}{number}", value)
        for letter, value in zip("ABCDEFGHIJ", values, strict=False)
        if value is not None
    ]
    return f'<row r="{number}" {attributes}>{"".join(map(str, cells))}</row>'


def workbook(
    sheets: Mapping[str, RawSheet | str],
    *,
    formats: Sequence[str] = (),
    strings: Sequence[str] | None = None,
    settings: str = "",
    extra: Mapping[str, bytes] = {},
    encoding: str = "UTF-8",
) -> bytes:
    """The bytes of an xlsx file.

    `formats`: number formats of the styles 1, 2, …; `strings`: the shared strings, as XML inside
    of `<si>`; `settings`: XML of the workbook part before and behind its list of sheets.
    """
    raw = {
        name: sheet if isinstance(sheet, RawSheet) else RawSheet(sheet)
        for name, sheet in sheets.items()
    }
    listing = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"{_state(sheet)}/>'
        for n, (name, sheet) in enumerate(raw.items(), 1)
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(raw) + 1)
    )
    relations += f'<Relationship Id="s" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    relations += (
        f'<Relationship Id="t" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    )
    codes = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode={quoteattr(code)}/>'
        for n, code in enumerate(formats)
    )
    styles = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(formats)))
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="w" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{settings}'
        f"<sheets>{listing}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts>{codes}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
    }
    for n, sheet in enumerate(raw.values(), 1):
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{_MAIN}">{sheet.before}<sheetData>{sheet.rows}</sheetData>'
            f"{sheet.after}</worksheet>"
        )
    if strings is not None:
        items = "".join(f"<si>{item}</si>" for item in strings)
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{items}</sst>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            declared = f'<?xml version="1.0" encoding="{encoding}"?>{text}'
            package.writestr(
                zipfile.ZipInfo(name, _YEAR), declared.encode(encoding), zipfile.ZIP_DEFLATED
            )
        for name, data in extra.items():
            package.writestr(zipfile.ZipInfo(name, _YEAR), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _state(sheet: RawSheet) -> str:
    return f' state="{sheet.state}"' if sheet.state else ""
