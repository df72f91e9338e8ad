"""Who looks closely for one form of private values, and when it is worth their while."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ftprep.named import NamedTuple
from ftprep.rules.private.span import Sort, Span

__all__ = ["Finder"]


class Finder(NamedTuple):
    """One form of private values."""

    sort: Sort
    gate: str
    """RE2 pattern that stands in every text in which `find` finds something. It may stand in
    others; it is searched in all data at once, see `ftprep.rules.gate`."""
    find: Callable[[str], Iterator[Span]]
    """The values of this form in a text, in order."""
