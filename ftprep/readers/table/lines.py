"""Cut a text that comes in chunks into its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import dropwhile

__all__ = ["Line", "Lines"]

Line = tuple[int, str]
"""Number (1-based) and text of a physical line, without its LF; a CR before the LF is kept."""


class Lines:
    """The lines of a text that comes in chunks. Only LF, CRLF and CR are ever line ends.

    Where rows end in LF, a lone CR stands inside a line, and is counted as editors count it.
    """

    def __init__(self, texts: Iterable[str], newline: str, start: int = 1) -> None:
        self._texts = texts
        self._newline = newline
        self._start = start
        self.cut = False
        """Whether the last line, once it was given, had no line end."""

    def __iter__(self) -> Iterator[Line]:
        """Give the lines from `start` on."""
        lines = self._all()
        return dropwhile(lambda line: line[0] < self._start, lines) if self._start > 1 else lines

    def _all(self) -> Iterator[Line]:
        other = "\r" if self._newline == "\n" else "\n"
        number, rest = 1, [""]
        for text in self._texts:
            first, *others = text.split(self._newline)
            rest.append(first)
            if not others:
                continue
            line = "".join(rest)
            yield number, line
            number += 1 + self._breaks(line)
            rest = [others.pop()]
            mixed = other in text
            for line in others:
                yield number, line
                number += 1 + self._breaks(line) if mixed else 1
        if line := "".join(rest):
            self.cut = True
            yield number, line

    def _breaks(self, line: str) -> int:
        """Count the line ends inside a line."""
        return line.count("\r", 0, -1) if self._newline == "\n" else line.count("\n", 1)
