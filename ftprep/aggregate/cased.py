"""How many letters of a text are upper case, and how many lower case."""

from __future__ import annotations

from collections import Counter
from typing import Final

__all__ = ["cased"]

_UPPER: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER: Final = b"abcdefghijklmnopqrstuvwxyz"
_ASCII: Final = bytes(range(128))


def cased(text: str) -> tuple[int, int]:
    """Numbers of upper-case and lower-case characters, by `str.isupper` and `str.islower`."""
    raw = text.encode("utf-8", "surrogatepass")
    upper = len(raw) - len(raw.translate(None, _UPPER))
    lower = len(raw) - len(raw.translate(None, _LOWER))
    if len(raw) > len(text):
        # All that is ASCII was counted in C. Of the others each character is looked at once.
        rest = raw.translate(None, _ASCII).decode("utf-8", "surrogatepass")
        for character, times in Counter(rest).items():
            upper += times * character.isupper()
            lower += times * character.islower()
    return upper, lower
