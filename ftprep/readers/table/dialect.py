"""Tell how a delimited text is written: delimiter, quote, escape, line end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import dropwhile
from typing import Final

from ftprep.errors import UsageError
from ftprep.named import NamedTuple
from ftprep.readers.reader import Hints
from ftprep.readers.table.cells import Dialect
from ftprep.readers.table.header import is_comment
from ftprep.readers.table.lines import Lines
from ftprep.readers.table.rows import Row, Rows

__all__ = ["SAMPLE", "Told", "is_blank", "sample_rows", "tell"]

SAMPLE: Final = 1 << 16
"""Characters that a dialect is told by."""

_DELIMITERS: Final = ",;\t|"
_BY_EXTENSION: Final = {".csv": ",;", ".tsv": "\t", ".tab": "\t", ".psv": "|"}
_USUAL: Final = {"delimiter": ", ; | or tab", "quote": "\" or '"}
_SPELT: Final = {
    "tab": "\t",
    r"\t": "\t",
    "comma": ",",
    "semicolon": ";",
    "pipe": "|",
    "space": " ",
}
"""How a person may spell a delimiter that is hard to type."""
_SEP_LINE: Final = re.compile(
    r'"?sep=(?P<delimiter>[^\r\n"])"?[,;\t]*(?:\r\n|\n|\r|\Z)', re.IGNORECASE
)
"""Excel's own line that names the delimiter; it is no part of the table."""
_AGREED: Final = 0.8
"""Share of rows with the same number of cells below which a delimiter is not sure of itself."""

_MANY_QUOTES: Final = 5
"""Quotes out of place that are no slips any more, but words of the text."""
_FIRST: Final = 1 << 13
"""Characters that hold the first rows, below some lines of comments."""


class Told(NamedTuple):
    """A dialect, and how well the sample agrees with it."""

    dialect: Dialect
    width: int
    """Cells of most rows."""
    fit: float
    """Share of the sample's rows that have so many."""
    start: int = 1
    """1-based line where the table may begin: 2 after a `sep=` line."""


def tell(sample: str, hints: Hints, extension: str, known: Callable[[str], bool]) -> Told:
    """Tell the dialect from the first `SAMPLE` characters of a text.

    The delimiter is the one at which the rows agree best on a number of cells; what the hints say
    is taken as it is. `known` recognises usual column names, which speak for the delimiter between
    them. Raises `UsageError` for a delimiter or quote that cannot be one.
    """
    quote = None if hints.quote is None else _given(hints.quote, "quote")
    given = None if hints.delimiter is None else _given(hints.delimiter, "delimiter")
    sep = _SEP_LINE.match(sample)
    body = sample[sep.end() :] if sep else sample
    if given is None and sep:
        given = sep["delimiter"]
    tried = [
        _quoted(body, Dialect(mark, newline=newline), quote)
        for newline in _newlines(body, quote)
        for mark in ([given] if given is not None else _DELIMITERS)
        if given is not None or mark in body
    ]
    best = max(tried, key=lambda told: _worth(told, body, extension, known), default=None)
    if given is None and (best is None or _is_one_column(best, body, known)):
        best = _quoted(body, Dialect("", newline=_newlines(body, quote)[0]), quote)
    assert best is not None, "a given delimiter is always tried"
    return best._replace(start=2 if sep else 1)


def sample_rows(sample: str, dialect: Dialect, width: int = 0, start: int = 1) -> list[Row]:
    """Give the rows of a sample from line `start` on, without one that the sample cuts."""
    rows = list(Rows(Lines([sample], dialect.newline, start), dialect, width))
    return rows[:-1] if len(sample) >= SAMPLE and len(rows) > 1 else rows


def is_blank(cells: list[str]) -> bool:
    """Whether a row holds nothing: a blank line, or delimiters alone."""
    return not any(cell.strip() for cell in cells)


def _given(mark: str, what: str) -> str:
    mark = _SPELT.get(mark.lower(), mark)
    if what == "quote" and (mark.lower() == "none" or not mark):
        return ""
    if not mark or "\n" in mark or "\r" in mark or (what == "quote" and len(mark) > 1):
        raise UsageError(
            f"{mark!r} cannot be the {what}. Give one character, such as {_USUAL[what]}."
        )
    return mark


def _newlines(sample: str, quote: str | None) -> list[str]:
    """What may end lines, the likeliest first; what stands in quotes does not count."""
    if "\r" not in sample:
        return ["\n"]
    mark = re.escape('"' if quote is None else quote)
    sample = re.sub(f"{mark}[^{mark}]*+{mark}", "", sample) if mark else sample
    feeds, pairs = sample.count("\n"), sample.count("\r\n")
    returns = sample.count("\r") - pairs
    if pairs or returns <= feeds:
        return ["\n"]
    return ["\r", "\n"] if feeds else ["\r"]


def _quoted(sample: str, dialect: Dialect, quote: str | None) -> Told:
    """Choose the quoting under which the rows agree best and fewest quotes are out of place."""
    best, least = None, 2.0
    for candidate in _quotings(sample, dialect, quote):
        told, unclear = _measured(sample, candidate)
        lack = 1 - told.fit + unclear
        if best is None or lack < least - 0.01:
            best, least = told, lack
    assert best is not None, "there is always a quoting"
    return best


def _quotings(sample: str, dialect: Dialect, quote: str | None) -> Iterator[Dialect]:
    """The quotings that the sample speaks for, the usual one first."""
    marks = ['"'] if quote is None else [quote]
    if quote is None and _is_single_quoted(sample, dialect):
        marks.insert(0, "'")
    for mark in marks:
        yield dialect._replace(quote=mark)
        if mark and re.search(rf"(?:\A|[\r\n]|{re.escape(dialect.delimiter)}) +{mark}", sample):
            yield dialect._replace(quote=mark, padded=True)
        if mark and f"\\{mark}" in sample:
            yield dialect._replace(quote=mark, escape="\\")
    if dialect.delimiter and f"\\{dialect.delimiter}" in sample:
        yield dialect._replace(quote=quote or "", escape="\\")
    if quote is None and '"' in sample and not _needs_quotes(sample, dialect):
        yield dialect._replace(quote="")


def _measured(sample: str, dialect: Dialect) -> tuple[Told, float]:
    """Read the sample with a dialect: how well the rows agree, and the share of unclear ones."""
    widths = Counter(len(row.cells) for row in _table(sample_rows(sample, dialect)))
    several = [(count, width) for width, count in widths.items() if width > 1]
    width = max(several)[1] if several else 1
    rows = _table(sample_rows(sample, dialect, width))
    fitting = sum(_fits(row.cells, width) for row in rows)
    unclear = sum(bool(row.note) for row in rows)
    number = max(1, len(rows))
    return Told(dialect, width, fitting / number), unclear / number


def _table(rows: list[Row]) -> list[Row]:
    """The rows without blank ones, and without the comments above."""
    filled = [row for row in rows if not is_blank(row.cells)]
    return list(dropwhile(lambda row: is_comment(row.cells), filled)) or filled


def _fits(cells: list[str], width: int) -> bool:
    return len(cells) == width or (len(cells) > width and not any(cells[width:]))


def _is_single_quoted(sample: str, dialect: Dialect) -> bool:
    """Whether cells stand between single quotes, and not words between apostrophes.

    Nearly all that start with one also end with one, and they need it: some hold a delimiter, a
    line end or a doubled quote, or the very first cell, which is a name, has them too.
    """
    opened, cells = _enclosed(sample, dialect, "'")
    needed = sum(any(mark in cell for mark in _special(dialect, "'")) for cell in cells)
    return len(cells) > 1 and len(cells) * 5 >= opened * 4 and (needed > 1 or sample[:1] == "'")


def _enclosed(sample: str, dialect: Dialect, quote: str) -> tuple[int, list[str]]:
    """How many cells start with a quote, and what the well-formed ones of them hold."""
    end = re.escape(dialect.delimiter) if dialect.delimiter else "(?!)"
    start = rf"(?:\A|(?<=[\r\n])|(?<={end}))"
    inside = rf"((?:[^{quote}\\]|{quote}{quote}|\\.)*+)"
    cells = re.findall(rf"{start}{quote}{inside}{quote}(?={end}|[\r\n]|\Z)", sample, re.DOTALL)
    return len(re.findall(start + quote, sample)), cells


def _special(dialect: Dialect, quote: str) -> list[str]:
    """What only a quoted cell may hold."""
    return [mark for mark in ("\n", "\r", quote * 2, dialect.delimiter) if mark]


def _needs_quotes(sample: str, dialect: Dialect) -> bool:
    """Whether quotes do their work: a well-formed quoted cell holds what only a quoted one may.

    Quotes that are all there for no need, and mostly not well formed, are words of the text. A few
    of them may be slips, which are told where they are.
    """
    if _encloses_all(sample, dialect):
        return True
    opened, cells = _enclosed(sample, dialect, '"')
    needed = sum(any(mark in cell for mark in _special(dialect, '"')) for cell in cells)
    return needed * 10 > opened or len(cells) * 2 > opened or opened - len(cells) < _MANY_QUOTES


def _encloses_all(sample: str, dialect: Dialect) -> bool:
    """Whether nearly every line starts and ends with a quote, with quoted cells between them.

    So write programs that put quotes around all cells and do not double those of the text.
    """
    lines = [line for line in re.split(r"[\r\n]+", sample) if line][1:]
    whole = [line for line in lines if line[0] == line[-1] == '"' and len(line) > 1]
    between = {line.count(f'"{dialect.delimiter}"') for line in whole}
    return len(lines) > 1 and len(whole) * 5 >= len(lines) * 4 and between.isdisjoint({0})


def _worth(told: Told, sample: str, extension: str, known: Callable[[str], bool]) -> float:
    """How well a delimiter does: rows agree, the first one too, names stand in it."""
    if told.width < 2:
        return 0.0
    rows = _first_rows(sample, told)[:20]
    names = max((sum(map(known, row.cells)) for row in rows), default=0)
    first = bool(rows) and _fits(rows[0].cells, told.width)
    usual = told.dialect.delimiter in _BY_EXTENSION.get(extension, "")
    return told.fit + 0.3 * min(names, 2) + 0.1 * first + 0.05 * usual


def _first_rows(sample: str, told: Told) -> list[Row]:
    return _table(sample_rows(sample[:_FIRST], told.dialect, told.width))


def _is_one_column(told: Told, sample: str, known: Callable[[str], bool]) -> bool:
    """Whether what looks like a delimiter is punctuation: the rows do not agree on it."""
    rows = [row.cells for row in _first_rows(sample, told)]
    lonely = not rows or len(rows[0]) == 1
    # A text may be a usual name by chance (`No`); under a name that stands alone one is no proof.
    least = 2 if rows and lonely and known(rows[0][0]) else 1
    named = any(
        _fits(cells, told.width)
        and sum(map(known, {cell.strip().lower() for cell in cells})) >= least
        for cells in rows[:20]
    )
    return told.width < 2 or (lonely and not named and told.fit < _AGREED)
