"""The page of the text report: a margin with a label, a body beside it, and lines that fit.

Everything that is shown is made by `Grid.text`, which escapes it: no section can forget to.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from ftprep.frozen import frozen
from ftprep.named import NamedTuple
from ftprep.report.cells import cell_len, chop_cells, set_cell_size
from ftprep.report.escape import encodable, visible
from ftprep.report.glyphs import Glyphs
from ftprep.report.line import Line

__all__ = ["INDENT", "Block", "Grid", "table_width"]

MARGIN: Final = 12
"""Columns of the margin; the longest label is 10."""
INDENT: Final = 2
"""Columns before the body where the page is too narrow for a margin."""
NARROW: Final = 64
"""Width below which labels stand above their bodies."""
GAP: Final = 2
"""Columns between the columns of a table."""
TALLEST: Final = 6
"""Lines of the longest paragraph; what is longer is cut, for it is data that ran into a message."""
LONGEST_BAR: Final = 32
SHORTEST_BAR: Final = 6
"""Room below which a chart has no bars: they would say nothing."""

_WORD = re.compile("[^ ]+ *| +")

Part = str | tuple[str, str]
"""A text, or a text and its style."""


class Block(NamedTuple):
    """One paragraph of the page: a label for the margin and lines that fit into `Grid.body`."""

    label: str
    style: str
    lines: Sequence[Line]


@frozen
class Grid:
    """How wide the page is and what can be written on it."""

    width: int
    glyphs: Glyphs
    encoding: str | None
    """The stream's encoding where it cannot write everything, else None."""

    @property
    def narrow(self) -> bool:
        """Whether labels stand above their bodies."""
        return self.width < NARROW

    @property
    def body(self) -> int:
        """Columns of the body."""
        return self.width - (INDENT if self.narrow else MARGIN)

    def clean(self, text: str) -> str:
        """`text` as it can be shown: one line, nothing invisible, all of it encodable."""
        return encodable(visible(text), self.encoding)

    def text(self, *parts: Part) -> Line:
        """One line of parts, each with its own style; what is in them is never interpreted."""
        line = Line()
        for part in parts:
            words, style = (part, "") if isinstance(part, str) else part
            line.append(self.clean(words), style)
        return line

    def cut(self, text: str, width: int) -> str:
        """`text`, cleaned, its end replaced by an ellipsis where it is wider than `width`."""
        text = self.clean(text)
        if cell_len(text) <= width:
            return text
        mark = self.glyphs.ellipsis
        return set_cell_size(text, max(0, width - len(mark))).rstrip() + mark

    def cut_left(self, text: str, width: int) -> str:
        """As `cut`, but what goes is the beginning: for paths, whose end says more."""
        text = self.clean(text)
        if cell_len(text) <= width:
            return text
        mark = self.glyphs.ellipsis
        room = max(1, width - len(mark))
        text = text[-4 * room :]
        while cell_len(text) > room:
            text = text[1:]
        return mark + text

    def fit(self, line: Line, width: int) -> Line:
        """`line`, its end replaced by an ellipsis where it is wider than `width`."""
        if line.cell_len <= width:
            return line
        mark = self.glyphs.ellipsis
        return line.cut(0).truncate(max(0, width - len(mark))).rstrip().append(mark)

    def wrap(self, *parts: Part, indent: int = 0, most: int = TALLEST) -> list[Line]:
        """A paragraph: at most `most` lines of the body, all of them `indent` columns in."""
        line = self.text(*parts)
        room = self.body - indent
        lines = line.divide(_breaks(line.plain, room))
        if len(lines) > most:
            lines = lines[:most]
            mark = self.glyphs.ellipsis
            lines[-1] = self.fit(lines[-1].append(mark), room)
        for piece in lines:
            piece.rstrip()
            piece.pad_left(indent)
        return lines

    def flow(self, items: Iterable[str]) -> list[Line]:
        """A list whose items are never broken; one that is wider than the body is cut."""
        lines: list[str] = []
        for item in items:
            shown = self.cut(item, self.body)
            longer = f"{lines[-1]}{self.glyphs.dot}{shown}" if lines else shown
            if lines and cell_len(longer) <= self.body:
                lines[-1] = longer
            else:
                lines.append(shown)
        return [self.text(line) for line in lines[:TALLEST]]

    def item(self, mark: str, style: str, *parts: Part) -> list[Line]:
        """A paragraph with a mark before its first line; the others stand below the words."""
        indent = max(INDENT, cell_len(mark) + 1)
        first, *others = self.wrap(*parts, indent=indent)
        return [Line().append(mark.ljust(indent), style) + first.cut(indent), *others]

    def table(self, rows: Sequence[Sequence[Line]], *, right: Collection[int] = ()) -> list[Line]:
        """Rows in aligned columns, those of `right` to the right.

        A column without a word takes no room; the widest are cut where the body is too narrow.
        """
        columns = zip(*rows, strict=True)
        widths = [max(min(cell.cell_len, self.body) for cell in column) for column in columns]
        while table_width(widths) > self.body:
            widths[widths.index(max(widths))] -= 1
        return [self._row(row, widths, right) for row in rows]

    def chart(
        self,
        rows: Sequence[Sequence[Line]],
        values: Sequence[float | None],
        *,
        right: Collection[int] = (),
        style: str = "",
    ) -> list[Line]:
        """A table with a bar after each row; no bar where the value is None (a row of headings)."""
        lines = self.table(rows, right=right)
        start = max((line.cell_len for line in lines), default=0) + GAP
        longest = min(LONGEST_BAR, self.body - start)
        most = max((value for value in values if value is not None), default=0)
        if longest < SHORTEST_BAR:
            return lines
        for line, value in zip(lines, values, strict=True):
            if value and most > 0:
                line.pad_right(start - line.cell_len)
                line.append(self.glyphs.bar * max(1, round(value / most * longest)), style)
        return lines

    def lay(self, blocks: Iterable[Block]) -> Iterator[Line]:
        """The lines of the page, with an empty line between blocks."""
        for number, block in enumerate(blocks):
            if number:
                yield Line()
            label = self.text((block.label, block.style))
            if self.narrow:
                yield label
            else:
                label.pad_right(MARGIN - label.cell_len)
            for at, line in enumerate(block.lines):
                whole = self.fit(self._margin(label, first=not at) + line, self.width)
                whole.rstrip()
                yield whole

    def _margin(self, label: Line, *, first: bool) -> Line:
        if self.narrow:
            return Line(" " * INDENT)
        return label if first else Line(" " * MARGIN)

    def _row(self, row: Sequence[Line], widths: Sequence[int], right: Collection[int]) -> Line:
        line = Line()
        for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
            if not width:
                continue
            shown = self.fit(cell, width)
            space = " " * (width - shown.cell_len)
            line.append(" " * GAP if line else "")
            line += Line(space) + shown if at in right else shown + Line(space)
        line.rstrip()
        return line


def table_width(widths: Iterable[int]) -> int:
    """Columns that a table takes, with the gaps between its columns."""
    return sum(width + GAP for width in widths if width) - GAP


def _breaks(text: str, width: int) -> list[int]:
    """Where to break `text` into lines of at most `width` columns: at spaces, and inside words
    that are wider than a line."""
    breaks: list[int] = []
    used = 0
    for match in _WORD.finditer(text):
        start, word = match.start(), match[0]
        wide = cell_len(word.rstrip(" "))
        if wide > width:
            pieces = _fold(word.rstrip(" "), width - used, width)
            for piece in pieces[:-1]:
                start += len(piece)
                breaks.append(start)
            used = cell_len(text[start : match.end()])
        elif used + wide > width:
            breaks.append(start)
            used = cell_len(word)
        else:
            used += cell_len(word)
    return breaks


def _fold(word: str, room: int, width: int) -> list[str]:
    """A word in pieces: the first for the `room` that is left on a line, the others for a line."""
    first = chop_cells(word, room)[0] if room > 1 else ""
    return [first, *chop_cells(word[len(first) :], width)]
