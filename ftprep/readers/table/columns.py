"""Name the columns of a table: each gets a name of its own that can be used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ftprep.named import NamedTuple

__all__ = ["Columns", "name_columns", "stripped"]

_INVISIBLE: Final = "\ufeff\u200b\u200c\u200d\u2060\u00ad\x00\x1a"


class Columns(NamedTuple):
    """The names of the columns, and which of them are not as they stand in the header."""

    names: tuple[str, ...]
    unnamed: tuple[str, ...]
    repeated: tuple[str, ...]
    padded: tuple[str, ...]


def stripped(name: str) -> str:
    """Strip a name of spaces, also no-break ones, of a byte order mark and of invisible letters."""
    return name.strip().strip(_INVISIBLE).strip()


def name_columns(names: Sequence[str], below: Sequence[Sequence[str]]) -> Columns:
    """Name the columns after the cells of the header; `below` are the rows under it.

    Every column up to the last one with a name or a cell gets a name, and each name is its own.
    """
    columns: list[str] = []
    unnamed: list[str] = []
    repeated: list[str] = []
    padded: list[str] = []
    free = _FreeNames({stripped(name) for name in names})
    given: set[str] = set()
    for at in range(max(1, _used(names), *(_used(row[: len(names)]) for row in below))):
        name = stripped(names[at])
        if not name:
            name = free.name(f"column {at + 1}")
            unnamed.append(name)
        elif name != names[at]:
            padded.append(name)
        if name in given:
            name = free.name(f"{name} (2)")
            repeated.append(name)
        columns.append(name)
        given.add(name)
    return Columns(tuple(columns), tuple(unnamed), tuple(repeated), tuple(padded))


def _used(row: Sequence[str]) -> int:
    """Columns up to the last one that is not blank."""
    return max((at for at, cell in enumerate(row, 1) if cell.strip()), default=0)


class _FreeNames:
    """Names that no column has yet: `Answer (3)`."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._next: dict[str, int] = {}
        """Number that is tried next for a name; all before it are taken. Without it, thousands of
        equal names would be numbered one against all."""

    def name(self, name: str) -> str:
        """The name, or the next one that nobody has; it is taken from then on."""
        base = re.sub(r" [(][0-9]+[)]$", "", name)
        number = self._next.get(base, 2)
        while name in self._taken:
            name = f"{base} ({number})"
            number += 1
        self._next[base] = number
        self._taken.add(name)
        return name
