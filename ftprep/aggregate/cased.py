"""How many letters of a text are upper case, and how many lower case."""

from __future__ import annotations

from collections import Counter
from typing import Final

__all__ = ["cased"]

_UPPER: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER: Final = b"abcdefghijklmnopqrstuvwxyz"
_ASCII: Final = bytes(range(128))


def cased(raw: bytes) -> tuple[int, int]:
    """Numbers of upper-case and lower-case characters of a text in UTF-8 (which may hold lone
    surrogates), by `str.isupper` and `str.islower`."""
    upper = len(raw) - len(raw.translate(None, _UPPER))
    lower = len(raw) - len(raw.translate(None, _LOWER))
    # All that is ASCII is counted in C. Of the others each character is looked at once.
    rest = raw.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    for character, times in Counter(rest).items():
        upper += times * character.isupper()
        lower += times * character.islower()
    return upper, lower
