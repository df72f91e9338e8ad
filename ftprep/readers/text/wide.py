"""Recognise UTF-8, UTF-16 and UTF-32 by their marks or by what their bytes look like."""

from __future__ import annotations

import codecs
import re
from typing import Final

from ftprep.readers.text.decode import ESCAPE

__all__ = ["is_start_of_utf8", "marked", "unpadded", "wide"]

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WIDE: Final = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_ISO_2022_JP: Final = re.compile(rb"\x1b\$[@B](?:[!-~]{2})+\x1b\([BJ]")
_PADDING: Final = b"\0" * 4
"""NULs at the end that are more than the last character of UTF-16 or UTF-32 has."""
_CONTROLS: Final = bytes(set(range(1, 32)) - set(b"\t\n\r"))


def marked(head: bytes) -> str | None:
    """Give the encoding that a byte order mark tells; None without one."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def unpadded(head: bytes) -> bytes:
    """Leave out the NULs behind a text, which fill up a block of a disk or of a tape."""
    return head.rstrip(b"\0") if head.endswith(_PADDING) else head


def wide(head: bytes) -> str | None:
    """Recognise UTF-16 and UTF-32 without a mark: NULs all over, and text of that width.

    And ISO-2022-JP, in which Japanese mail is written: ASCII alone, with its own escape sequences.
    """
    head = unpadded(head)
    if _ISO_2022_JP.search(head) and head.isascii():
        return "iso2022_jp"
    zeros = head.count(0)
    if zeros * 100 < len(head) or len(head) < 4 or (zeros * 5 < len(head) and _is_narrow(head)):
        return None
    best, name = 0.0, None
    for codec in _WIDE:
        text = head[: len(head) // 4 * 4].decode(codec, ESCAPE)
        plain = sum(" " <= char <= "~" or char in "\r\n\t" for char in text)
        letters = sum(char > "\x7f" and char.isalpha() and _is_common(char) for char in text)
        worth = (plain * 1.2 + letters * 0.9) / max(1, len(text))
        if worth > best:
            best, name = worth, codec
    return name if best >= 0.7 else None


def _is_narrow(head: bytes) -> bool:
    """Whether bytes with some NULs are UTF-8: valid, and with few other control characters."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls <= max(8, len(head) // 7) and is_start_of_utf8(head)


def is_start_of_utf8(head: bytes) -> bool:
    """Tell whether bytes are UTF-8, perhaps cut inside the last character."""
    try:
        codecs.utf_8_decode(head, "strict", False)  # it may end inside a character
    except UnicodeDecodeError:
        return False
    return True


def _is_common(char: str) -> bool:
    """Whether a letter is of an alphabet, or an ideograph of the usual few thousand."""
    if not "\u3400" <= char <= "\u9fff":
        return char < "\uf900" or char > "\ufaff"
    return any(char.encode(codec, "ignore") for codec in ("gb2312", "big5", "euc_jp"))
