"""The one line that matters: ready or not, why, and whether `prepare` mends it."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.report import styles
from ftprep.report.cells import cell_len
from ftprep.report.figures import count, plural
from ftprep.report.grid import Block, Grid
from ftprep.report.line import Line
from ftprep.report.options import TextOptions
from ftprep.report.report import Report, RuleRow
from ftprep.report.sections.cost import price

__all__ = ["blocks", "line"]


def blocks(report: Report, grid: Grid, _options: TextOptions) -> Iterator[Block]:
    """One block: the verdict, the numbers behind it, and what to do next."""
    lines = grid.wrap((_sentence(report, grid.body), styles.STRONG))
    for further in (_numbers(report), _next(report)):
        lines += grid.wrap((further, styles.SOFT)) if further else []
    yield Block(_label(report), _style(report), lines)


def line(report: Report, grid: Grid) -> Line:
    """The verdict alone, as one line."""
    name = _label(report)
    said = _sentence(report, grid.width - len(name) - 2)
    return grid.fit(grid.text((name, _style(report)), f": {said}"), grid.width)


def _label(report: Report) -> str:
    """`Ready` or `Not ready`."""
    return "Ready" if report.summary.ready else "Not ready"


def _style(report: Report) -> str:
    """The style of the label."""
    return styles.GOOD if report.summary.ready else styles.BAD


def _sentence(report: Report, width: int) -> str:
    """Why, in one line of `width` columns where that is possible."""
    if report.summary.ready:
        return "; ".join(_ready(report))
    outlook = _outlook(report)
    if not outlook:
        return _reasons(report, width)
    return f"{_reasons(report, width - len(outlook) - 2)}; {outlook}"


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
    codes = tuple(reason.split(" ", 1)[0] for reason in reasons)
    choices = [
        _joined(told, shown) for told in (reasons, codes) for shown in range(len(told), 0, -1)
    ]
    return next((told for told in choices if cell_len(told) <= width), choices[-1])


def _joined(reasons: tuple[str, ...], shown: int) -> str:
    rest = len(reasons) - shown
    return ", ".join(reasons[:shown]) + (f" and {rest} more" if rest else "")


def _outlook(report: Report) -> str:
    """What `prepare` would make of it; empty where it has been run."""
    if report.command == "prepare":
        return ""
    errors = [rule for rule in report.rules if rule.level == "error"]
    left = [rule for rule in errors if not rule.fixable and not _is_about_records(rule, report)]
    if not errors:
        return ""
    if left and len(left) < len(errors):
        return f"prepare cannot mend {', '.join(rule.code for rule in left)}"
    parts = []
    if not left and any(rule.fixable for rule in errors):
        every = all(rule.fixable for rule in errors)
        parts.append("mends it" if every else "mends what can be mended")
    summary = report.summary
    if not left and summary.rejected:
        parts.append(f"rejects {count(summary.rejected)} of {plural(summary.records, 'record')}")
    told = " and ".join(parts)
    return f"prepare {told or f'cannot mend {(left or errors)[0].code}'}"


def _is_about_records(rule: RuleRow, report: Report) -> bool:
    """Whether all that the rule found are records, which `prepare` rejects, and no whole input."""
    places = [row.location for row in report.findings if row.code == rule.code]
    return bool(places) and all(
        (at.row, at.line, at.pointer) != (None, None, None) for at in places
    )


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
    known = report.baseline is not None and report.baseline.known > 0
    none = "no new findings" if known else "no findings"
    told = f"{', '.join(found) or none} in {plural(summary.records, 'record')}"
    if report.baseline and known:
        told += f"; {plural(report.baseline.known, 'known finding')} not told"
    return told


def _next(report: Report) -> str:
    hints = []
    if report.baseline and report.baseline.unused:
        left = plural(len(report.baseline.unused), "known finding", "known findings")
        hints.append(f"{left} not found any more: --prune-baseline removes them")
    if report.rules:
        hints.append("ftprep rule CODE explains a finding")
    if report.command == "check" and report.summary.ready:
        hints.append("ftprep prepare writes the files")
    return "; ".join(hints)
