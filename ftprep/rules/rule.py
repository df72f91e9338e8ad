"""What a rule is: a code, a name, a level, how it looks, and the words to tell what it found."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ftprep.model import Example, Origin
from ftprep.rules.context import Context
from ftprep.tokens.count import TokenCounts

__all__ = ["Hit", "Level", "Repair", "Rule", "Scope", "hit"]


class Level(enum.IntEnum):
    """How bad a finding is. Ordered, so that levels can be compared."""

    NOTE = 1
    """Advice."""
    WARNING = 2
    """Likely harm."""
    ERROR = 3
    """The provider rejects it, or training is harmed for certain."""

    @property
    def word(self) -> str:
        """The level as reports spell it: `error`, `warning` or `note`."""
        return self.name.lower()


class Hit(NamedTuple):
    """What a rule says: where inside the example, and the arguments of its message."""

    pointer: str
    args: Mapping[str, Any]


def hit(pointer: str = "", **args: Any) -> Hit:
    """Say that something is wrong at `pointer`; the engine stamps the code and the origin."""
    return Hit(pointer, args)


class Repair(NamedTuple):
    """How a rule mends what it finds. Applied by `prepare`, written to the ledger, checked again."""

    apply: Callable[[Example, Context], Example | None]
    """The mended example; the same object when there is nothing to mend; None drops it.
    Idempotent: applying it twice gives the same as once."""
    what: str
    """What it does to the text, in words: `removes keys that the provider refuses`."""
    default: bool = True
    """Whether `prepare` applies it unasked. Only what loses nothing is."""


class Scope(enum.Enum):
    """What a rule looks at, and so who runs it."""

    SOURCE = "source"
    """The input as a file: found by readers and normalizers while they read."""
    EXAMPLE = "example"
    """One example at a time."""
    DATASET = "dataset"
    """All examples together, through an aggregate."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that ftprep looks for.

    `page` is the docstring of the function that implements the rule (or of a function without a
    body, for what readers find), under the headings What, Why, Bad, Good, Source.
    """

    code: str
    """Family letters and three digits, `MSG003`. Never reused."""
    name: str
    """Names the fault, in kebab case: `assistant-not-last`."""
    level: Level
    message: str
    """`str.format` template over the arguments of a finding."""
    mend: str
    """What to do about it, one sentence; also a template."""
    page: str
    scope: Scope
    check: Callable[[Example, Context], Iterator[Hit]] | None = None
    check_tokens: Callable[[Example, TokenCounts, Context], Iterator[Hit]] | None = None
    needs: type | None = None
    """The aggregate class (see `ftprep.aggregate`) that a dataset rule reads."""
    check_dataset: Callable[[Any, Context], Iterator[tuple[Origin, Hit]]] | None = None
    repair: Repair | None = None
