"""One line of a report: texts, each with its style."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from ftprep.report.cells import cell_len, set_cell_size

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["Line"]


class Line:
    """What rich's `Text` is, as far as reports need it; a console of rich prints it as one.

    To load rich's own takes 15 CPU ms, half of which is for things like emoji and notebooks, and
    most reports of a hundred examples are on their way to a file or a pipe, where styles are lost.
    """

    __slots__ = ("_parts",)

    def __init__(self, text: str = "", style: str = "") -> None:
        self._parts: list[tuple[str, str]] = [(text, style)] if text else []

    def __rich__(self) -> Text:
        from rich.text import Text

        return Text.assemble(*self._parts)

    def __bool__(self) -> bool:
        return bool(self._parts)

    def __add__(self, other: Line) -> Line:
        return _line([*self._parts, *other._parts])

    @property
    def plain(self) -> str:
        """The text without its styles."""
        return "".join(text for text, _ in self._parts)

    @property
    def cell_len(self) -> int:
        """Columns of a terminal that it takes."""
        return cell_len(self.plain)

    def append(self, text: str, style: str = "") -> Line:
        """Add text at the end; returns the line itself."""
        if text:
            self._parts.append((text, style))
        return self

    def cut(self, start: int, stop: int | None = None) -> Line:
        """The characters from `start` up to `stop`, as a new line."""
        stop = len(self.plain) if stop is None else stop
        return _line(_between(self._parts, start, stop))

    def divide(self, breaks: Iterable[int]) -> list[Line]:
        """New lines, which begin at the start and at each of the breaks (ascending)."""
        edges = [0, *breaks, len(self.plain)]
        return [self.cut(start, stop) for start, stop in pairwise(edges)]

    def rstrip(self) -> Line:
        """Take away white space at the end; returns the line itself."""
        return self._keep(len(self.plain.rstrip()))

    def truncate(self, width: int) -> Line:
        """Keep at most so many columns; a space stands for half of a wide character. Returns the
        line itself."""
        plain = self.plain
        if cell_len(plain) > width:
            short = set_cell_size(plain, width)
            kept = _between(self._parts, 0, len(short))
            if plain.startswith(short):
                self._parts = list(kept)
            else:
                *whole, (text, style) = kept
                self._parts = [*whole, (text[:-1] + " ", style)]
        return self

    def pad_left(self, columns: int) -> Line:
        """Put spaces before it; returns the line itself."""
        if columns > 0:
            self._parts.insert(0, (" " * columns, ""))
        return self

    def pad_right(self, columns: int) -> Line:
        """Put spaces behind it; returns the line itself."""
        return self.append(" " * columns)

    def _keep(self, stop: int) -> Line:
        self._parts = list(_between(self._parts, 0, stop))
        return self


def _line(parts: Iterable[tuple[str, str]]) -> Line:
    line = Line()
    for text, style in parts:
        line.append(text, style)
    return line


def _between(parts: Iterable[tuple[str, str]], start: int, stop: int) -> Iterator[tuple[str, str]]:
    """What stands between two places of the whole, with its styles."""
    at = 0
    for text, style in parts:
        if kept := text[max(start - at, 0) : max(stop - at, 0)]:
            yield kept, style
        at += len(text)
