"""The normal form in which texts are compared: case, spaces and punctuation do not count.

This module is the definition, in plain Python; `ftprep.near.bulk_text` does the same for many texts
at once, and a test holds the two equal.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["SYMBOLS", "form", "normal", "spelled", "words"]

SYMBOLS: Final = "+-*/%=<>#$&@^~|\\_`"
"""They are words of their own, because they carry meaning in formulas and code: 2 + 3 is not
2 - 3. All other ASCII punctuation parts words and is else passed over."""

_PASSED_OVER: Final = {
    code: " " for code in range(0x80) if not chr(code).isalnum() and chr(code) not in SYMBOLS
}
_WORD: Final = re.compile(rf"[{re.escape(SYMBOLS)}]|[^ {re.escape(SYMBOLS)}]+")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]+")


def words(text: str) -> list[str]:
    """The words of a text in normal form."""
    return _WORD.findall(normal(text))


def normal(text: str) -> str:
    """The words of a text, case folded, parted by spaces; symbols stand for themselves.

    Canonically equivalent texts (Unicode NFC) have equal forms. Characters of scripts written
    without spaces, and symbols, are words of their own.
    """
    return spelled(text).translate(_PASSED_OVER)


def spelled(text: str) -> str:
    """The normal form but for ASCII punctuation, which is left as it is."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFC", text).casefold()
    text = _NOT_ASCII.sub(lambda found: found[0].translate(_FORMS), text)
    return unicodedata.normalize("NFC", text)


_ALONE: Final = (
    "CJK ", "IDEOGRAPHIC ", "KANGXI ", "HIRAGANA ", "KATAKANA", "HALFWIDTH KATAKANA", "THAI ",
    "LAO ", "MYANMAR ", "KHMER ",
)  # fmt: skip
"""Beginnings of the names of characters of scripts written without spaces."""


def form(character: str) -> str:
    """What stands for a character that is not ASCII, once case is folded: a space, itself, or
    itself between spaces."""
    category = unicodedata.category(character)
    if category[0] in "PZ" or category == "Cc":
        return " "
    alone = category[0] == "S" or unicodedata.name(character, "").startswith(_ALONE)
    return f" {character} " if alone else character


class _Forms(dict[int, str]):
    """Code point → `form`, for `str.translate`; filled with what occurs."""

    def __missing__(self, code: int) -> str:
        made = self[code] = form(chr(code))
        return made


_FORMS: Final = _Forms()
