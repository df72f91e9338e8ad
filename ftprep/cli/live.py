"""A line about what goes on, at the foot of a terminal, over which other lines go on to be told."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.text import Text

from ftprep.report.escape import visible

__all__ = ["LiveLine"]


class LiveLine:
    """A bar with a text, on standard error, and only where that is a terminal.

    What is told meanwhile by `echo` stands above the line.
    """

    def __init__(self, total: float | None = None) -> None:
        self._progress: Progress | None = None
        self._task = TaskID(0)
        if sys.stderr is not None and sys.stderr.isatty():
            self._progress = Progress(
                BarColumn(24),
                TextColumn("{task.description}", markup=False),
                console=Console(stderr=True, highlight=False, markup=False),
                transient=True,
                auto_refresh=False,
                redirect_stdout=False,  # click does not write where it redirects: see `echo`
                redirect_stderr=False,
            )
            self._task = self._progress.add_task("", total=total)

    def __enter__(self) -> Self:
        if self._progress is not None:
            self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def tell(self, text: str, share: float | None = None) -> None:
        """Show the text; `share` between 0 and 1 fills the bar."""
        if self._progress is None:
            return
        total = None if share is None else 1.0
        self._progress.update(
            self._task, description=visible(text), total=total, completed=share or 0.0, refresh=True
        )

    def echo(self, text: str, *, err: bool = False) -> None:
        """Write a line that is safe to show to standard output, or to standard error."""
        on_screen = err or (sys.stdout is not None and sys.stdout.isatty())
        if self._progress is None or not on_screen:
            click.echo(text, err=err)
        else:
            self._progress.console.print(Text(text), soft_wrap=True)
