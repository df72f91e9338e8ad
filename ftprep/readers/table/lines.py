"""Cut a text that comes in chunks into its lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

__all__ = ["Line", "Lines"]

_ENOUGH: Final = 1 << 19
"""Characters that are looked at together, where lines are long."""
_LONE_CR: Final = re.compile(r"\r(?!\n)")

Line = tuple[int, str]
"""Number (1-based) and text of a physical line, without its LF; a CR before the LF is kept."""


class Lines:
    """The lines of a text that comes in chunks; iterate once. Only LF, CRLF and CR are line ends.

    Where rows end in LF, a lone CR stands inside a line, and is counted as editors count it.
    """

    def __init__(self, texts: Iterable[str], newline: str, start: int = 1, number: int = 1) -> None:
        """`start`: the first line that is given; `number`: that of the first line of the text."""
        self._texts = iter(texts)
        self._newline = newline
        self._start = start
        self.number = number
        """Of the line that comes next."""
        self.cut = False
        """Whether the last line, once it was given, had no line end."""
        self._ready: list[str] = []
        """Lines that are at hand …"""
        self._at = 0
        """… from this one on …"""
        self._mixed = False
        """… and whether line ends may stand inside them."""
        self._rest: list[str] = []
        """The beginning of the line behind them."""

    def __iter__(self) -> Iterator[Line]:
        """Give the lines from `start` on."""
        while self._at < len(self._ready) or self._pull():
            line, number = self._ready[self._at], self.number
            self._at += 1
            self.number = number + 1 + (self._breaks(line) if self._mixed else 0)
            if number >= self._start:
                yield number, line

    def block(self, most: int) -> list[str]:
        """The lines that come next, to be looked at: so many where there are, fewer where they are
        long, and none where a line end may stand inside one of them."""
        while not self._mixed and len(self._ready) - self._at < most:
            if sum(map(len, self._ready[self._at :])) >= _ENOUGH or not self._pull():
                break
        return [] if self._mixed else self._ready[self._at : self._at + most]

    def skip(self, lines: int) -> None:
        """Take so many lines that `block` has shown."""
        self._at += lines
        self.number += lines

    def _pull(self) -> bool:
        """Get the lines of the next chunk that has a line end; False where no line is left."""
        newline = self._newline
        for text in self._texts:
            if newline not in text:
                self._rest.append(text)
                continue
            whole = "".join((*self._rest, text))
            lines = whole.split(newline)
            rest = lines.pop()
            self._rest = [rest]
            self._add(lines, self._is_mixed(whole, len(whole) - len(rest)))
            return True
        rest = "".join(self._rest)
        self._rest = []
        if not rest:
            return False
        self.cut = True
        self._add([rest], self._breaks(rest) > 0)
        return True

    def _add(self, lines: list[str], mixed: bool) -> None:
        left = self._ready[self._at :]
        self._mixed = mixed or (self._mixed and bool(left))
        self._ready, self._at = left + lines, 0

    def _is_mixed(self, text: str, end: int) -> bool:
        if self._newline == "\n":
            return _LONE_CR.search(text, 0, end) is not None
        return "\n" in text

    def _breaks(self, line: str) -> int:
        """Count the line ends inside a line."""
        return line.count("\r", 0, -1) if self._newline == "\n" else line.count("\n", 1)
