"""Cut a line of delimited text into cells: the grammar of a dialect."""

from __future__ import annotations

import re

from ftprep.named import NamedTuple

__all__ = ["Cells", "Dialect", "Reading"]


class Dialect(NamedTuple):
    """How a delimited text is written."""

    delimiter: str = ","
    """Empty when each line is one cell."""
    quote: str = '"'
    """Empty when quotes are text."""
    escape: str = ""
    """A backslash, when it makes the quote, delimiter or backslash after it plain."""
    newline: str = "\n"
    """What ends a line: LF (with a CR before it or without), or CR alone."""
    padded: bool = False
    """Whether spaces may stand between a delimiter and an opening quote."""


class Cells:
    """The cells of lines.

    A quoted cell is well formed when the quotes inside it are doubled (or escaped) and nothing but
    spaces stands between its closing quote and the next delimiter. A quote that does not start a
    cell is text.
    """

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        delimiter = re.escape(dialect.delimiter) or "(?!)"
        quote, escape = re.escape(dialect.quote), re.escape(dialect.escape)
        escaped = rf"|{escape}(?:.|\Z)" if escape else ""
        other = f"[^{escape}]" if escape else "."
        if len(dialect.delimiter) == 1:
            other = f"[^{delimiter}{escape}]"
        bare = f"(?:(?!{delimiter}){other}{escaped})*+"
        inside = f"(?:[^{quote}{escape}]|{quote}{quote}{escaped})*+"
        opening = (" *+" if dialect.padded else "") + quote if quote else "(?!)"
        end = rf"(?P<end>{delimiter}|\Z)"
        self._opening = re.compile(opening)
        self._inside = re.compile(inside if quote else "", re.DOTALL)
        self._closing = re.compile(f"{quote} *+{end}" if quote else "(?!)")
        self._bare = re.compile(f"(?P<bare>{bare}){end}", re.DOTALL)
        self._escaped = re.compile(rf"{escape}({quote or '(?!)'}|{escape}|{delimiter}|\r?\n|\r)")

    def strict(self, text: str) -> list[str] | None:
        """Give the cells of a line; None when a quoted cell in it is not well formed."""
        cells, well_formed = self.read(text)
        return cells if well_formed else None

    def literal(self, text: str) -> list[str]:
        """Give the cells of a line, where a quote that opens no well-formed cell is text."""
        return self.read(text)[0]

    def read(self, text: str) -> tuple[list[str], bool]:
        """Give the cells of a line as `literal` does, and whether `strict` would."""
        cells: list[str] = []
        at, more, well_formed = 0, True, True
        while more:
            found = self._well_formed(text, at, cells)
            if found is None:
                well_formed = well_formed and not self._opening.match(text, at)
                found = self._plain(text, at, cells)
            at, more = found
        return cells, well_formed

    def enclosed(self, text: str, width: int) -> list[str] | None:
        """Give the cells of a line that all are quoted, whatever quotes stand inside them.

        Programs that do not double quotes put them around every cell: `"a "b" c","d"`. None where
        that does not give `width` cells, two or more.
        """
        quote, delimiter = self.dialect.quote, self.dialect.delimiter
        if not quote or not text.startswith(quote) or not text.endswith(quote):
            return None
        parts = text[len(quote) : -len(quote)].split(f"{quote}{delimiter}{quote}")
        return list(map(self._unquoted, parts)) if len(parts) == width > 1 else None

    def _well_formed(self, text: str, at: int, cells: list[str]) -> tuple[int, bool] | None:
        """Read a well-formed quoted cell; None where there is none."""
        opening = self._opening.match(text, at)
        if not opening:
            return None
        inside = self._inside.match(text, opening.end())
        closing = self._closing.match(text, inside.end()) if inside else None
        if inside is None or closing is None:
            return None
        cells.append(self._unquoted(inside.group()))
        return closing.end(), bool(closing["end"])

    def _plain(self, text: str, at: int, cells: list[str]) -> tuple[int, bool]:
        match = self._bare.match(text, at)
        assert match is not None, "a bare cell always matches"
        cells.append(self._unescaped(match["bare"]))
        return match.end(), bool(match["end"])

    def _unquoted(self, content: str) -> str:
        quote = self.dialect.quote
        return self._unescaped(content.replace(quote * 2, quote) if quote in content else content)

    def _unescaped(self, content: str) -> str:
        r"""Resolve escapes. A backslash before any other character is itself: `C:\new`."""
        escape = self.dialect.escape
        return self._escaped.sub(r"\1", content) if escape and escape in content else content


class Reading:
    """One row that is read on until its quoted cells are closed, by hook or by crook."""

    def __init__(self, grammar: Cells) -> None:
        self._grammar = grammar
        self._open: list[str] | None = None
        self.cells: list[str] = []
        self.inner = 0
        """Quotes inside quoted cells that are neither doubled nor escaped."""
        self.opening_inner = False
        """Whether the first of these looks like the start of a quotation: `say "hi"`."""

    def copy(self) -> Reading:
        """Give a reading that goes on by itself from here."""
        other = Reading(self._grammar)
        other._open = None if self._open is None else [*self._open]
        other.cells = [*self.cells]
        other.inner, other.opening_inner = self.inner, self.opening_inner
        return other

    def feed(self, text: str) -> bool:
        """Read on in the next line, given without its LF; True when the row ends there."""
        body = text.rstrip("\r") if self._grammar.dialect.newline == "\n" else text
        at, more = self._closed(body, 0) if self._open is not None else (0, True)
        while more and self._open is None:
            found = self._grammar._well_formed(body, at, self.cells)
            if found is None and (opening := self._grammar._opening.match(body, at)):
                self._open = []
                at, more = self._closed(body, opening.end())
            else:
                at, more = found or self._grammar._plain(body, at, self.cells)
        if self._open is None:
            return True
        self._open.append(text[len(body) :] + self._grammar.dialect.newline)
        return False

    def _closed(self, body: str, at: int) -> tuple[int, bool]:
        """Read the open cell on; it stays open when this line does not close it."""
        assert self._open is not None
        start = at
        while True:
            inside = self._grammar._inside.match(body, at)
            end = inside.end() if inside else at
            if closing := self._grammar._closing.match(body, end):
                content = "".join((*self._open, body[start:end]))
                self.cells.append(self._grammar._unquoted(content))
                self._open = None
                return closing.end(), bool(closing["end"])
            if end == len(body):
                self._open.append(body[start:])
                return end, False
            if not self.inner:
                before, after = body[end - 1 : end], body[end + 1 : end + 2]
                self.opening_inner = before in " ([{:" and not after.isspace()
            self.inner += 1
            at = end + 1
