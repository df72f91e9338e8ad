"""All private values of a text, each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Final

from ftprep.rules.gate import Gate
from ftprep.rules.private.contact import ADDRESSES, EMAILS, PHONES
from ftprep.rules.private.finder import Finder
from ftprep.rules.private.identity import IDENTITIES
from ftprep.rules.private.keys import KEYS, PRIVATE_KEYS
from ftprep.rules.private.password import IN_URLS, PASSWORDS
from ftprep.rules.private.payment import CARDS, IBANS
from ftprep.rules.private.span import Sort, Span
from ftprep.rules.private.view import as_read

__all__ = ["GATES", "spans"]

_FINDERS: Final[tuple[Finder, ...]] = (
    PRIVATE_KEYS,
    *KEYS,
    IN_URLS,
    EMAILS,
    IBANS,
    CARDS,
    *IDENTITIES,
    *ADDRESSES,
    *PHONES,
    *PASSWORDS,
)
"""Of two values that overlap the one that is found by the first of these counts: the surer one."""

GATES: Final[Mapping[Sort, str]] = {
    sort: "|".join(f"(?:{finder.gate})" for finder in _FINDERS if finder.sort is sort)
    for sort in Sort
}
"""Sort → RE2 pattern that stands wherever one does."""


@lru_cache(maxsize=8)
def spans(text: str) -> tuple[Span, ...]:
    """The private values in a text, in order, none within another.

    What is left when they are replaced holds no further one. Several rules ask about one text one
    after the other, hence the little memory.
    """
    view = as_read(text)
    finders = [_FINDERS[number] for number in sorted(_gate()(view))]
    found: list[Span] = []
    while more := _apart(span for finder in finders for span in finder.find(view)):
        found += more
        view = _without(view, more)
    return tuple(sorted(found))


@cache
def _gate() -> Gate:
    return Gate([finder.gate for finder in _FINDERS])


def _apart(found: Iterable[Span]) -> list[Span]:
    """Those that overlap none that came before, in the order of the text."""
    kept: list[Span] = []
    taken: set[int] = set()
    for span in found:
        places = range(span.start, span.stop)
        if taken.isdisjoint(places):
            kept.append(span)
            taken.update(places)
    return sorted(kept)


def _without(text: str, found: Iterable[Span]) -> str:
    """The text with something of the same length in place of what was found, in order."""
    parts, end = [], 0
    for span in found:
        parts += [text[end : span.start], "<", "X" * (span.stop - span.start - 2), ">"]
        end = span.stop
    return "".join([*parts, text[end:]])
