r"""Cut a text into the pieces that are encoded one by one, with the standard library alone.

The patterns of the encodings name classes of Unicode (`\p{Lu}`), which `re` does not know. To load
`regex` for them takes 10 CPU ms, and it cuts at a third of the speed. So where a text is not ASCII
each character gives way to one that stands for its class, and these are cut.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

from ftprep.tokens.ranks import ENCODINGS

__all__ = ["pieces"]

_OTHER_LETTER: Final = "ª"
"""Stands for the letters without case and the modifiers."""
_MARK: Final = "\u0300"
"""Stands for the marks that are set on letters."""
_UNKNOWN: Final = "\uffff"
"""Stands for what this Python's edition of Unicode does not have, or has in another class than the
tokenizer's."""

_STANDS_FOR: Final = {
    "Lu": "A", "Lt": "A", "Ll": "a", "Lm": _OTHER_LETTER, "Lo": _OTHER_LETTER,
    "Mn": _MARK, "Mc": _MARK, "Me": _MARK,
    "Nd": "0", "Nl": "0", "No": "0",
    "Zs": "\t", "Zl": "\t", "Zp": "\t",
    "Cn": _UNKNOWN, "Cs": _UNKNOWN,
}  # fmt: skip
"""Category → the character; of any other category it is an exclamation mark."""

_WRITTEN_OUT: Final = {
    r"\p{Lu}": "A-Z", r"\p{Lt}": "", r"\p{Ll}": "a-zſ", r"\p{Lm}": "", r"\p{Lo}": _OTHER_LETTER,
    r"\p{L}": f"A-Za-zſ{_OTHER_LETTER}",
    r"\p{M}": _MARK,
    r"\p{N}": "0-9",
    r"\s": r"\t-\r ",
    r"\S": r"^\t-\r ",
}  # fmt: skip
"""A class of the patterns → what stands for its characters, as it is written between brackets."""


def pieces(text: str, encoding: str) -> list[str] | None:
    """The pieces of a text; None when it holds characters that only the tokenizer knows."""
    pattern = _pattern(encoding)
    if text.isascii():
        return pattern.findall(text)
    classes = text.translate(_CLASSES)
    if _UNKNOWN in classes:
        return None
    found, start = [], 0
    for piece in pattern.findall(classes):  # every character belongs to one
        stop = start + len(piece)
        found.append(text[start:stop])
        start = stop
    return found


@functools.cache
def _pattern(encoding: str) -> re.Pattern[str]:
    def written_out(found: re.Match[str]) -> str:
        source = found[0]
        for name, characters in _WRITTEN_OUT.items():
            source = source.replace(name, characters)
        return source if found[0].startswith("[") else f"[{source}]"

    pattern = ENCODINGS[encoding].pattern
    return re.compile(re.sub(r"\[.*?\]|\\p\{\w+\}|\\[sS]", written_out, pattern))


class _Classes(dict[int, str]):
    """Number of a character → what stands for it; filled with what occurs."""

    def __missing__(self, number: int) -> str:
        self[number] = stands = _stands_for(chr(number))
        return stands


def _stands_for(char: str) -> str:
    if char.isascii() or char == "ſ":  # which is an s where case does not count
        return char
    if char == "\x85":  # a line end by Unicode, a control character by its category
        return "\t"
    if char == "ʕ":  # a small letter up to Unicode 15
        return _OTHER_LETTER
    return _STANDS_FOR.get(unicodedata.category(char), "!")


_CLASSES: Final = _Classes()
