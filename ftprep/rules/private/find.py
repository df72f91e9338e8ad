"""All private values of a text, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Final

from ftprep.rules.gate import Gate
from ftprep.rules.private import contact, identity, keys, password, payment
from ftprep.rules.private.span import Sort, Span
from ftprep.rules.private.view import is_json, plain

__all__ = ["GATES", "spans"]

Finder = Callable[[str], Iterator[Span]]

_FINDERS: Final[Mapping[Sort, tuple[str, Finder]]] = {
    Sort.PRIVATE_KEY: (keys.PRIVATE_KEY_GATE, keys.private_keys),
    Sort.KEY: (keys.GATE, keys.keys),
    Sort.URL_PASSWORD: (password.URL_GATE, password.url_passwords),
    Sort.EMAIL: (contact.EMAIL_GATE, contact.emails),
    Sort.IBAN: (payment.IBAN_GATE, payment.ibans),
    Sort.CARD: (payment.CARD_GATE, payment.cards),
    Sort.ID: (identity.GATE, identity.identities),
    Sort.IP: (contact.IP_GATE, contact.addresses),
    Sort.PHONE: (contact.PHONE_GATE, contact.phones),
    Sort.PASSWORD: (password.GATE, password.passwords),
}
"""Sort → RE2 pattern that stands wherever one does, and who looks closely. Of two values that
overlap the one named first here counts: the surer one."""

GATES: Final[Mapping[Sort, str]] = {sort: gate for sort, (gate, _) in _FINDERS.items()}


@lru_cache(maxsize=8)
def spans(text: str) -> tuple[Span, ...]:
    """The private values in a text, in order, none within another.

    What is left when they are replaced holds no further one. Several rules ask about one text one
    after the other, hence the little memory.
    """
    sorts = _sorts(text)
    if not sorts:
        return ()
    view = plain(text) if is_json(text) else text
    found: list[Span] = []
    while more := _apart(span for sort in sorts for span in _FINDERS[sort][1](view)):
        found += more
        for span in more:
            filler = "<" + "X" * (span.stop - span.start - 2) + ">"
            view = view[: span.start] + filler + view[span.stop :]
    return tuple(sorted(found))


def _sorts(text: str) -> list[Sort]:
    """What may stand in the text, the surest first."""
    sorts = tuple(_FINDERS)
    return [sorts[number] for number in sorted(_gate()(text))]


@cache
def _gate() -> Gate:
    return Gate(list(GATES.values()))


def _apart(found: Iterable[Span]) -> list[Span]:
    """Those that overlap none that came before."""
    kept: list[Span] = []
    taken: set[int] = set()
    for span in found:
        places = range(span.start, span.stop)
        if taken.isdisjoint(places):
            kept.append(span)
            taken.update(places)
    return kept
