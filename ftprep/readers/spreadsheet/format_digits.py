"""Digits of a number under the placeholders of a number format: `#,##0.00`, `0.0E+0`, `# ?/?`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from ftprep.readers.spreadsheet.format_section import Token, TokenKind

__all__ = ["Digits", "compile_digits", "exact"]

Digits = Callable[[int | float], tuple[str, bool]]
"""Shows the absolute value of a number, and says whether a digit other than 0 shows."""

# Enough for the largest double (309 digits) under a format that is all zeros or all `%`.
_CONTEXT: Final = Context(prec=2000, rounding=ROUND_HALF_UP)
_NOTHING: Final = 5e-8  # a remainder that comes from the 15 digits, not from the number
_FILLER: Final = {"0": "0", "?": " ", "#": ""}
_OF_DIGITS: Final = frozenset({TokenKind.DIGIT, TokenKind.COMMA, TokenKind.POINT})
_USUAL: Final = re.compile(
    r"(?P<before>w*)(?P<whole>#,##0|#*0+)(?P<decimals>\.0*(?P<spare>#*))?(?P<after>w*)"
)
"""Words, `#,##0` or `000`, decimals, words."""


def exact(value: int | float) -> Decimal:
    """The number as a spreadsheet takes it: integers exactly, others to 15 significant digits.

    Excel keeps 15 digits (Excel specifications and limits, "Number precision"), so that
    0.1 + 0.2 is 0.3 and 1.005 rounds to 1.01.
    """
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")


def compile_digits(tokens: Sequence[Token]) -> Digits:
    """Take the tokens of a section apart once, for all the numbers that it will show."""
    kinds = [token.kind for token in tokens]
    percents = kinds.count(TokenKind.PERCENT)
    slash = _fraction_bar(tokens)
    mark = kinds.index(TokenKind.EXPONENT) if TokenKind.EXPONENT in kinds else None
    if slash is None and mark is None:
        return _compile_plain(tokens, percents)

    def show(value: int | float) -> tuple[str, bool]:
        number = abs(exact(value)).scaleb(2 * percents, _CONTEXT)
        if slash is not None:
            return _fraction(number, tokens, slash), number != 0
        assert mark is not None
        return _scientific(number, tokens, mark), number != 0

    return show


def _compile_plain(tokens: Sequence[Token], percents: int) -> Digits:
    """Digits with an optional point, thousands separators and scaling commas."""
    if not any(token.kind in (TokenKind.DIGIT, TokenKind.POINT) for token in tokens):
        words = _words(tokens)
        return lambda value: (words, value != 0)
    point = _first(tokens, TokenKind.POINT)
    grouped, thousands = _commas(tokens[:point], tokens)
    power = 2 * percents - 3 * thousands
    quantum = Decimal(1).scaleb(-_places(tokens[point:]))
    simple = _simple(tokens)

    def show(value: int | float) -> tuple[str, bool]:
        number = abs(exact(value))
        if power:
            number = number.scaleb(power, _CONTEXT)
        rounded = number.quantize(quantum, context=_CONTEXT)
        if simple is not None:
            return simple(rounded), bool(rounded)
        return _long(rounded, tokens, point, grouped=grouped), bool(rounded)

    return show


def _long(rounded: Decimal, tokens: Sequence[Token], point: int, *, grouped: bool = False) -> str:
    """The long way: each digit under its placeholder, with the words between them."""
    whole, _, decimals = f"{rounded:f}".partition(".")
    text = _whole(whole.lstrip("0"), tokens[:point], grouped=grouped, inject=point < len(tokens))
    return text + _decimals(decimals, tokens[point:])


def _simple(tokens: Sequence[Token]) -> Callable[[Decimal], str] | None:
    """A short way for the usual formats; None where the long way is needed."""
    signature = "".join(token.text if token.kind in _OF_DIGITS else "w" for token in tokens)
    found = _USUAL.fullmatch(signature)
    if found is None:
        return None
    before, after = _words(tokens[: found.end("before")]), _words(tokens[found.start("after") :])
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


def _round(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), context=_CONTEXT)


def _first(tokens: Sequence[Token], kind: TokenKind) -> int:
    return next((i for i, token in enumerate(tokens) if token.kind is kind), len(tokens))


def _places(tokens: Sequence[Token]) -> int:
    return sum(token.kind is TokenKind.DIGIT for token in tokens)


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


def _whole(digits: str, tokens: Sequence[Token], *, grouped: bool, inject: bool = False) -> str:
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


def _decimals(digits: str, tokens: Sequence[Token]) -> str:
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


def _words(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens if _is_word(token))


def _scientific(number: Decimal, tokens: Sequence[Token], mark: int) -> str:
    """`0.00E+00`; with several whole placeholders the exponent is a multiple of their number."""
    mantissa, power = tokens[:mark], tokens[mark + 1 :]
    point = _first(mantissa, TokenKind.POINT)
    step = max(1, _places(mantissa[:point]))
    places = _places(mantissa[point:])
    exponent = _exponent(number, step)
    scaled = _round(number.scaleb(-exponent, _CONTEXT), places)
    if scaled >= Decimal(10).scaleb(step - 1):  # 9.996 was rounded up to 10.00
        exponent += step
        scaled = _round(number.scaleb(-exponent, _CONTEXT), places)
    sign = "-" if exponent < 0 else tokens[mark].text[1:].replace("-", "")
    text = _long(scaled, mantissa, point)
    digits = str(abs(exponent))
    return f"{text}E{sign}{_whole(digits, power, grouped=False)}"


def _exponent(number: Decimal, step: int) -> int:
    return number.adjusted() // step * step if number else 0


def _fraction_bar(tokens: Sequence[Token]) -> int | None:
    """Where the bar of a fraction stands: a `/` with a placeholder somewhere before it."""
    slash = _first(tokens, TokenKind.SLASH)
    before = any(token.kind is TokenKind.DIGIT for token in tokens[:slash])
    behind = any(_is_denominator(token) for token in tokens[slash + 1 :])
    return slash if slash < len(tokens) and before and behind else None


def _is_denominator(token: Token) -> bool:
    return token.kind is TokenKind.DIGIT or (
        token.kind is TokenKind.LITERAL and token.text.isdecimal()
    )


def _fraction(number: Decimal, tokens: Sequence[Token], slash: int) -> str:
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
    before = _whole(digits if mixed else "", tokens[:start], grouped=False)
    over = _whole(str(numerator), top, grouped=False)
    ratio = over + _words(tokens[above + 1 : below]) + _denominator(denominator, bottom)
    if mixed and not numerator and all(token.text != "0" for token in top):
        ratio = " " * len(ratio)
    return before + ratio + _words(tokens[end:])


def _ratio(number: float, bottom: Sequence[Token]) -> tuple[int, int]:
    """Numerator and denominator: the given one, or the best of as many digits as there is room.

    The best is the last convergent of the continued fraction, as in Excel, where 0.3 under `?/?`
    is 2/7 and not the closer 3/10, which has no room.
    """
    digits = "".join(token.text for token in bottom)
    if digits.strip("0?#"):
        given = int(digits.replace("?", "").replace("#", ""))
        return int(_round(exact(number * given), 0)), given
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
