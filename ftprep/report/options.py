"""What a person may choose about how a report is told."""

from __future__ import annotations

from ftprep.frozen import frozen

__all__ = ["DEFAULT", "TextOptions"]


@frozen
class TextOptions:
    """For people. Formats for machines take them and change nothing."""

    quiet: bool = False
    """Only the findings that make the run fail, one on each line, and the verdict."""
    width: int | None = None
    """Columns; None asks the terminal, and takes 80 where there is none."""
    places: int = 3
    """How many places of each rule are shown."""
    color: bool | None = None
    """None: when `out` is a terminal and NO_COLOR is not set."""


DEFAULT = TextOptions()
