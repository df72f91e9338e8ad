"""The normal form in which texts are compared: case, spaces and punctuation do not count."""

from __future__ import annotations

import functools
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


def normal(text: str) -> bytes:
    """The words of a text, lower case, in UTF-8, parted by one or more spaces.

    Canonically equivalent texts (Unicode NFC) have equal forms. Characters of scripts written
    without spaces, and symbols, are words of their own.
    """
    if text.isascii():
        return text.encode().translate(_LOWER)
    text = text.replace("ß", "ss")  # all else that becomes two letters is rare
    for codec in _CODECS:
        try:
            narrow = text.encode(codec)
        except UnicodeEncodeError:
            continue
        if (form := _tables(codec).form(narrow)) is not None:
            return form.decode(codec).encode()
    return _any(text)


_CODECS: Final = ("cp1252", "cp1251")
"""With one byte for each character, so that tables can be used: for most texts in the languages of
western Europe with their quotes and dashes, and in Cyrillic. All other texts take ten times as
long."""


class _Tables:
    """What `_any` says of the characters of a codec."""

    def __init__(self, codec: str) -> None:
        lower, alone, other = bytearray(range(0x100)), b"", b""
        for code in range(0x100):
            byte = bytes((code,))
            character = byte.decode(codec, "ignore")
            form = _form(character) if character else ""
            folded = form.strip(" ") or " "
            try:
                (lower[code],) = folded.encode(codec)
            except ValueError:  # two characters, or one that the codec has not
                other += byte
                continue
            alone += byte if form != folded else b""
        self._lower = bytes(lower).translate(_LOWER)
        self._alone = alone
        self._other = other
        self._not_odd = bytes(code for code in range(0x100) if code not in alone + other)

    def form(self, text: bytes) -> bytes | None:
        """The normal form; None where some character has none in the codec."""
        odd = text.translate(None, self._not_odd)
        if odd.translate(None, self._alone):
            return None
        text = text.translate(self._lower)
        for symbol in set(odd.translate(self._lower)):
            text = text.replace(bytes((symbol,)), b" %c " % symbol)
        return text


@functools.cache
def _tables(codec: str) -> _Tables:
    return _Tables(codec)


def _any(text: str) -> bytes:
    text = unicodedata.normalize("NFC", text).translate(_FORMS)
    return unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass").translate(_LOWER)


_ALONE: Final = (
    "CJK ", "IDEOGRAPHIC ", "KANGXI ", "HIRAGANA ", "KATAKANA", "HALFWIDTH KATAKANA", "THAI ",
    "LAO ", "MYANMAR ", "KHMER ",
)  # fmt: skip
"""Beginnings of the names of characters of scripts written without spaces."""


def _form(character: str) -> str:
    """What stands for a character in the normal form."""
    category = unicodedata.category(character)
    if character.isascii():
        return character.lower()
    if category[0] in "PZ" or category == "Cc":
        return " "
    folded = character.casefold()
    alone = category[0] == "S" or unicodedata.name(character, "").startswith(_ALONE)
    return f" {folded} " if alone else folded


class _Forms(dict[int, str]):
    """Code point → `_form`, for `str.translate`; filled with what occurs."""

    def __missing__(self, code: int) -> str:
        form = self[code] = _form(chr(code))
        return form


_FORMS: Final = _Forms()
