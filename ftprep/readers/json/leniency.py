"""What the tolerant JSON parser noticed, and what it could not make out."""

from __future__ import annotations

import enum
from typing import Final

from ftprep.named import NamedTuple

__all__ = ["GOES_ON", "Leniency", "Noticed", "Notices", "StopReading", "Unclear"]


GOES_ON: Final = "a text goes on after its closing quotation mark"


class Leniency(enum.StrEnum):
    """What is not JSON but clear. The value is the code of the rule that tells it."""

    COMMENT = "JSN010"
    TRAILING_COMMA = "JSN011"
    SINGLE_QUOTES = "JSN012"
    LITERAL = "JSN013"
    UNQUOTED_KEY = "JSN014"
    NOT_A_NUMBER = "JSN015"
    RAW_CONTROL = "JSN016"
    INVALID_ESCAPE = "JSN017"
    NUMBER_SPELLING = "JSN018"
    CURLY_QUOTES = "JSN019"
    ODD_SPACE = "JSN020"


class Noticed(NamedTuple):
    """A leniency that a value needed."""

    what: Leniency
    place: int
    """Index in the text where it was needed first."""
    found: str
    """How it is spelled there."""
    times: int


class Notices:
    """The leniencies that one value needed: each kind once, with a count."""

    def __init__(self) -> None:
        self._kinds: dict[Leniency, Noticed] = {}

    def add(self, what: Leniency, place: int, found: str) -> None:
        """Note a leniency; the first of a kind gives the place."""
        first = self._kinds.get(what)
        if first is None:
            self._kinds[what] = Noticed(what, place, found, 1)
        else:
            self._kinds[what] = first._replace(times=first.times + 1)

    def all(self) -> tuple[Noticed, ...]:
        """Every kind, in the order of the first places."""
        return tuple(self._kinds.values())


class Unclear(NamedTuple):
    """A text that is not read, because what it means is not clear."""

    problem: str
    place: int
    """Index in the text."""
    unfinished: bool = False
    """The text ends before the value does: more text could make it clear."""


class StopReading(Exception):  # noqa: N818  (it is no error of ours, it is the way out)
    """The parser's way out of a text that is not clear; never leaves the readers."""

    def __init__(self, problem: str, place: int, *, unfinished: bool = False) -> None:
        super().__init__(problem)
        self.unclear = Unclear(problem, place, unfinished)
