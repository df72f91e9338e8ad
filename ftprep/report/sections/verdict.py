"""The one line that matters: ready or not, why, and whether `prepare` mends it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

from ftprep.report import styles
from ftprep.report.figures import plural
from ftprep.report.grid import Block, Grid
from ftprep.report.options import TextOptions
from ftprep.report.report import Report, RuleRow
from ftprep.report.sections.cost import price

__all__ = ["blocks", "label", "line", "sentence", "style"]


def blocks(report: Report, grid: Grid, _options: TextOptions) -> Iterator[Block]:
    """One block: the verdict, the numbers behind it, and what to do next."""
    lines = grid.wrap((sentence(report, grid.body), styles.STRONG))
    for further in (_numbers(report), _next(report)):
        lines += grid.wrap((further, styles.SOFT)) if further else []
    yield Block(label(report), style(report), lines)


def line(report: Report, grid: Grid) -> Text:
    """The verdict alone, as one line."""
    name = label(report)
    said = sentence(report, grid.width - len(name) - 2)
    return grid.fit(grid.text((name, style(report)), f": {said}"), grid.width)


def label(report: Report) -> str:
    """`Ready` or `Not ready`."""
    return "Ready" if report.summary.ready else "Not ready"


def style(report: Report) -> str:
    """The style of the label."""
    return styles.GOOD if report.summary.ready else styles.BAD


def sentence(report: Report, width: int) -> str:
    """Why, in one line of `width` columns where the names of the rules allow it."""
    if report.summary.ready:
        return "; ".join(_ready(report))
    outlook = _outlook(report)
    return (
        f"{_reasons(report, width - len(outlook) - 2)}; {outlook}"
        if outlook
        else _reasons(report, width)
    )


def _ready(report: Report) -> Iterator[str]:
    summary, split = report.summary, report.split
    if split is not None:
        written = f"{plural(split.train_examples, f'{summary.kind} example')} to train on"
        yield f"{written}, {plural(split.test_examples, 'to test with', 'to test with')}"
    else:
        yield plural(summary.examples, f"{summary.kind} example")
    told = price(report.cost) if report.cost else None
    if report.cost and told:
        yield f"{told} for {plural(report.cost.epochs, 'epoch')}"
    if not report.target.trainable:
        yield f"but {report.target.model} can no longer be trained"


def _reasons(report: Report, width: int) -> str:
    reasons = report.summary.reasons
    if not reasons:
        return "no record was found" if not report.summary.records else "no example was understood"
    for shown in range(len(reasons), 1, -1):
        told = _joined(reasons, shown)
        if cell_len(told) <= width:
            return told
    return _joined(reasons, 1)


def _joined(reasons: tuple[str, ...], shown: int) -> str:
    rest = len(reasons) - shown
    return ", ".join(reasons[:shown]) + (f" and {rest} more" if rest else "")


def _outlook(report: Report) -> str:
    """What `prepare` would make of it, or has made of it."""
    if report.command == "prepare":
        return ""
    errors = [rule for rule in report.rules if rule.level == "error"]
    left = [rule for rule in errors if not rule.fixable and not _is_about_records(rule, report)]
    if left:
        codes = ", ".join(rule.code for rule in left)
        return (
            "prepare cannot mend it"
            if len(left) == len(errors)
            else f"prepare mends all but {codes}"
        )
    if not errors:
        return ""
    out = report.summary.rejected
    mends = "prepare mends it" if any(rule.fixable for rule in errors) else ""
    rejects = f"rejects {plural(out, 'record')}" if out else ""
    return f"{mends} and {rejects}" if mends and rejects else mends or f"prepare {rejects}"


def _is_about_records(rule: RuleRow, report: Report) -> bool:
    """Whether `prepare` can leave out what the rule found: rows and lines, not the data in all."""
    places = [row.location for row in report.findings if row.code == rule.code]
    return bool(places) and all((at.row, at.line, at.pointer) != (None, None, None) for at in places)


def _numbers(report: Report) -> str:
    summary = report.summary
    found = [
        plural(number, level)
        for number, level in (
            (summary.errors, "error"),
            (summary.warnings, "warning"),
            (summary.notes, "note"),
        )
        if number
    ]
    return f"{', '.join(found) or 'no findings'} in {plural(summary.records, 'record')}"


def _next(report: Report) -> str:
    hints = []
    if report.rules:
        hints.append("ftprep rule CODE explains a finding")
    if report.command == "check" and report.summary.ready:
        hints.append("ftprep prepare writes the files")
    return "; ".join(hints)
