"""Dates, times and durations under a number format, from the serial numbers that sheets store."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from typing import Final

from ftprep.named import NamedTuple
from ftprep.readers.spreadsheet.format_section import Section, SectionKind, Token, TokenKind

__all__ = ["Dates", "compile_date", "serial"]

Dates = Callable[[int | float, bool], str | None]
"""Shows a serial number, counted from 1904 if the second argument says so; None where the number
is no date."""

_SECONDS_PER_DAY: Final = 86_400
_LAST_DAY: Final = 2_958_465
"""9999-12-31, the last date of Excel (Excel specifications and limits)."""
_DAYS_1904: Final = 1_462
"""The 1904 date system starts four years and a day later (ECMA-376 part 1, 18.17.4.1)."""
_LEAP_DAY_THAT_WAS_NOT: Final = 60
"""Serial number of 1900-02-29, which Excel counts although the year had no such day."""
_EPOCH: Final = dt.date(1899, 12, 30)
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BUDDHIST_YEARS: Final = 543


class _Moment(NamedTuple):
    """A serial number on the calendar and the clock."""

    year: int
    month: int
    day: int
    weekday: int
    """0 is Monday."""
    clock: int
    """Seconds since midnight."""
    fraction: str
    """Decimals of the second."""
    elapsed: int
    """Seconds since the start of the calendar."""


_Part = Callable[[_Moment], str]


def serial(value: dt.datetime, *, date1904: bool) -> float:
    """The serial number of a date and time of 1900-03-01 or later."""
    since = value.replace(tzinfo=None) - dt.datetime.combine(_EPOCH, dt.time())
    days = since / dt.timedelta(days=1)
    return days - _DAYS_1904 if date1904 else days


def compile_date(section: Section) -> Dates:
    """Take the tokens of a section apart once, for all the dates that it will show.

    ISO 8601 stands in where the text depends on the machine or needs words of another language:
    the system's own date, month and day names under a foreign locale, eras and CJK weekdays.
    """
    tokens = _iso_tokens(section) or section.tokens
    places = max((_decimals(tokens, i) for i in range(len(tokens))), default=0)
    half_day = any(token.kind is TokenKind.HALF_DAY for token in tokens)
    parts: list[_Part] = []
    i = 0
    while i < len(tokens):
        if decimals := _decimals(tokens, i):
            parts.append(_fraction(decimals))
            i += decimals
        else:
            parts.append(_part(tokens, i, half_day=half_day))
        i += 1

    def show(value: int | float, date1904: bool) -> str | None:
        when = _moment(value, places, date1904=date1904)
        return None if when is None else "".join([part(when) for part in parts])

    return show


def _moment(value: int | float, places: int, *, date1904: bool) -> _Moment | None:
    """The moment of a serial number, rounded to `places` decimals of a second; None out of range.

    Rounding comes first: 23:59:59.9 shown in whole seconds is midnight of the next day.
    """
    if not 0 <= value <= _LAST_DAY + 1:
        return None
    per_second = 10**places
    elapsed, ticks = divmod(math.floor(value * _SECONDS_PER_DAY * per_second + 0.5), per_second)
    days, clock = divmod(elapsed, _SECONDS_PER_DAY)
    fraction = f"{ticks:0{places}}" if places else ""
    day = days + _DAYS_1904 if date1904 else days
    if day > _LAST_DAY:
        return None
    if day == _LEAP_DAY_THAT_WAS_NOT:
        return _Moment(1900, 2, 29, 2, clock, fraction, elapsed)
    if day == 0:
        return _Moment(1900, 1, 0, 5, clock, fraction, elapsed)
    # Before the day that was not, Excel's weekdays are one behind the calendar.
    shift = 1 if day < _LEAP_DAY_THAT_WAS_NOT else 0
    date = _EPOCH + dt.timedelta(days=day + shift)
    weekday = (date.weekday() - shift) % 7
    return _Moment(date.year, date.month, date.day, weekday, clock, fraction, elapsed)


def _iso_tokens(section: Section) -> tuple[Token, ...] | None:
    """What is shown instead where the words of the format are not ours to know."""
    letters = [t.text.lower() for t in section.tokens if t.kind is TokenKind.DATE]
    words = any(run.startswith(("mmm", "ddd")) for run in letters)
    era = any(run[0] in "ga" for run in letters) or (
        section.foreign and any(run[0] == "e" for run in letters)
    )
    hours = any(run[0] == "h" for run in letters)
    if section.kind is SectionKind.SYSTEM_TIME:
        return _ISO_TIME
    if section.kind is SectionKind.SYSTEM_DATE:
        return _ISO_DATE
    if era or (words and section.foreign):
        return (*_ISO_DATE, _SPACE, *_ISO_TIME) if hours else _ISO_DATE
    return None


def _date(text: str) -> Token:
    return Token(TokenKind.DATE, text)


_DASH, _COLON, _SPACE = (Token(TokenKind.LITERAL, text) for text in "-: ")
_ISO_DATE: Final = (_date("yyyy"), _DASH, _date("mm"), _DASH, _date("dd"))
_ISO_TIME: Final = (_date("hh"), _COLON, _date("mm"), _COLON, _date("ss"))


def _decimals(tokens: Sequence[Token], start: int) -> int:
    """How many zeros follow if decimals of a second, `.000`, start here."""
    if tokens[start].kind is not TokenKind.POINT:
        return 0
    end = start + 1
    while end < len(tokens) and tokens[end] == (TokenKind.DIGIT, "0"):
        end += 1
    return end - start - 1


def _fraction(places: int) -> _Part:
    return lambda when: "." + when.fraction[:places]


def _part(tokens: Sequence[Token], place: int, *, half_day: bool) -> _Part:
    """What a token shows."""
    token = tokens[place]
    letters = token.text.lower()
    width = len(letters)
    if token.kind is TokenKind.ELAPSED:
        unit = {"h": 3600, "m": 60, "s": 1}[letters[0]]
        return lambda when: _padded(when.elapsed // unit, width)
    if token.kind is TokenKind.HALF_DAY:
        first, second = token.text.split("/")
        return lambda when: second if when.clock >= _SECONDS_PER_DAY // 2 else first
    if token.kind is not TokenKind.DATE:
        return lambda when: token.text
    if letters[0] == "m" and width <= 2 and _is_minute(tokens, place):
        return lambda when: _padded(when.clock // 60 % 60, width)
    if letters[0] == "h" and half_day:
        return lambda when: _padded((when.clock // 3600 - 1) % 12 + 1, min(width, 2))
    return lambda when: _LETTERS[letters[0]](when, width)


def _is_minute(tokens: Sequence[Token], place: int) -> bool:
    """`m` and `mm` are minutes right behind hours or right before seconds, else the month."""
    before = [t for t in tokens[:place] if t.kind in (TokenKind.DATE, TokenKind.ELAPSED)]
    behind = [t for t in tokens[place + 1 :] if t.kind in (TokenKind.DATE, TokenKind.ELAPSED)]
    return (bool(before) and before[-1].text[0] in "hH") or (
        bool(behind) and behind[0].text[0] in "sS"
    )


def _padded(number: int, width: int) -> str:
    return str(number).rjust(width, "0")


def _year(year: int, width: int) -> str:
    return f"{year % 100:02}" if width <= 2 else f"{year:04}"


def _month(when: _Moment, width: int) -> str:
    if width <= 2:
        return _padded(when.month, width)
    name = _MONTHS[when.month - 1]
    return {3: name[:3], 5: name[0]}.get(width, name)


def _day(when: _Moment, width: int) -> str:
    if width <= 2:
        return _padded(when.day, width)
    name = _DAYS[when.weekday]
    return name[:3] if width == 3 else name


_LETTERS: Final[dict[str, Callable[[_Moment, int], str]]] = {
    "y": lambda when, width: _year(when.year, width),
    "e": lambda when, width: _year(when.year, 4),
    "b": lambda when, width: _year(when.year + _BUDDHIST_YEARS, width),
    "m": _month,
    "d": _day,
    "h": lambda when, width: _padded(when.clock // 3600, min(width, 2)),
    "s": lambda when, width: _padded(when.clock % 60, min(width, 2)),
}
