"""Choose the sheets of a workbook to read: those that were asked for, or those with the columns."""

from __future__ import annotations

import enum
from collections.abc import Sequence

from ftprep.errors import UsageError
from ftprep.named import NamedTuple
from ftprep.normalizers import names
from ftprep.readers.spreadsheet.sheet import Sheet

__all__ = ["Candidate", "Choice", "Fitness", "choose", "fitness", "named", "needed"]


class Fitness(enum.IntEnum):
    """How well the columns of a sheet are known."""

    EMPTY = 0
    """No cell holds anything."""
    UNKNOWN = 1
    """No column has a usual name."""
    FAMILIAR = 2
    """A column has a usual name."""
    AMBIGUOUS = 3
    """Several columns could be a side of a training example."""
    COMPLETE = 4
    """Its columns make training examples."""


class Candidate(NamedTuple):
    """A sheet and the columns under its header."""

    sheet: Sheet
    columns: tuple[str, ...]
    empty: bool = False


class Choice(NamedTuple):
    """Places of sheets among the candidates, in the order of their tabs."""

    read: tuple[int, ...]
    unread: tuple[int, ...] = ()
    """Not empty, and not read."""
    usable: tuple[int, ...] = ()
    """Of those unread: their columns are as well known, but not the same."""


def fitness(candidate: Candidate) -> Fitness:
    """Judge the columns of a sheet by their names."""
    if candidate.empty:
        return Fitness.EMPTY
    recognised = names.recognise(candidate.columns)
    if isinstance(recognised, names.Recognised) or names.dialogue(candidate.columns):
        return Fitness.COMPLETE
    if recognised is not None:
        return Fitness.AMBIGUOUS
    familiar = any(map(names.is_known, candidate.columns))
    return Fitness.FAMILIAR if familiar else Fitness.UNKNOWN


def choose(candidates: Sequence[Candidate]) -> Choice:
    """Take the sheet whose columns are best known, and with it those with the same columns.

    Sheets of one table, such as one for each month, belong together. Of equals a visible sheet
    comes before a hidden one, and then the first. Where no name is known, the first sheet that
    holds anything is read alone.
    """
    grades = [fitness(candidate) for candidate in candidates]
    filled = [i for i, grade in enumerate(grades) if grade > Fitness.EMPTY]
    if not filled:
        return Choice((0,) if candidates else ())
    best = min(filled, key=lambda i: (-grades[i], candidates[i].sheet.hidden, i))
    read = [best]
    if grades[best] > Fitness.UNKNOWN:
        read = [i for i in filled if _key(candidates[i]) == _key(candidates[best])]
    unread = tuple(i for i in filled if i not in read)
    usable = tuple(i for i in unread if grades[i] == grades[best] == Fitness.COMPLETE)
    return Choice(tuple(read), unread, usable)


def _key(candidate: Candidate) -> frozenset[str]:
    return frozenset(map(names.fold, candidate.columns))


def needed(columns: Sequence[str]) -> frozenset[str]:
    """The columns that make training examples by their names; all of them where that is unclear."""
    recognised = names.recognise(columns)
    if isinstance(recognised, names.Recognised):
        found = {recognised.user, recognised.assistant, recognised.system}
    elif dialogue := names.dialogue(columns):
        found = {*dialogue}
    else:
        found = {*columns}
    return frozenset(name for name in found if name is not None)


def named(sheets: Sequence[Sheet], wanted: Sequence[str], path: str) -> tuple[int, ...]:
    """The sheets that were asked for by name, by number from 1, or all by `*`.

    A name counts before a number; capitals and outer spaces may differ. Raises `UsageError`,
    naming the sheets that exist.
    """
    found: set[int] = set()
    for word in wanted:
        if word == "*":
            return tuple(range(len(sheets)))
        found.add(_place(sheets, word, path))
    return tuple(sorted(found))


def _place(sheets: Sequence[Sheet], word: str, path: str) -> int:
    exact = [sheet.name for sheet in sheets]
    loose = [name.strip().casefold() for name in exact]
    if word in exact:
        return exact.index(word)
    if word.strip().casefold() in loose:
        return loose.index(word.strip().casefold())
    if word.isdecimal() and 1 <= int(word) <= len(sheets):
        return int(word) - 1
    known = ", ".join(f"{number} {name!r}" for number, name in enumerate(exact, 1))
    raise UsageError(f"{path}: there is no sheet {word!r}. The sheets are: {known}.")
