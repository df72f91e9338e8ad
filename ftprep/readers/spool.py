"""Copies of what cannot be read where it is: a pipe, a gzipped workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

__all__ = ["Spool"]


class Spool:
    """A folder for such copies. It is there from the first copy to the end of the `with` block."""

    def __init__(self) -> None:
        self._folder: TemporaryDirectory[str] | None = None

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def path(self, role: str, name: str) -> Path:
        """Where a copy called `name` of an input in that role is to be written."""
        if self._folder is None:
            from tempfile import TemporaryDirectory  # starting fast: most files are read in place

            self._folder = TemporaryDirectory(prefix="ftprep-")
        return Path(self._folder.name, f"{role}-{name}")
