"""The normal form in which texts are compared: case, spaces and punctuation do not count."""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["CLASSES", "normal"]

_SYMBOLS: Final = b"+-*/%=<>#$&@^~|\\_`"
"""They are words of their own, because they carry meaning in formulas and code: 2 + 3 is not
2 - 3. All other ASCII punctuation parts words and is else passed over."""

_WORDS: Final = b"0123456789abcdefghijklmnopqrstuvwxyz" + bytes(range(0x80, 0x100))

_LOWER: Final = bytes(
    ord(chr(byte).lower()) if byte < 0x80 and chr(byte).isalnum()
    else byte if byte >= 0x80 or byte in _SYMBOLS
    else 0x20
    for byte in range(0x100)
)  # fmt: skip

CLASSES: Final = bytes(
    1 if byte in _WORDS else 2 if byte in _SYMBOLS else 0 for byte in range(0x100)
)
"""Of the bytes of a normal form: 0 parts words, 1 stands in a word, 2 is a word by itself."""

_COMMON: Final = "\u2019\u2018\u201c\u201d\u2013\u2014\u2026\u00a0"
"""Typographic quotes, dashes, dots and the fixed space: all that most English texts have beyond
ASCII. Replaced first, for the way of all other texts is ten times as long."""


def normal(text: str) -> bytes:
    """The words of a text, lower case, in UTF-8, parted by one or more spaces.

    Canonically equivalent texts (Unicode NFC) have equal forms. Characters of scripts written
    without spaces are words of their own.
    """
    if not text.isascii():
        for mark in _COMMON:
            text = text.replace(mark, " ")
        if not text.isascii():
            text = _parted(text)
    return text.encode("utf-8", "surrogatepass").translate(_LOWER)


def _parted(text: str) -> str:
    # Imported here: ASCII texts can do without, and it is slow to load.
    import regex

    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    text = regex.sub(r"(?V1)[[\p{P}\p{Z}\p{Cc}]--[\x00-\x7f]]+", " ", text)
    return regex.sub(_ALONE, r" \g<0> ", text)


_ALONE: Final = (
    r"(?V1)[[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Myanmar}\p{Khmer}\p{S}]"
    r"--[\x00-\x7f]]"
)
"""Characters of scripts written without spaces, and symbols."""
