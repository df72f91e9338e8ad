"""Numbers as fractions under a number format: `# ?/?`, `?/?`, `# ?/16`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from ftprep.readers.spreadsheet.format_places import exact, first, place_whole, round_to, words
from ftprep.readers.spreadsheet.format_section import Token, TokenKind

__all__ = ["fraction_bar", "show_fraction"]

_NOTHING: Final = 5e-8  # a remainder that comes from the 15 digits, not from the number


def fraction_bar(tokens: Sequence[Token]) -> int | None:
    """Where the bar of a fraction stands: a `/` with a placeholder somewhere before it."""
    slash = first(tokens, TokenKind.SLASH)
    before = any(token.kind is TokenKind.DIGIT for token in tokens[:slash])
    behind = any(_is_denominator(token) for token in tokens[slash + 1 :])
    return slash if slash < len(tokens) and before and behind else None


def show_fraction(number: Decimal, tokens: Sequence[Token], slash: int) -> str:
    """`# ?/?`, `?/?` or `# ?/16`: the whole, the numerator and the denominator."""
    above = max(i for i in range(slash) if tokens[i].kind is TokenKind.DIGIT)
    start = above
    while start and tokens[start - 1].kind is TokenKind.DIGIT:
        start -= 1
    below = next(i for i in range(slash, len(tokens)) if _is_denominator(tokens[i]))
    end = below
    while end < len(tokens) and _is_denominator(tokens[end]):
        end += 1
    top, bottom = tokens[start : above + 1], tokens[below:end]
    mixed = any(token.kind is TokenKind.DIGIT for token in tokens[:start])
    whole = int(number) if mixed else 0
    numerator, denominator = _ratio(float(number) - whole, bottom)
    if mixed and numerator == denominator:
        whole, numerator = whole + 1, 0
    digits = str(whole) if whole or not numerator else ""
    before = place_whole(digits if mixed else "", tokens[:start], grouped=False)
    over = place_whole(str(numerator), top, grouped=False)
    ratio = over + words(tokens[above + 1 : below]) + _denominator(denominator, bottom)
    if mixed and not numerator and all(token.text != "0" for token in top):
        ratio = " " * len(ratio)
    return before + ratio + words(tokens[end:])


def _is_denominator(token: Token) -> bool:
    return token.kind is TokenKind.DIGIT or (
        token.kind is TokenKind.LITERAL and token.text.isdecimal()
    )


def _ratio(number: float, bottom: Sequence[Token]) -> tuple[int, int]:
    """Numerator and denominator: the given one, or the best of as many digits as there is room.

    The best is the last convergent of the continued fraction, as in Excel, where 0.3 under `?/?`
    is 2/7 and not the closer 3/10, which has no room.
    """
    digits = "".join(token.text for token in bottom)
    if digits.strip("0?#"):
        given = int(digits.replace("?", "").replace("#", ""))
        return int(round_to(exact(number * given), 0)), given
    limit = 10 ** len(digits) - 1
    rest = number
    low, high = (0, 1), (1, 0)
    while True:
        step = int(rest)
        low, high = high, (step * high[0] + low[0], step * high[1] + low[1])
        if high[1] > limit:
            return low
        if rest - step < _NOTHING:
            return high
        rest = 1 / (rest - step)


def _denominator(denominator: int, bottom: Sequence[Token]) -> str:
    """Left-aligned, as Excel sets it: room that is not needed is blank behind it."""
    digits = str(denominator)
    if all(token.text == "0" for token in bottom):
        return digits.rjust(len(bottom), "0")
    return digits + " " * (sum(token.text == "?" for token in bottom) - len(digits))
