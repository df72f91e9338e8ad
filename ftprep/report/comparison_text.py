"""What differs between two editions of a dataset, as text for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TextIO

from ftprep.difference import Difference
from ftprep.report import styles, text
from ftprep.report.changes import around
from ftprep.report.comparison import Comparison, ContractChange, ExampleChange
from ftprep.report.figures import count, money, plural
from ftprep.report.grid import Block, Grid
from ftprep.report.line import Line
from ftprep.report.options import DEFAULT, TextOptions
from ftprep.report.places import place

__all__ = ["blocks", "line", "write"]

_MOST_LABELS: Final = 10


def write(comparison: Comparison, out: TextIO, options: TextOptions = DEFAULT) -> None:
    """Write `comparison` to `out`; when quiet only the last line, the verdict."""
    text.put(lambda grid: _lines(comparison, grid, options), out, options)


def blocks(comparison: Comparison, grid: Grid) -> Iterator[Block]:
    """The blocks of the page, the verdict apart."""
    yield Block("Examples", styles.HEAD, list(_examples(comparison, grid)))
    yield Block("Training", styles.HEAD, _training(comparison, grid))
    if comparison.labels:
        yield Block("Labels", styles.HEAD, list(_labels(comparison, grid)))
    if comparison.contract:
        lines = [line for change in comparison.contract for line in _contract(change, grid)]
        yield Block("To call it", styles.HEAD, lines)
    for what in ("moved", "changed", "removed", "added"):
        shown = [change for change in comparison.shown if change.what == what]
        if shown:
            lines = [line for change in shown for line in _change(change, grid)]
            yield Block(
                what.capitalize(), styles.HEAD, lines + _rest(comparison, what, shown, grid)
            )


def line(comparison: Comparison, grid: Grid) -> Line:
    """The verdict alone."""
    return grid.text((f"{_label(comparison)}: ", styles.STRONG), _sum(comparison))


def _lines(comparison: Comparison, grid: Grid, options: TextOptions) -> Iterator[Line]:
    if options.quiet:
        yield line(comparison, grid)
        return
    verdict = Block(_label(comparison), styles.STRONG, grid.wrap(_sum(comparison)))
    yield from grid.lay([*blocks(comparison, grid), verdict])


def _label(comparison: Comparison) -> str:
    return "Different" if comparison.differs else "Same"


def _sum(comparison: Comparison) -> str:
    counts = comparison.examples
    told = [
        f"{count(number)} {what}"
        for number, what in (
            (counts.added, "added"),
            (counts.removed, "removed"),
            (counts.changed, "changed"),
            (counts.moved, "on another side of the split"),
        )
        if number
    ]
    if comparison.contract:
        told.append("the model is to be called otherwise")
    return ", ".join(told) or f"{plural(counts.same, 'example')}, none of which differs"


def _examples(comparison: Comparison, grid: Grid) -> Iterator[Line]:
    before, after, counts = comparison.before, comparison.after, comparison.examples
    rows = [("", "before", "after", "added", "removed")]
    for side, old, new in (
        ("train", before.train, after.train),
        ("test", before.test, after.test),
    ):
        gained, lost = counts.added_to[side], counts.removed_from[side]
        rows.append((side, count(old), count(new), count(gained), count(lost)))
    yield from _table(rows, grid)
    told = f"{count(counts.same)} the same, {count(counts.changed)} changed"
    yield from grid.wrap(f"{told}, {count(counts.moved)} on another side of the split")
    for edition, when in ((before, "before"), (after, "after")):
        if edition.not_understood:
            records = plural(edition.not_understood, "record")
            yield from grid.wrap(
                f"{when}, {records} could not be understood: ftprep check says why"
            )


def _training(comparison: Comparison, grid: Grid) -> list[Line]:
    before, after = comparison.before, comparison.after
    rows = [("", "before", "after", "")]
    for name, old, new in (
        ("tokens", before.tokens, after.tokens),
        ("billed for each epoch", before.billed_per_epoch, after.billed_per_epoch),
        ("epochs", before.epochs, after.epochs),
    ):
        rows.append((name, _number(old), _number(new), _signed((new or 0) - (old or 0))))
    costs = [edition.train_usd for edition in (before, after)]
    told = ["?" if usd is None else money(usd) for usd in costs]
    rows.append((f"cost on {comparison.target}", told[0], told[1], ""))
    return _table(rows, grid)


def _labels(comparison: Comparison, grid: Grid) -> Iterator[Line]:
    rows = [("", "before", "after", "")]
    for row in comparison.labels[:_MOST_LABELS]:
        change = _signed(row.after - row.before)
        rows.append(
            (grid.cut(row.label, grid.body // 3), count(row.before), count(row.after), change)
        )
    yield from _table(rows, grid)
    if (more := len(comparison.labels) - _MOST_LABELS) > 0:
        yield grid.text((f"and {count(more)} more", styles.SOFT))


def _contract(change: ContractChange, grid: Grid) -> Iterator[Line]:
    yield grid.text((change.part, styles.STRONG))
    before, after = _items(change.before), _items(change.after)
    for mark, items in (
        ("-", [item for item in before if item not in after]),
        ("+", [item for item in after if item not in before]),
    ):
        for item in items:
            yield grid.text(grid.cut(f"{mark} {_value(item)}", grid.body))


def _items(value: object) -> Sequence[object]:
    """The entries of a list; any other value alone."""
    return value if isinstance(value, list | tuple) else (value,)


def _change(change: ExampleChange, grid: Grid) -> Iterator[Line]:
    where = change.after or change.before
    assert where is not None
    head = grid.text((place(where), styles.PLACE))
    if change.what == "moved":
        head.append(f"  from {change.side_before} to {change.side_after}", styles.STRONG)
    yield grid.fit(head, grid.body)
    if change.what != "changed":
        told = change.excerpt or "a record that is no example"
        yield grid.text((grid.cut(f"  {told}", grid.body), styles.SOFT))
    for each in change.differences:
        yield from _difference(each, grid)


def _difference(each: Difference, grid: Grid) -> Iterator[Line]:
    before, after = around(each.before, each.after)
    yield grid.text((f"  {each.pointer}", styles.SOFT))
    for mark, words, style in (("-", before, "red"), ("+", after, "green")):
        if words is not None:
            yield grid.text((grid.cut(f"  {mark} {words}", grid.body), style))


def _rest(
    comparison: Comparison, what: str, shown: Sequence[ExampleChange], grid: Grid
) -> list[Line]:
    more = int(getattr(comparison.examples, what)) - len(shown)
    return [grid.text((f"and {count(more)} more", styles.SOFT))] if more > 0 else []


def _table(rows: Iterable[Sequence[str]], grid: Grid) -> list[Line]:
    head, *others = rows
    cells = [[grid.text((cell, styles.SOFT)) for cell in head]]
    cells += [[grid.text(cell) for cell in row] for row in others]
    return grid.table(cells, right=range(1, len(head)))


def _number(number: float | None) -> str:
    return "-" if number is None else count(number)


def _signed(number: float) -> str:
    return f"{round(number):+,}" if number else ""


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
