"""What goes on while files are uploaded, on standard error."""

from __future__ import annotations

import sys
from types import TracebackType

import click

from ftprep.dataset.dataset import Piece
from ftprep.report.escape import visible
from ftprep.report.figures import size

__all__ = ["UploadProgress"]


class UploadProgress:
    """Tells steps as lines, and on a terminal the percent sent, on a line that is written over."""

    def __init__(self) -> None:
        self._live = sys.stderr is not None and sys.stderr.isatty()
        self._shown = ""

    def __enter__(self) -> UploadProgress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clear()

    def step(self, text: str) -> None:
        """One line."""
        self._clear()
        click.echo(visible(text), err=True)

    def uploading(self, piece: Piece, sent: int, total: int) -> None:
        """So much of a file is sent; told once for each percent."""
        part = 100 * sent // total if total else 100
        text = f"{visible(piece.path.name)}  {part}% of {size(total)}"
        if self._live and text != self._shown:
            self._clear()
            click.echo(text, err=True, nl=False)
            self._shown = text

    def _clear(self) -> None:
        if self._shown:
            click.echo(f"\r{' ' * len(self._shown)}\r", err=True, nl=False)
            self._shown = ""
