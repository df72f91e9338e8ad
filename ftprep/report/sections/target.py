"""Where the data goes, and until when that is possible."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.report import styles
from ftprep.report.grid import Block, Grid
from ftprep.report.line import Line
from ftprep.report.options import TextOptions
from ftprep.report.report import Report, TargetRow

__all__ = ["blocks"]

METHODS = {
    "sft": "supervised fine-tuning",
    "sft_completions": "supervised fine-tuning on completions",
    "dpo": "direct preference optimization",
    "rft": "reinforcement fine-tuning",
}
"""The catalogue's name of a method → its name in full."""


def blocks(report: Report, grid: Grid, _options: TextOptions) -> Iterator[Block]:
    """One block."""
    target = report.target
    method = METHODS.get(target.method, target.method)
    lines = grid.wrap((target.model, styles.STRONG), f" at {target.provider}, {method}")
    yield Block("Target", styles.HEAD, [*lines, *_dates(target, grid)])


def _dates(target: TargetRow, grid: Grid) -> Iterator[Line]:
    instead = f"; instead: {', '.join(target.alternatives)}" if target.alternatives else ""
    if not target.trainable:
        since = f" since {target.train_cutoff}" if target.train_cutoff else ""
        yield from grid.wrap((f"closed to new training{since}{instead}", "red"))
    elif target.train_cutoff:
        text = f"new training closes on {target.train_cutoff}{instead}"
        yield from grid.wrap(text)
