"""Many texts as columns of characters in normal form: what `ftprep.near.normal` says, with numpy.

Texts in ASCII are joined and translated by a table of bytes. In the others the characters that are
not ASCII are looked up in a table of code points. Texts with a character that is not one for one in
the normal form (a combining mark, one beyond 16 bits, …) are folded one by one before.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import compress
from operator import not_
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

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

_SPACE: Final = 0x20
_OF_WORD: Final = 0x80
_CODES: Final = bytes(
    ord(chr(code).lower()) | _OF_WORD if code < 0x80 and chr(code).isalnum()
    else code if chr(code) in SYMBOLS
    else _SPACE
    for code in range(0x100)
)  # fmt: skip
"""ASCII in normal form, with a mark on what stands in words."""
_KIND_CODES = np.array([_SPACE, _SPACE, 0, _OF_WORD, _OF_WORD], np.uint8)
"""By kind what that table would say."""

_BEYOND: Final = 1 << 16
_kinds = np.full(_BEYOND + 1, _UNKNOWN, np.uint8)
_kinds[_BEYOND] = _ODD
_folded = np.zeros(_BEYOND + 1, np.uint32)
"""By code point the kind (the last: of all of more than 16 bits), and the character in the normal
form; filled with what occurs."""


class Characters(NamedTuple):
    """Characters of texts one after the other, with some that part words around each text."""

    low: _Bytes
    """The lower byte of each. What parts words may have any value."""
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


def characters(texts: Sequence[str]) -> Characters:
    """The texts in normal form, numbered from 0."""
    ascii_ = list(map(str.isascii, texts))
    narrow = list(compress(texts, ascii_))
    others = list(compress(texts, map(not_, ascii_)))
    of_ascii = np.array(ascii_, np.bool_)
    numbers = np.concatenate((np.flatnonzero(of_ascii), np.flatnonzero(~of_ascii)))
    wide = _Wide(others)
    odd = wide.odd()
    more = _Wide([_folded_text(others[number]) for number in odd.tolist()])
    more.settle()
    wide.empty(odd)

    joined = _joined(narrow).encode()
    parts = (b" ", joined, wide.low(), more.low(), bytes(PADDING))
    low = np.frombuffer(bytearray().join(parts).translate(_CODES), np.uint8)
    at = np.concatenate((wide.at, len(wide.codes) + more.at))
    at += 1 + len(joined)
    low[at] = _KIND_CODES[np.concatenate((wide.kinds, more.kinds))]
    word, letter = low != _SPACE, low >= _OF_WORD
    low &= np.uint8(_OF_WORD - 1)
    folded = np.concatenate((wide.folded, more.folded))
    low[at] = folded.astype(np.uint8)

    numbers = np.concatenate((numbers, numbers[len(narrow) :][odd]))
    sizes = np.concatenate((_lengths(narrow), wide.sizes, more.sizes))
    starts = 1 + np.cumsum(sizes + 1) - (sizes + 1)
    above = folded >> np.uint32(8)
    high = np.flatnonzero(above)
    return Characters(low, word, letter, numbers, starts, at[high], above[high])


class _Wide:
    """Texts that are not ASCII, each with a space behind it, as code points."""

    def __init__(self, texts: Sequence[str]) -> None:
        joined = _joined(texts).encode("utf-32-le", "surrogatepass")
        self.codes: _Codes = np.frombuffer(joined, "<u4")
        self.sizes = _lengths(texts)
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
        odd = self.at[self.kinds == _ODD]
        return np.unique(np.searchsorted(np.cumsum(self.sizes + 1), odd, "right"))

    def empty(self, numbers: _Ints) -> None:
        """Take out all characters of some of the texts."""
        if not len(numbers):
            return
        self.codes = self.codes.copy()
        ends = np.cumsum(self.sizes + 1)
        for number in numbers.tolist():
            self.codes[ends[number] - self.sizes[number] - 1 : ends[number]] = _SPACE
        left = self.codes[self.at] != _SPACE
        self.at, self.kinds, self.folded = self.at[left], self.kinds[left], self.folded[left]

    def settle(self) -> None:
        """Take the odd characters as they are: the texts are folded and in NFC."""
        odd = self.kinds == _ODD
        codes, inverse = np.unique(self.folded[odd], return_inverse=True)
        kinds = [_kind(character, form(character)) for character in map(chr, codes.tolist())]
        self.kinds[odd] = np.array(kinds, np.uint8)[inverse]
        self.folded[self.kinds == _APART] = _SPACE

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


def _lengths(texts: Sequence[str]) -> _Ints:
    return np.fromiter(map(len, texts), np.int64, len(texts))


def _learn(code: int) -> None:
    """Look up a code point of 16 bits, and remember it."""
    character = chr(code)
    folded = character.casefold()
    if len(folded) > 1 or not (_by_itself(character) and _by_itself(folded)):
        _kinds[code] = _ODD
        return
    made = folded if folded.isascii() else form(folded)
    _kinds[code] = kind = _kind(folded, made)
    _folded[code] = _SPACE if kind == _APART else ord(folded)


def _kind(character: str, made: str) -> int:
    """By what stands for a character in the normal form."""
    return _APART if made == " " else _LETTER if made == character else _ALONE


def _by_itself(character: str) -> bool:
    """Whether a character never changes with its neighbours when a text is brought into NFC."""
    return (
        not unicodedata.combining(character)
        and unicodedata.is_normalized("NFC", character)
        and unicodedata.category(character) not in {"Mn", "Mc"}
        and not 0x1160 <= ord(character) <= 0x11FF  # the later parts of a syllable of Hangul
    )
