"""What came of a merge: what changed, what was found, and where it was written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from ftprep.report import comparison_text, json_report, text
from ftprep.report.comparison import Comparison, document
from ftprep.report.grid import Grid
from ftprep.report.line import Line
from ftprep.report.options import DEFAULT, TextOptions
from ftprep.report.report import Report
from ftprep.report.sections import findings, split, verdict

__all__ = ["write", "write_json"]


def write(
    report: Report, comparison: Comparison, out: TextIO, options: TextOptions = DEFAULT
) -> None:
    """Write both for people. The whole report is among the files that were written."""
    text.put(lambda grid: _lines(report, comparison, grid, options), out, options)


def write_json(report: Report, comparison: Comparison, out: TextIO) -> None:
    """Write one document: `report` by `report.schema.json`, `diff` by `diff.schema.json`."""
    json_report.put(
        {"report": dict(json_report.document(report)), "diff": document(comparison)}, out
    )


def _lines(
    report: Report, comparison: Comparison, grid: Grid, options: TextOptions
) -> Iterator[Line]:
    if options.quiet:
        yield from findings.quiet(report, grid, options)
        yield comparison_text.line(comparison, grid)
        yield verdict.line(report, grid)
        return
    yield from grid.lay(
        [
            *comparison_text.blocks(comparison, grid),
            *findings.blocks(report, grid, options),
            *split.blocks(report, grid, options),
            *verdict.blocks(report, grid, options),
        ]
    )
