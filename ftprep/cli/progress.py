"""How far a run has come, on standard error, where a person waits for it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final

from ftprep.watch import Watch, unwatched

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["showing"]

_PATIENCE: Final = 1.0
"""Seconds after which a person wants to know."""


@contextmanager
def showing(*, quiet: bool = False) -> Iterator[Watch]:
    """A bar with rate and time left, for runs over a second; none when nobody sees it."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield unwatched
        return
    with ExitStack() as stack:
        yield _Bar(stack)


class _Bar:
    """One bar, for one stage after another; drawn once the run is long enough."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._start = time.monotonic()
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._stage = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._progress is None:
            if time.monotonic() - self._start < _PATIENCE or done == total:
                return
            self._progress = self._stack.enter_context(_drawn())
        if stage != self._stage or self._task is None:
            # What was done before the bar was drawn is no measure of the rate.
            self._task = self._progress.add_task(stage, total=total, completed=done)
            self._stage = stage
        self._progress.update(self._task, completed=done)


def _drawn() -> Progress:
    from rich.console import Console  # starting fast: most runs are done before
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True)
