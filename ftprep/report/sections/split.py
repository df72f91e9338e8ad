"""Where the records went, and what was written."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.config import MOST_TEST_EXAMPLES
from ftprep.report import styles
from ftprep.report.figures import count, plural, share
from ftprep.report.grid import Block, Grid
from ftprep.report.line import Line
from ftprep.report.options import TextOptions
from ftprep.report.report import Report, SplitRow

__all__ = ["blocks"]


def blocks(report: Report, grid: Grid, _options: TextOptions) -> Iterator[Block]:
    """One block, after `prepare`."""
    if report.split is None:
        return
    lines = [*_files(report.split, grid), Line(), *_sum(report.split, grid)]
    yield Block("Written", styles.HEAD, lines)


def _files(split: SplitRow, grid: Grid) -> list[Line]:
    sizes = {
        "train": plural(split.train_examples, "example"),
        "test": plural(split.test_examples, "example"),
        "rejected": plural(split.rejected_records, "record"),
    }
    names = [*sizes, *(name for name in split.files if name not in sizes)]
    room = grid.body - 2 - max(map(len, names)) - 2 - max(map(len, sizes.values()))
    rows = []
    for name in names:
        path = split.files.get(name)
        shown = grid.cut_left(path, max(room, 12)) if path else "nothing written"
        style = styles.PLACE if path else styles.SOFT
        rows.append((grid.text(name), grid.text(sizes.get(name, "")), grid.text((shown, style))))
    return grid.table(rows, right=(1,))


def _sum(split: SplitRow, grid: Grid) -> Iterator[Line]:
    parts = (split.train_records, split.test_records, split.rejected_records)
    yield from grid.wrap(
        f"{plural(sum(parts), 'record')} = {count(parts[0])} in train + {count(parts[1])} in test "
        f"+ {count(parts[2])} rejected"
    )
    by = "by label, " if split.stratified else ""
    yield from grid.wrap((f"test size {_asked(split)}, {by}seed {split.seed}", styles.SOFT))


def _asked(split: SplitRow) -> str:
    """The size that was asked for, and the bound where it held: 1,000 of 10,000 are no 20 %."""
    try:
        number = float(split.test_size)
    except ValueError:
        return split.test_size
    if not 0 < number < 1:
        return split.test_size
    bound = split.test_examples >= MOST_TEST_EXAMPLES
    return share(number) + (f" but at most {count(MOST_TEST_EXAMPLES)}" if bound else "")
