"""What is wrong, rule by rule: where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ftprep.report import styles
from ftprep.report.cells import cell_len
from ftprep.report.figures import count
from ftprep.report.grid import INDENT, TALLEST, Block, Grid, table_width
from ftprep.report.line import Line
from ftprep.report.options import TextOptions
from ftprep.report.places import detail, place
from ftprep.report.report import FindingRow, Location, Report, RuleRow

__all__ = ["blocks", "quiet"]

MOST_FURTHER = 3
"""Lines of each message but the first, which tells in full what they nearly repeat."""


def blocks(report: Report, grid: Grid, options: TextOptions) -> Iterator[Block]:
    """One block for each rule, in the order of the report."""
    for rule in report.rules:
        found = [row for row in report.findings if row.code == rule.code]
        style = styles.LEVELS.get(rule.level, styles.STRONG)
        shown = found[: options.places]
        lines = [
            *_head(rule, report.command, grid),
            *_places(shown, rule.count - len(shown), report, grid),
            *(grid.item(grid.glyphs.right, "green", rule.mend) if rule.mend else ()),
        ]
        yield Block(rule.level, style, lines)


def quiet(report: Report, grid: Grid, options: TextOptions) -> Iterator[Line]:
    """One line for each finding that makes the run fail, as compilers tell theirs."""
    for rule in report.rules:
        if not rule.failing:
            continue
        found = [row for row in report.findings if row.code == rule.code]
        for row in found:
            where = " ".join(filter(None, (place(row.location), detail(row.location))))
            yield _told(where, rule, row.message, grid)
        if (more := rule.count - len(found)) > 0:
            yield _told("", rule, f"{count(more)} more" if found else count(more), grid)


def _told(where: str, rule: RuleRow, message: str, grid: Grid) -> Line:
    line = grid.text(
        (f"{where}: " if where else "", styles.PLACE),
        (rule.level, styles.LEVELS.get(rule.level, styles.STRONG)),
        f" {rule.code} {rule.name}: {message}",
    )
    return grid.fit(line, grid.width)


def _head(rule: RuleRow, command: str, grid: Grid) -> list[Line]:
    parts = [(f"{rule.code} {rule.name}", styles.STRONG)]
    if rule.count > 1:
        parts.append((f" {grid.glyphs.times} {count(rule.count)}", ""))
    if command == "prepare" and rule.repaired:
        how = "mended" if rule.repaired >= rule.count else f"{count(rule.repaired)} mended"
        parts.append((f"  {how}", "green"))
    elif command != "prepare" and rule.fixable:
        parts.append(("  prepare mends it", "green"))
    return grid.wrap(*parts)


def _places(found: Sequence[FindingRow], rest: int, report: Report, grid: Grid) -> Iterator[Line]:
    """The message once where it is the same everywhere, else beside or below each place."""
    alike = len({row.message for row in found}) == 1
    if alike:
        yield from grid.wrap(found[0].message)
    details = [grid.cut(detail(row.location), grid.body // 3) for row in found]
    widest = max(map(cell_len, details), default=0)
    # One room for all: what is too wide for its column would lose its end, the number of the line.
    room = grid.body - INDENT - (widest + INDENT if widest else 0)
    rows = [
        (
            grid.text((grid.cut_left(_where(row.location, report), room), styles.PLACE)),
            grid.text((what, styles.SOFT)),
            grid.text("" if alike else row.message),
        )
        for row, what in zip(found, details, strict=True)
    ]
    yield from _indented(rows, grid)
    if rest > 0 and found:
        yield grid.text((f"{' ' * INDENT}and {count(rest)} more", styles.SOFT))


def _where(location: Location, report: Report) -> str:
    """The place; a file as a whole goes without saying where it is the only one."""
    is_whole_file = location.row is None and location.line is None and location.sheet is None
    return "" if is_whole_file and len(report.inputs) == 1 else place(location)


def _indented(rows: Sequence[tuple[Line, Line, Line]], grid: Grid) -> Iterator[Line]:
    """Place, detail and message in columns where all of them fit, else the message below."""
    narrower = replace(grid, width=grid.width - INDENT)
    widths = [max(cell.cell_len for cell in column) for column in zip(*rows, strict=True)]
    if table_width(widths) <= narrower.body:
        lines = narrower.table(rows)
    else:
        lines, most = [], TALLEST
        for line, (_, _, message) in zip(narrower.table([r[:2] for r in rows]), rows, strict=True):
            indent = INDENT if line else 0
            lines += [line, *narrower.wrap(message.plain, indent=indent, most=most)]
            most = MOST_FURTHER
    for line in lines:
        if line.plain.strip():
            line.pad_left(INDENT)
            yield line
