"""The normal form in which texts are compared: case, spaces and punctuation do not count."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Sequence
from typing import Final

__all__ = ["CLASSES", "normal", "normal_all"]

_SYMBOLS: Final = b"+-*/%=<>#$&@^~|\\_`"
"""They are words of their own, because they carry meaning in formulas and code: 2 + 3 is not
2 - 3. All other ASCII punctuation parts words and is else passed over."""

_WORDS: Final = b"0123456789abcdefghijklmnopqrstuvwxyz" + bytes(range(0x80, 0x100))

_LOWER: Final = bytes(
    ord(chr(byte).lower()) if byte < 0x80 and chr(byte).isalnum()
    else byte if byte >= 0x80 or byte in _SYMBOLS or byte == 0
    else 0x20
    for byte in range(0x100)
)  # fmt: skip
"""NUL stays: texts are joined by it, because for one call with many there is nearly no overhead."""

CLASSES: Final = bytes(
    1 if byte in _WORDS else 2 if byte in _SYMBOLS else 0 for byte in range(0x100)
)
"""Of the bytes of a normal form: 0 parts words, 1 stands in a word, 2 is a word by itself."""


def normal(text: str) -> bytes:
    """The words of a text, lower case, in UTF-8, parted by one or more spaces.

    Canonically equivalent texts (Unicode NFC) have equal forms. Characters of scripts written
    without spaces, and symbols, are words of their own.
    """
    return normal_all((text,))[0]


def normal_all(texts: Sequence[str]) -> list[bytes]:
    """`normal` of each."""
    if sum(text.count("\0") for text in texts):
        texts = [text.replace("\0", " ") for text in texts]
    if not texts:
        return []
    plain = [at for at, text in enumerate(texts) if text.isascii()]
    forms = dict(zip(plain, _split("\0".join([texts[at] for at in plain])), strict=False))
    left = {at: text for at, text in enumerate(texts) if at not in forms}
    for codec in _CODECS if left else ():
        narrow = _encoded(left, codec)
        for at, form in zip(narrow, _tables(codec).forms(list(narrow.values())), strict=True):
            if form is not None:
                forms[at] = form
                del left[at]
    if left:
        forms.update(zip(left, _any("\0".join(left.values())), strict=True))
    return [forms[at] for at in range(len(texts))]


def _split(folded: str) -> list[bytes]:
    """The forms of texts joined by NUL, in which all but ASCII is as it shall be."""
    return folded.encode("utf-8", "surrogatepass").translate(_LOWER).split(b"\0")


def _encoded(texts: dict[int, str], codec: str) -> dict[int, bytes]:
    """Those of the texts that the codec has all characters of."""
    encoded = {}
    for at, text in texts.items():
        try:
            encoded[at] = text.replace("ß", "ss").encode(codec)  # else two letters are rare
        except UnicodeEncodeError:
            continue
    return encoded


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
        self._codec = codec
        self._alone = alone
        self._not_odd = bytes(code for code in range(1, 0x100) if code not in alone + other)

    def forms(self, texts: Sequence[bytes]) -> list[bytes | None]:
        """The normal forms; None for a text in which some character has none in the codec."""
        odd = b"\0".join(texts).translate(None, self._not_odd)
        others = odd.translate(None, self._alone).split(b"\0")
        joined = b"\0".join([t for t, other in zip(texts, others, strict=False) if not other])
        joined = joined.translate(self._lower)
        for symbol in set(odd.translate(self._lower)) - {0}:
            joined = joined.replace(bytes((symbol,)), b" %c " % symbol)
        found = iter(joined.decode(self._codec).encode().split(b"\0"))
        return [None if other else next(found) for _, other in zip(texts, others, strict=False)]


@functools.cache
def _tables(codec: str) -> _Tables:
    return _Tables(codec)


def _any(joined: str) -> list[bytes]:
    """The forms of texts in any script, joined by NUL."""
    folded = unicodedata.normalize("NFC", joined).translate(_FORMS)
    return _split(unicodedata.normalize("NFC", folded))


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
