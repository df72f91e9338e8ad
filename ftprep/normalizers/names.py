"""Recognise columns by their usual names, in the main languages; where two fit, guess nothing."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from ftprep.named import NamedTuple

__all__ = [
    "Ambiguous",
    "Dialogue",
    "Recognised",
    "candidates",
    "dialogue",
    "fold",
    "is_known",
    "recognise",
]

_DIACRITICS: Final = frozenset(map(chr, [*range(0x0300, 0x0370), 0x0653, 0x0654, 0x0655]))
_LETTERS: Final = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae"})
_BETWEEN_WORDS: Final = frozenset("_-.:/'’ʼ*")


class Recognised(NamedTuple):
    """Which column is which. Columns are named as the table spells them."""

    user: str
    assistant: str
    system: str | None = None
    label: bool = False
    """Whether the answer column names a class (`label`, `intent`, `category` …)."""


class Ambiguous(NamedTuple):
    """More than one column could be a side. At least one of the two has several names."""

    user: tuple[str, ...]
    assistant: tuple[str, ...]


class Dialogue(NamedTuple):
    """The columns of a table whose rows are messages of conversations."""

    role: str
    content: str
    group: str | None


def fold(name: str) -> str:
    """The form in which names are compared.

    Compatibility forms, case, accents, surrounding space, and the space, `_`, `-`, `.`, `:`, `/`
    and apostrophes between words do not matter: `Réponse attendue`, `reponse_attendue` and
    `REPONSE-ATTENDUE` are one name.
    """
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    kept = (
        letter
        for letter in letters
        if letter not in _DIACRITICS and letter not in _BETWEEN_WORDS and not letter.isspace()
    )
    return unicodedata.normalize("NFKC", "".join(kept).translate(_LETTERS))


def _names(words: str) -> frozenset[str]:
    return frozenset(folded for word in words.split(" | ") if (folded := fold(word)))


@functools.cache
def _uses() -> Mapping[str, frozenset[str]]:
    """Use → folded names. Made at first need: files of JSON layouts never ask."""
    from ftprep.normalizers import vocabulary  # starting fast

    uses = {
        use: _names(" | ".join(getattr(words, use) for words in vocabulary.LANGUAGES.values()))
        for use in vocabulary.Words._fields
    }
    uses["group"] = _names(vocabulary.GROUP)
    uses["other"] = _names(vocabulary.OTHER)
    return MappingProxyType(uses)


def is_known(name: str) -> bool:
    """Whether a cell is a usual name of a column, and so speaks for a header row."""
    folded = fold(name)
    return any(folded in names for names in _uses().values())


def candidates(columns: Sequence[str], use: str) -> tuple[str, ...]:
    """The columns whose name says `use`: a field of `vocabulary.Words`, `group` or `other`."""
    names = _uses()[use]
    folded = _folded(tuple(columns))
    return tuple(column for column, name in zip(columns, folded, strict=True) if name in names)


@functools.lru_cache(maxsize=16)
def _folded(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Folded once for all uses and rows: a wide table has 300,000 names."""
    return tuple(map(fold, columns))


def recognise(columns: Sequence[str]) -> Recognised | Ambiguous | None:
    """Say which column is asked and which answers; None where a side has no column.

    Each side takes its strongest names alone: question before text, answer before label. So
    `question, answer, category` is a table of questions and answers, and its category is left
    aside. Two columns of equal strength on a side are never chosen between.
    """
    asked = candidates(columns, "ask") or candidates(columns, "text")
    replies = candidates(columns, "reply")
    answers = replies or candidates(columns, "label")
    label = not replies
    if not asked or not answers:
        asked, answers = candidates(columns, "person"), candidates(columns, "agent")
        label = False
    if not asked or not answers:
        return None
    if len(asked) > 1 or len(answers) > 1:
        return Ambiguous(asked, answers)
    system = candidates(columns, "system")
    return Recognised(asked[0], answers[0], system[0] if len(system) == 1 else None, label)


def dialogue(columns: Sequence[str]) -> Dialogue | None:
    """Say which column holds the role and which the words, where rows are messages."""
    role = candidates(columns, "role")
    content = tuple(c for c in candidates(columns, "content") if c not in role)
    group = tuple(c for c in candidates(columns, "group") if c not in (*role, *content))
    if len(role) != 1 or len(content) != 1:
        return None
    return Dialogue(role[0], content[0], group[0] if len(group) == 1 else None)
