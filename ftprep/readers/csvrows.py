"""Cut delimited text into rows of cells, keeping the rows that the writer meant.

A quote that is never closed, or closed by chance a thousand lines later, is what a CSV library
swallows rows with. Here a cell runs over several lines only where that is the likelier reading.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

__all__ = ["Dialect", "Line", "Row", "Rows", "physical_lines"]

_MOST_LINES: Final = 20_000
_MOST_CHARS: Final = 1 << 26
"""A quoted cell that runs further is not a cell. Bounds what is held in memory."""
_ENOUGH: Final = 100
"""So many lines in a row that each are a whole row prove that an open quote is text."""
_LEAST_SWALLOWED: Final = {2: 12}
"""Columns → lines that each are a whole row, from which a well-formed quoted cell is still taken
for swallowed rows: a cell may well hold a few lines of a table of two columns."""
_LEAST_SWALLOWED_OTHERS: Final = 6


class Dialect(NamedTuple):
    """How a delimited text is written."""

    delimiter: str = ","
    """Empty when each line is one cell."""
    quote: str = '"'
    """Empty when quotes are text."""
    escape: str = ""
    """`\\` when it makes the character after it plain."""
    newline: str = "\n"
    """What ends a row: `\n` (also after `\r`), or `\r` alone."""
    padded: bool = False
    """Whether a space stands between a delimiter and an opening quote."""


class Line(NamedTuple):
    """A physical line, or several where a lone CR stands inside."""

    number: int
    """1-based, of its first line."""
    text: str
    """Without the line end, save the CR of a CRLF."""


class Row(NamedTuple):
    """One row."""

    line: int
    """1-based physical line where it starts."""
    last: int
    """… and where it ends."""
    cells: list[str]
    text: str
    """As it stands in the file, without its line end."""
    note: str = ""
    """What was unclear: `open` (a quote that would have swallowed rows is text), `inner` (quotes
    inside a quoted cell are not doubled), `unclosed` (a quoted cell that the file ends in)."""
    swallowed: int = 0
    """Lines that the quote of an `open` row would have swallowed."""


def physical_lines(texts: Iterable[str], newline: str) -> Iterator[Line]:
    """Cut chunks of text at `newline`. Nothing but LF, CRLF and CR is ever a line end."""
    number, rest = 1, [""]
    for text in texts:
        first, *others = text.split(newline)
        rest.append(first)
        if others:
            line = "".join(rest)
            yield Line(number, line)
            number += 1 + _breaks_inside(line, newline)
            *whole, last = others
            for line in whole:
                yield Line(number, line)
                number += 1 + _breaks_inside(line, newline)
            rest = [last]
    if line := "".join(rest):
        yield Line(number, line)


def _breaks_inside(line: str, newline: str) -> int:
    return line.count("\r", 0, -1) if newline == "\n" else line.count("\n", 1)


class _Open(NamedTuple):
    """A row that is not complete at the end of a line."""

    cells: list[str]
    at: int
    """Where in the text the cell starts that has no well-formed end."""


class Rows:
    """The rows of a text; iterate once.

    `width` is the number of columns, 0 while it is not known.
    """

    def __init__(self, lines: Iterable[Line], dialect: Dialect, width: int = 0) -> None:
        self._lines = iter(lines)
        self._ahead: deque[Line] = deque()
        self._width = width
        self._dialect = dialect
        quote, escape = re.escape(dialect.quote), re.escape(dialect.escape)
        delimiter = re.escape(dialect.delimiter) or "(?!)"
        if len(dialect.delimiter) == 1:
            plain = f"[^{delimiter}{escape}]++"
        else:
            plain = f"(?:(?!{delimiter})[^{escape}])++" if escape else f"(?:(?!{delimiter}).)++"
        escaped = rf"|{escape}.|{escape}\Z" if escape else ""
        pad = " *" if dialect.padded else ""
        inside = f"(?:[^{quote}{escape}]++|{quote}{quote}{escaped})*+"
        end = rf"(?:{delimiter}|\Z)"
        if quote:
            cell = rf"(?:{pad}{quote}(?P<quoted>{inside}){quote} *|(?!{pad}{quote})(?P<bare>(?:{plain}{escaped})*+)){end}"
        else:
            cell = rf"(?P<bare>(?:{plain}{escaped})*+)(?P<quoted>(?!))?{end}"
        self._cell = re.compile(cell, re.DOTALL)
        self._inside = re.compile(inside, re.DOTALL)
        self._closing = re.compile(f"{quote} *{end}")
        self._opening = re.compile(f"{pad}{quote}")
        self._bare = re.compile(f"(?:{plain}{escaped})*+{end}", re.DOTALL)
        self._escaped = re.compile(rf"{escape}({quote or '(?!)'}|{escape}|{delimiter}|\r?\n|\r)")
