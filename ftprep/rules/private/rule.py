"""What a rule about one sort of private value does."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.model import Turn
from ftprep.rules.private.find import spans
from ftprep.rules.private.mask import mask
from ftprep.rules.private.span import Sort
from ftprep.rules.rule import Hit, hit

__all__ = ["told"]


def told(turn: Turn, sort: Sort) -> Iterator[Hit]:
    """One hit for each different value of a sort in a text, with the value masked."""
    values: dict[str, str] = {}
    for span in spans(turn.text):
        if span.sort is sort:
            values.setdefault(turn.text[span.start : span.stop], span.what)
    for value, what in values.items():
        yield hit(what=what, shown=mask(value, sort))
