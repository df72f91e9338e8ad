"""Many texts as columns of characters in normal form: what `ftprep.near.normal` says, with numpy.

Texts in ASCII are joined and translated by a table of bytes. In the others the characters that are
not ASCII are looked up in a table of code points. Texts with a character that is not one for one in
the normal form (a combining mark, İ, a letter of a rare script, …) are folded one by one before.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import compress
from operator import not_
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ftprep.named import NamedTuple
from ftprep.near.normal import SYMBOLS, form, spelled

__all__ = ["PADDING", "Characters", "characters"]

_Bytes = NDArray[np.uint8]
_Codes = NDArray[np.uint32]
_Ints = NDArray[np.int64]
PADDING: Final = 32
"""Characters after the last text, so that those of a word can be read eight at once."""

_UNKNOWN, _APART, _ALONE, _LETTER, _ODD = range(5)
"""Kinds of characters: not looked up yet; what parts words; a word by itself; of a word; one that
stands for several, or depends on its neighbours."""

_OF_WORD: Final = 0x80
_CODES: Final = bytes(
    ord(chr(code).lower()) | _OF_WORD if code < 0x80 and chr(code).isalnum()
    else code if chr(code) in SYMBOLS
    else 0
    for code in range(0x100)
)  # fmt: skip
"""ASCII in normal form, with a mark on what stands in words; 0 for what parts them."""
_KIND_CODES = np.array([0, 0, 1, _OF_WORD, _OF_WORD], np.uint8)
"""By kind what that table would say, 1 for any symbol."""

_BEYOND: Final = 1 << 17
"""Above stand rare ideographs; emoji are below."""
_kinds = np.full(_BEYOND + 1, _UNKNOWN, np.uint8)
_kinds[_BEYOND] = _ODD
_folded = np.zeros(_BEYOND + 1, np.uint32)
"""By code point the kind (the last: of all beyond), and the character in the normal form; filled
with what occurs."""


class Characters(NamedTuple):
    """Characters of texts one after the other, with some that part words around each text."""

    low: _Bytes
    """The lower byte of each; 0 for what parts words."""
    word: NDArray[np.bool_]
    """Whether it is of a word …"""
    letter: NDArray[np.bool_]
    """… together with those beside it that are letters too."""
    numbers: _Ints
    """Of the texts, in the order in which they stand here. A number may come twice, once of them
    without any word."""
    starts: _Ints
    """Where each of these begins."""
    high: _Ints
    """Where characters of more than one byte stand …"""
    above: _Codes
    """… and of each what is above the lower byte."""


def characters(texts: Sequence[str], lengths: _Ints) -> Characters:
    """The texts in normal form, numbered from 0."""
    ascii_ = list(map(str.isascii, texts))
    narrow = list(compress(texts, ascii_))
    others = list(compress(texts, map(not_, ascii_)))
    of_ascii = np.frombuffer(bytes(ascii_), np.bool_)
    numbers = np.concatenate((np.flatnonzero(of_ascii), np.flatnonzero(~of_ascii)))
    wide = _Wide(others, lengths[~of_ascii])
    odd = wide.odd()
    folded_texts = [_folded_text(others[number]) for number in odd.tolist()]
    more = _Wide(folded_texts, np.array(list(map(len, folded_texts)), np.int64))
    if len(odd):
        more.settle()
        wide.empty(odd)

    joined = _joined(narrow).encode()
    parts = (b" ", joined, wide.low(), more.low(), bytes(PADDING))
    low = np.frombuffer(bytearray().join(parts).translate(_CODES), np.uint8)
    at = np.concatenate((wide.at, len(wide.codes) + more.at))
    at += 1 + len(joined)
    low[at] = _KIND_CODES[np.concatenate((wide.kinds, more.kinds))]
    word, letter = low != 0, low >= _OF_WORD
    low &= np.uint8(_OF_WORD - 1)
    folded = np.concatenate((wide.folded, more.folded))
    low[at] = folded.astype(np.uint8)

    numbers = np.concatenate((numbers, numbers[len(narrow) :][odd]))
    sizes = np.concatenate((lengths[of_ascii], wide.sizes, more.sizes))
    starts = 1 + np.cumsum(sizes + 1) - (sizes + 1)
    above = folded >> np.uint32(8)
    high = np.flatnonzero(above)
    return Characters(low, word, letter, numbers, starts, at[high], above[high])


class _Wide:
    """Texts that are not ASCII, each with a space behind it, as code points."""

    def __init__(self, texts: Sequence[str], lengths: _Ints) -> None:
        joined, self.sizes = _doubled(_joined(texts), lengths)
        self.codes: _Codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
        self.at = np.flatnonzero(self.codes >= 0x80)
        """Where a character is not ASCII."""
        codes = self.codes[self.at]
        places = np.minimum(codes, _BEYOND)
        self.kinds = _kinds.take(places)
        """Of these; and what stands for them in the normal form, for the odd ones themselves."""
        if (unknown := self.kinds == _UNKNOWN).any():
            for code in np.unique(places[unknown]).tolist():
                _learn(code)
            self.kinds = _kinds.take(places)
        self.folded = np.where(self.kinds == _ODD, codes, _folded.take(places))

    def odd(self) -> _Ints:
        """Numbers of the texts that have to be folded before."""
        odd: _Ints = self.at[self.kinds == _ODD]
        if not len(odd):
            return odd
        return np.unique(np.searchsorted(np.cumsum(self.sizes + 1), odd, "right"))

    def empty(self, numbers: _Ints) -> None:
        """Take out all characters of some of the texts."""
        self.codes = self.codes.copy()
        ends = np.cumsum(self.sizes + 1)
        for number in numbers.tolist():
            self.codes[ends[number] - self.sizes[number] - 1 : ends[number]] = 0
        left = self.codes[self.at] != 0
        self.at, self.kinds, self.folded = self.at[left], self.kinds[left], self.folded[left]

    def settle(self) -> None:
        """Take the odd characters as they are: the texts are folded and in NFC."""
        odd = self.kinds == _ODD
        codes, inverse = np.unique(self.folded[odd], return_inverse=True)
        kinds = [_kind(character, form(character)) for character in map(chr, codes.tolist())]
        self.kinds[odd] = np.array(kinds, np.uint8)[inverse]
        self.folded[self.kinds == _APART] = 0

    def low(self) -> bytes:
        """The lower byte of each character, right only of those in ASCII."""
        return self.codes.astype(np.uint8).tobytes()


def _folded_text(text: str) -> str:
    """A text, all case folded, in NFC; where that takes it, spelled."""
    folded = text.casefold()
    if all(unicodedata.is_normalized("NFC", each) for each in (text, folded)):
        return folded
    return spelled(text)


def _joined(texts: Sequence[str]) -> str:
    return " ".join([*texts, ""])


def _doubled(joined: str, lengths: _Ints) -> tuple[str, _Ints]:
    """The joined texts with ss for ß, and how long each is then. Of what stands for several
    characters ß alone is in many texts of a language."""
    if "ß" not in joined:
        return joined, lengths
    parts = joined.split("ß")
    at = np.cumsum([len(part) + 1 for part in parts[:-1]]) - 1
    text = np.searchsorted(np.cumsum(lengths + 1), at, "right")
    return "ss".join(parts), lengths + np.bincount(text, minlength=len(lengths))


def _learn(code: int) -> None:
    """Look up a code point, and remember it."""
    character = chr(code)
    folded = character.casefold()
    if len(folded) > 1 or not (_by_itself(character) and _by_itself(folded)):
        _kinds[code] = _ODD
        return
    made = folded if folded.isascii() else form(folded)
    _kinds[code] = kind = _kind(folded, made)
    _folded[code] = 0 if kind == _APART else ord(folded)


def _kind(character: str, made: str) -> int:
    """By what stands for a character in the normal form."""
    return _APART if made == " " else _LETTER if made == character else _ALONE


def _by_itself(character: str) -> bool:
    """Whether a character never changes with its neighbours when a text is brought into NFC."""
    code = ord(character)
    category = unicodedata.category(character)
    return (
        not unicodedata.combining(character)
        and unicodedata.is_normalized("NFC", character)
        and (category not in {"Mn", "Mc"} or 0xFE00 <= code <= 0xFE0F)  # of these are emoji
        and not 0x1160 <= code <= 0x11FF  # the later parts of a syllable of Hangul
        and (code < 1 << 16 or category[0] == "S")  # of rare scripts even letters compose
    )
