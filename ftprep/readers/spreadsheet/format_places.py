"""The placeholders of a number format, filled with digits; rounding as spreadsheets do it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from ftprep.readers.spreadsheet.format_section import Token, TokenKind

__all__ = [
    "CONTEXT",
    "count_places",
    "exact",
    "first",
    "place_decimals",
    "place_whole",
    "round_to",
    "words",
]

# Enough for the largest double (309 digits) under a format that is all zeros or all `%`.
CONTEXT: Final = Context(prec=2000, rounding=ROUND_HALF_UP)
_FILLER: Final = {"0": "0", "?": " ", "#": ""}


def exact(value: int | float) -> Decimal:
    """The number as a spreadsheet takes it: integers exactly, others to 15 significant digits.

    Excel keeps 15 digits (Excel specifications and limits, "Number precision"), so that
    0.1 + 0.2 is 0.3 and 1.005 rounds to 1.01.
    """
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")


def round_to(number: Decimal, places: int) -> Decimal:
    """The number rounded to so many decimals, halves away from zero."""
    return number.quantize(Decimal(1).scaleb(-places), context=CONTEXT)


def first(tokens: Sequence[Token], kind: TokenKind) -> int:
    """Where the first token of a kind stands; the number of tokens if there is none."""
    return next((i for i, token in enumerate(tokens) if token.kind is kind), len(tokens))


def count_places(tokens: Sequence[Token]) -> int:
    """How many placeholders there are."""
    return sum(token.kind is TokenKind.DIGIT for token in tokens)


def place_whole(
    digits: str, tokens: Sequence[Token], *, grouped: bool, inject: bool = False
) -> str:
    """Place digits from the right; those left over stand before the first placeholder."""
    places = [i for i, token in enumerate(tokens) if token.kind is TokenKind.DIGIT]
    pieces = [token.text if _is_word(token) else "" for token in tokens]
    if not places:
        return "".join(pieces) + (digits if inject else "")
    left = digits
    shown = 0
    for i in reversed(places):
        piece = left[-1:] or _FILLER[tokens[i].text]
        left = left[:-1]
        if i == places[0]:
            piece = left + piece
        out = ""
        for digit in reversed(piece):
            separator = "," if grouped and shown and shown % 3 == 0 else ""
            # Under `?` a separator without a digit to its left is as blank as the digit.
            out = digit + (" " if separator and digit == " " else separator) + out
            shown += 1
        pieces[i] = out
    return "".join(pieces)


def place_decimals(digits: str, tokens: Sequence[Token]) -> str:
    """Place decimals from the left; zeros at the end show as their placeholder says."""
    places = [i for i, token in enumerate(tokens) if token.kind is TokenKind.DIGIT]
    pieces = [token.text if _is_word(token) else "" for token in tokens]
    trailing = True
    for i, digit in zip(reversed(places), reversed(digits), strict=False):
        trailing = trailing and digit == "0"
        pieces[i] = _FILLER[tokens[i].text] if trailing else digit
    return "".join(pieces)


def _is_word(token: Token) -> bool:
    return token.kind not in (TokenKind.DIGIT, TokenKind.COMMA)


def words(tokens: Sequence[Token]) -> str:
    """What stands in the format as it is, joined."""
    return "".join(token.text for token in tokens if _is_word(token))
