"""Digits of a number under the placeholders of a number format: `#,##0.00`, `000`, `0.0E+0`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from ftprep.readers.spreadsheet.format_fraction import fraction_bar, show_fraction
from ftprep.readers.spreadsheet.format_places import (
    CONTEXT,
    count_places,
    exact,
    first,
    place_decimals,
    place_whole,
    round_to,
    words,
)
from ftprep.readers.spreadsheet.format_section import Token, TokenKind

__all__ = ["Digits", "compile_digits"]

Digits = Callable[[int | float], tuple[str, bool]]
"""Shows the absolute value of a number, and says whether a digit other than 0 shows."""

_OF_DIGITS: Final = frozenset({TokenKind.DIGIT, TokenKind.COMMA, TokenKind.POINT})
_USUAL: Final = re.compile(
    r"(?P<before>w*)(?P<whole>#,##0|#*0+)(?P<decimals>\.0*(?P<spare>#*))?(?P<after>w*)"
)
"""Words, `#,##0` or `000`, decimals, words."""


def compile_digits(tokens: Sequence[Token]) -> Digits:
    """Take the tokens of a section apart once, for all the numbers that it will show."""
    kinds = [token.kind for token in tokens]
    percents = kinds.count(TokenKind.PERCENT)
    slash = fraction_bar(tokens)
    mark = kinds.index(TokenKind.EXPONENT) if TokenKind.EXPONENT in kinds else None
    if slash is None and mark is None:
        return _compile_plain(tokens, percents)

    def show(value: int | float) -> tuple[str, bool]:
        number = abs(exact(value)).scaleb(2 * percents, CONTEXT)
        if slash is not None:
            return show_fraction(number, tokens, slash), number != 0
        assert mark is not None
        return _scientific(number, tokens, mark), number != 0

    return show


def _compile_plain(tokens: Sequence[Token], percents: int) -> Digits:
    """Digits with an optional point, thousands separators and scaling commas."""
    if not any(token.kind in (TokenKind.DIGIT, TokenKind.POINT) for token in tokens):
        text = words(tokens)
        return lambda value: (text, value != 0)
    point = first(tokens, TokenKind.POINT)
    grouped, thousands = _commas(tokens[:point], tokens)
    power = 2 * percents - 3 * thousands
    quantum = Decimal(1).scaleb(-count_places(tokens[point:]))
    simple = _simple(tokens)

    def show(value: int | float) -> tuple[str, bool]:
        number = abs(exact(value))
        if power:
            number = number.scaleb(power, CONTEXT)
        rounded = number.quantize(quantum, context=CONTEXT)
        if simple is not None:
            return simple(rounded), bool(rounded)
        return _long(rounded, tokens, point, grouped=grouped), bool(rounded)

    return show


def _long(rounded: Decimal, tokens: Sequence[Token], point: int, *, grouped: bool = False) -> str:
    """The long way: each digit under its placeholder, with the words between them."""
    whole, _, decimals = f"{rounded:f}".partition(".")
    text = place_whole(
        whole.lstrip("0"), tokens[:point], grouped=grouped, inject=point < len(tokens)
    )
    return text + place_decimals(decimals, tokens[point:])


def _simple(tokens: Sequence[Token]) -> Callable[[Decimal], str] | None:
    """A short way for the usual formats; None where the long way is needed."""
    signature = "".join(token.text if token.kind in _OF_DIGITS else "w" for token in tokens)
    found = _USUAL.fullmatch(signature)
    if found is None:
        return None
    before, after = words(tokens[: found.end("before")]), words(tokens[found.start("after") :])
    spec = ",f" if "," in signature else "f"
    spare = len(found["spare"] or "")
    least = found["whole"].count("0") + len(found["decimals"] or "") - spare

    def show(number: Decimal) -> str:
        text = format(number, spec)
        if spare:
            kept = len(text) - spare
            text = text[:kept] + text[kept:].rstrip("0")
        return f"{before}{text.rjust(least, '0')}{after}"

    return show


def _commas(whole: Sequence[Token], tokens: Sequence[Token]) -> tuple[bool, int]:
    """Whether thousands are set apart, and by how many thousands the number is divided.

    A comma between placeholders separates; commas right behind the last placeholder, also behind
    the decimals (`0.0,`), divide.
    """
    digits = [i for i, token in enumerate(whole) if token.kind is TokenKind.DIGIT]
    between = tokens[digits[0] : digits[-1]] if digits else ()
    grouped = any(token.kind is TokenKind.COMMA for token in between)
    last = max((i for i, t in enumerate(tokens) if t.kind is TokenKind.DIGIT), default=-1)
    divisors = list(_run(tokens, last + 1)) if last >= 0 else []
    if digits and digits[-1] != last:
        divisors += _run(tokens, digits[-1] + 1)
    return grouped, len(divisors)


def _run(tokens: Sequence[Token], start: int) -> Iterator[Token]:
    for token in tokens[start:]:
        if token.kind is not TokenKind.COMMA:
            return
        yield token


def _scientific(number: Decimal, tokens: Sequence[Token], mark: int) -> str:
    """`0.00E+00`; with several whole placeholders the exponent is a multiple of their number."""
    mantissa, power = tokens[:mark], tokens[mark + 1 :]
    point = first(mantissa, TokenKind.POINT)
    step = max(1, count_places(mantissa[:point]))
    places = count_places(mantissa[point:])
    exponent = _exponent(number, step)
    scaled = round_to(number.scaleb(-exponent, CONTEXT), places)
    if scaled >= Decimal(10).scaleb(step - 1):  # 9.996 was rounded up to 10.00
        exponent += step
        scaled = round_to(number.scaleb(-exponent, CONTEXT), places)
    sign = "-" if exponent < 0 else tokens[mark].text[1:].replace("-", "")
    text = _long(scaled, mantissa, point)
    digits = str(abs(exponent))
    return f"{text}E{sign}{place_whole(digits, power, grouped=False)}"


def _exponent(number: Decimal, step: int) -> int:
    return number.adjusted() // step * step if number else 0
