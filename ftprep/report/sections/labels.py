"""The classes of a classification, and what repeats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ftprep.report import styles
from ftprep.report.figures import count, plural, share
from ftprep.report.grid import Block, Grid
from ftprep.report.line import Line
from ftprep.report.options import TextOptions
from ftprep.report.report import Duplicates, LabelRow, Labels, Report

__all__ = ["blocks"]

MOST_LABELS = 10
WIDEST_LABEL = 28


def blocks(report: Report, grid: Grid, _options: TextOptions) -> Iterator[Block]:
    """The label table, where there are classes, and what repeats, where something does."""
    if report.labels is not None and report.labels.rows:
        yield Block("Labels", styles.HEAD, list(_labels(report.labels, grid)))
    if told := _repeats(report.duplicates):
        yield Block("Duplicates", styles.HEAD, grid.wrap(told))


def _labels(labels: Labels, grid: Grid) -> Iterator[Line]:
    yield from grid.wrap((plural(labels.distinct, "label"), styles.STRONG), f": {labels.why}")
    yield Line()
    yield from _table(labels.rows[:MOST_LABELS], grid)
    if (more := labels.distinct - MOST_LABELS) > 0:
        yield grid.text((f"and {count(more)} more", styles.SOFT))


def _table(rows: Sequence[LabelRow], grid: Grid) -> list[Line]:
    split = any(row.train is not None for row in rows)
    widest = min(WIDEST_LABEL, grid.body // 3)
    lines = [
        [
            grid.cut(_name(row.label), widest),
            count(row.count),
            share(row.share),
            *((count(row.train or 0), count(row.test or 0)) if split else ()),
        ]
        for row in rows
    ]
    heads = [["", "all", "", "train", "test"]] if split else []
    cells = [[grid.text((head, styles.SOFT)) for head in row] for row in heads]
    cells += [[grid.text(cell) for cell in row] for row in lines]
    values = [*(None for _ in heads), *(row.count for row in rows)]
    return grid.chart(cells, values, right=(1, 2, 3, 4), style=styles.BAR)


def _name(label: str) -> str:
    """The label; in quotes where its ends would not be seen."""
    return label if label and label == label.strip() else f'"{label}"'


def _repeats(duplicates: Duplicates) -> str:
    exact, near, conflicts = duplicates.exact, duplicates.near, duplicates.conflicts
    found = []
    if exact:
        verb = "repeats" if exact == 1 else "repeat"
        found.append(f"{plural(exact, 'example')} {verb} an earlier one")
    if near and exact:
        found.append(f"{count(near)} nearly {'does' if near == 1 else 'do'}")
    elif near:
        verb = "repeats" if near == 1 else "repeat"
        found.append(f"{plural(near, 'example')} nearly {verb} an earlier one")
    if conflicts:
        verb = "has" if conflicts == 1 else "have"
        found.append(f"{plural(conflicts, 'prompt')} {verb} more than one answer")
    return ", ".join(found)
