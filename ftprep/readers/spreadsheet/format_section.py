"""One section of a spreadsheet number format, taken apart: `[Red]-#,##0.00" kg"` → its tokens.

The grammar is that of ECMA-376 part 1, 18.8.31 (numFmts), as Excel reads it.
"""

from __future__ import annotations

import enum
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ftprep.named import NamedTuple

__all__ = ["Condition", "Section", "SectionKind", "Token", "TokenKind", "sections"]


class TokenKind(enum.Enum):
    """What a piece of a format stands for."""

    LITERAL = "literal"
    DIGIT = "digit"
    """`0` shows a zero, `?` a space and `#` nothing where the number has no digit."""
    POINT = "point"
    COMMA = "comma"
    PERCENT = "percent"
    SLASH = "slash"
    EXPONENT = "exponent"
    """`E+` or `E-`."""
    TEXT = "text"
    """`@`: the text of the cell, or the number as General shows it."""
    GENERAL = "general"
    DATE = "date"
    """A run of one date or time letter."""
    ELAPSED = "elapsed"
    """`[h]`, `[mm]`, `[ss]`: the whole duration in that unit."""
    HALF_DAY = "half-day"
    """`AM/PM` or `A/P`."""


class Token(NamedTuple):
    """A piece of a format."""

    kind: TokenKind
    text: str


class SectionKind(enum.Enum):
    """How a section shows a number."""

    NUMBER = "number"
    DATE = "date"
    GENERAL = "general"
    """Words around the number as General shows it, or around `@`."""
    SYSTEM_DATE = "system-date"
    """The long date of the reader's own system: `[$-F800]`."""
    SYSTEM_TIME = "system-time"


class Condition(NamedTuple):
    """`[>=100]`: which numbers a section is for."""

    sign: str
    bound: float

    def holds(self, value: float) -> bool:
        """Whether the section is for this number."""
        return _COMPARE[self.sign](value, self.bound)

    def negative_only(self) -> bool:
        """Whether no other than negative numbers satisfy it; the section then shows no minus."""
        return self.sign in ("<", "<=", "=") and (
            self.bound < 0 or (self.bound == 0 and self.sign == "<")
        )

    def leaves_negative_only(self) -> bool:
        """Whether no other than negative numbers fail it."""
        return self.sign in (">", ">=") and (
            self.bound < 0 or (self.bound == 0 and self.sign == ">=")
        )


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a format."""

    kind: SectionKind
    tokens: tuple[Token, ...]
    condition: Condition | None = None
    foreign: bool = False
    """Whether its locale tag asks for a language whose month and day names are not English."""

    @property
    def shows_text(self) -> bool:
        """Whether the section has a place for the text of the cell."""
        return any(token.kind is TokenKind.TEXT for token in self.tokens)


_COMPARE: Final[Mapping[str, Callable[[float, float], bool]]] = MappingProxyType(
    {
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
        "=": operator.eq,
        "<>": operator.ne,
    }
)
_CONDITION: Final = re.compile(
    r"(<=|>=|<>|<|>|=)\s*([-+]?\d+(?:\.\d*)?(?:E[-+]?\d+)?)", re.IGNORECASE
)
_ELAPSED: Final = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CURRENCY: Final = re.compile(r"\$(?P<symbol>[^-]*)(?:-(?P<locale>.*))?", re.DOTALL)
_TOKEN: Final = re.compile(
    r"""
      "(?P<quoted>[^"]*)"?
    | \\(?P<escaped>.)
    | _(?P<space>.)
    | \*(?P<fill>.)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|G/通用格式|G/標準|Standard)
    | (?P<halfday>AM/PM|A/P|上午/下午)
    | (?P<exponent>E[+-])
    | (?P<date>y+|m+|d+|h+|s+|e+|g+|b+|a{3,})
    | (?P<digit>[0\#?])
    | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<slash>/) | (?P<text>@)
    | (?P<end>;)
    | (?P<literal>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_PLAIN: Final[Mapping[str, TokenKind]] = MappingProxyType(
    {
        "quoted": TokenKind.LITERAL,
        "escaped": TokenKind.LITERAL,
        "literal": TokenKind.LITERAL,
        "general": TokenKind.GENERAL,
        "halfday": TokenKind.HALF_DAY,
        "exponent": TokenKind.EXPONENT,
        "date": TokenKind.DATE,
        "digit": TokenKind.DIGIT,
        "point": TokenKind.POINT,
        "comma": TokenKind.COMMA,
        "percent": TokenKind.PERCENT,
        "slash": TokenKind.SLASH,
        "text": TokenKind.TEXT,
    }
)
_OF_A_DATE: Final = frozenset({TokenKind.DATE, TokenKind.ELAPSED, TokenKind.HALF_DAY})
_ENGLISH: Final = 0x09  # primary language of a Windows locale identifier, MS-LCID 2.2
_PRIMARY_LANGUAGE: Final = 0x3FF


def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format, in order; at least one."""
    found: list[Section] = []
    matches: list[re.Match[str]] = []
    for match in _TOKEN.finditer(code):
        if match.lastgroup == "end":
            found.append(_section(matches))
            matches = []
        else:
            matches.append(match)
    found.append(_section(matches))
    return tuple(found)


def _section(matches: list[re.Match[str]]) -> Section:
    tokens: list[Token] = []
    condition: Condition | None = None
    locale = ""
    for match in matches:
        group = match.lastgroup or "literal"
        text = match[group]
        if group == "space":  # as wide as that character
            tokens.append(Token(TokenKind.LITERAL, " "))
        elif group == "bracket":
            if limit := _CONDITION.fullmatch(text):
                condition = Condition(limit[1], float(limit[2]))
            elif _ELAPSED.fullmatch(text):
                tokens.append(Token(TokenKind.ELAPSED, text.lower()))
            elif currency := _CURRENCY.fullmatch(text):
                tokens.append(Token(TokenKind.LITERAL, currency["symbol"]))
                locale = currency["locale"] or locale
            # What is left are colours and shapes of digits: [Red], [Color 7], [DBNum1].
        elif group != "fill":  # repeated to fill the width of the column, so not text
            tokens.append(Token(_PLAIN[group], text))
    return Section(_kind(tokens, locale), tuple(tokens), condition, _is_foreign(locale))


def _kind(tokens: list[Token], locale: str) -> SectionKind:
    if locale.lower() in ("f800", "x-sysdate"):
        return SectionKind.SYSTEM_DATE
    if locale.lower() in ("f400", "x-systime"):
        return SectionKind.SYSTEM_TIME
    kinds = {token.kind for token in tokens}
    if kinds & {TokenKind.GENERAL, TokenKind.TEXT}:
        return SectionKind.GENERAL
    if kinds & _OF_A_DATE:
        return SectionKind.DATE
    return SectionKind.NUMBER


def _is_foreign(locale: str) -> bool:
    language = locale.split("-", 1)[0].split(",", 1)[0]
    if not language:
        return False
    try:
        primary = int(locale.split(",", 1)[0], 16) & _PRIMARY_LANGUAGE
    except ValueError:
        return language.lower() not in ("en", "x")
    return primary not in (0, _ENGLISH)
