"""Show a private value without telling it: enough to find it again, too little to use it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ftprep.pattern import Pattern
from ftprep.rules.private.find import spans
from ftprep.rules.private.keys import PREFIX
from ftprep.rules.private.span import Sort

__all__ = ["mask", "masked"]

_PREFIX: Final = Pattern(PREFIX)
_CUT: Final = Pattern(rf"(?<![A-Za-z0-9_-])({PREFIX})([A-Za-z0-9_./+-]{{6,}})")
"""The beginning of a key, whose end may have been cut off by an excerpt."""
_ENDS: Final[Mapping[Sort, int]] = {Sort.CARD: 4, Sort.PHONE: 2, Sort.ID: 2}
"""Last characters that are shown; PCI DSS lets the last four of a card be printed."""
_LONG: Final = 20
"""Characters from which on four of them tell nothing."""


def mask(value: str, sort: Sort) -> str:
    """The value as reports tell it: `sk-…9f2c`, `j…@e….com`, `…4242`. A password is `…`."""
    if sort is Sort.EMAIL:
        local, _, domain = value.partition("@")
        name, _, ending = domain.rpartition(".")
        return f"{local[:1]}…@{name[:1]}….{ending}"
    if sort is Sort.KEY:
        prefix = _PREFIX.match(value)
        return (prefix.group() if prefix else "") + "…" + (value[-4:] * (len(value) >= _LONG))
    if sort is Sort.IBAN:
        return f"{value[:2]}…{value[-2:]}"
    if sort is Sort.IP:
        return re.split(r"[.:]", value)[0] + "…"
    shown = _ENDS.get(sort, 0)
    return "…" + value[len(value) - shown :]


def masked(text: str) -> str:
    """The text with every private value masked; for whatever is quoted from the data.

    To be called before an excerpt is cut: half a card number is not known for one. Keys are known
    by their beginning alone.
    """
    parts, end = [], 0
    for span in spans(text):
        parts += [text[end : span.start], mask(text[span.start : span.stop], span.sort)]
        end = span.stop
    whole = "".join([*parts, text[end:]])
    return _CUT.sub(_cut, whole)


def _cut(match: re.Match[str]) -> str:
    """The head of a key masked; a word with a hyphen, `sk-learning`, as it is."""
    rest = match[2]
    is_word = rest == rest.lower() and not any(c.isdigit() for c in rest)
    return match.group() if is_word else f"{match[1]}…"
