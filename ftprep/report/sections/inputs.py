"""What was read, and how it was understood."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.report import styles
from ftprep.report.figures import plural, share, size
from ftprep.report.grid import Block, Grid
from ftprep.report.line import Line
from ftprep.report.options import TextOptions
from ftprep.report.report import InputRow, Report

__all__ = ["blocks"]

MOST_TOLD = 5
"""Inputs that are described one by one; a folder of more is a list."""
MOST_LISTED = 12
"""Inputs that such a list names."""

_USUAL = {"csv": ",", "tsv": "\t"}
"""Format → the delimiter that goes without saying."""

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space"}


def blocks(report: Report, grid: Grid, _options: TextOptions) -> Iterator[Block]:
    """One block for each input, or one list of them all."""
    if len(report.inputs) > MOST_TOLD:
        yield Block("Inputs", styles.HEAD, list(_list(report.inputs, grid)))
        return
    for row in report.inputs:
        yield Block(
            "Test set" if row.test else "Input", styles.HEAD, [_name(row, grid), *_told(row, grid)]
        )


def _name(row: InputRow, grid: Grid) -> Line:
    return grid.text((grid.cut_left(row.path, grid.body), styles.STRONG))


def _told(row: InputRow, grid: Grid) -> Iterator[Line]:
    yield from grid.flow(_how(row))
    if row.used:
        arrow = grid.glyphs.left
        yield from grid.flow(f"{role} {arrow} {name}" for role, name in row.used.items())
    # A template names several columns at once: `subject, body`.
    named = {part for value in row.used.values() for part in (value, *value.split(", "))}
    unused = [name for name in row.columns if name not in named]
    if row.used and unused:
        yield grid.text((grid.cut(f"not used: {', '.join(unused)}", grid.body), styles.SOFT))


def _how(row: InputRow) -> Iterator[str]:
    kind = row.format.upper()
    yield f"{kind} in {row.compression}" if row.compression else kind
    if row.encoding is not None:
        yield _encoding(row.encoding, row.encoding_confidence)
    delimiter = row.dialect.get("delimiter")
    if delimiter and delimiter != _USUAL.get(row.format):
        yield f"{_DELIMITERS.get(delimiter, delimiter)}-separated"
    if row.sheet is not None:
        yield f"sheet {row.sheet}"
    if row.header_row is not None:
        yield f"header in {'row' if row.encoding is None else 'line'} {row.header_row}"
    if row.layout is not None and not row.used:
        yield f"{row.layout} layout"
    yield plural(row.records, "record") + _within(row)
    yield size(row.bytes)


def _within(row: InputRow) -> str:
    """Where in a JSON document the records stand: in one list of it, or in several."""
    lists = [pointer for key, pointer in row.dialect.items() if key.startswith("records")]
    if len(lists) > 1:
        return f" in {len(lists)} lists"
    return f" at {lists[0]}" if lists and lists[0] else ""


def _encoding(name: str, confidence: float | None) -> str:
    if confidence is None or confidence >= 1:
        return name
    return f"{name} (a guess, {share(confidence)} sure)"


def _list(rows: tuple[InputRow, ...], grid: Grid) -> Iterator[Line]:
    files = {row.path: row.bytes for row in rows}
    inputs = plural(len(rows), "input")
    if len(files) < len(rows):  # sheets of one workbook
        inputs += f" in {plural(len(files), 'file')}"
    records = plural(sum(row.records for row in rows), "record")
    yield grid.text(f"{inputs}, {records}, {size(sum(files.values()))}")
    yield from grid.table(
        [
            (
                grid.text(grid.cut_left(row.path, grid.body // 2)),
                grid.text((row.format, styles.SOFT)),
                grid.text((row.sheet or row.layout or "", styles.SOFT)),
                grid.text(plural(row.records, "record")),
            )
            for row in rows[:MOST_LISTED]
        ],
        right=(3,),
    )
    if (more := len(rows) - MOST_LISTED) > 0:
        yield grid.text((f"and {plural(more, 'more', 'more')}", styles.SOFT))
