"""Data text made safe to show: what cannot be seen is spelled out, and nothing moves the cursor."""

from __future__ import annotations

import codecs

__all__ = ["codec", "encodable", "is_unicode", "visible"]

_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks by category that leave no ink (Unicode: Default_Ignorable_Code_Point, and the
blank Braille pattern)."""

_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE0F), *range(0xE0100, 0xE01F0))))
"""Variation selectors, which can carry hidden text; VS16 is left, as emoji are typed with it."""

_WIDE_SPACE = "\u3000"
"""The space between Japanese and Chinese words: not ASCII, but seen and meant."""

_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def visible(text: str) -> str:
    r"""`text` on one line, with everything that cannot be seen as a backslash escape.

    Control characters, ESC, bidirectional overrides, zero-width characters, unusual spaces, lone
    surrogates and private or unassigned code points become `\x1b`, `\u202e`, `\U000e0041`. A
    backslash stays as it is: this is for the eye, not for reading back.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if _is_seen(char) else _escaped(char) for char in text)


def encodable(text: str, encoding: str | None) -> str:
    """`text` with what `encoding` cannot write as backslash escapes; None writes everything."""
    if encoding is None:
        return text
    return text.encode(encoding, "backslashreplace").decode(encoding)


def codec(encoding: str) -> str:
    """`encoding` where Python knows it, else ASCII."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return "ascii"


def is_unicode(encoding: str | None) -> bool:
    """Whether a stream of that encoding can write any text; None (a StringIO) can."""
    return encoding is None or codec(encoding).startswith("utf")


def _is_seen(char: str) -> bool:
    if char in _BLANK_LETTERS or char in _SELECTORS:
        return False
    return char.isprintable() or char == _WIDE_SPACE


def _escaped(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    number = ord(char)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
