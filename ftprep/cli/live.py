"""What goes on, in a few lines at the foot of a terminal; other lines go on to be told above."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Final, Self

import click
from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.text import Text

from ftprep.report.escape import visible

__all__ = ["LiveLine"]


_ROLLED: Final = 5
"""Passing lines that are seen at once."""


class _Foot(Progress):
    """The newest passing lines, and a bar below."""

    def __init__(self, *columns: Any, **options: Any) -> None:
        self.passing: deque[str] = deque(maxlen=_ROLLED)
        super().__init__(*columns, **options)

    def get_renderables(self) -> Iterable[RenderableType]:
        """One row for each."""
        for line in self.passing:
            yield Text(line, no_wrap=True, overflow="ellipsis")
        yield from super().get_renderables()


class LiveLine:
    """A bar with a text, on standard error, and only where that is a terminal.

    What is told meanwhile by `echo` stands above it, and stays. Of what is told by `passing` the
    last lines are seen; the newest of them stays.
    """

    def __init__(self, total: float | None = None) -> None:
        self._progress: _Foot | None = None
        self._task = TaskID(0)
        if sys.stderr is not None and sys.stderr.isatty():
            self._progress = _Foot(
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
            self._settle()
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
        if self._progress is None or not (err or _is_screen()):
            click.echo(text, err=err)
        else:
            self._settle()
            self._progress.console.print(Text(text), soft_wrap=True)

    def passing(self, text: str) -> None:
        """Write a line, one of many, that is safe to show: where standard output is no screen it is
        written there as all others."""
        if self._progress is None or not _is_screen():
            click.echo(text)
        else:
            self._progress.passing.append(text)
            self._progress.refresh()

    def _settle(self) -> None:
        """Let the newest of the passing lines stay, and no other."""
        if self._progress is not None and self._progress.passing:
            newest = self._progress.passing.pop()
            self._progress.passing.clear()
            self._progress.console.print(Text(newest), soft_wrap=True)


def _is_screen() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
