"""One way in which a request breaks the contract."""

from __future__ import annotations

from typing import Final

from ftprep.named import NamedTuple
from ftprep.rules.private.mask import masked

__all__ = ["Breach", "quoted"]

_SHOWN: Final = 60
"""Characters of a text that a message quotes."""


class Breach(NamedTuple):
    """What is wrong, where, and what to do."""

    part: str
    """kind, system, separator, stop, tools or labels."""
    pointer: str
    """JSON pointer inside the request."""
    message: str
    mend: str


def quoted(text: str) -> str:
    """The beginning of a text in quotes, its private values masked."""
    shown = masked(text)
    return f'"{shown[:_SHOWN]}…"' if len(shown) > _SHOWN else f'"{shown}"'
