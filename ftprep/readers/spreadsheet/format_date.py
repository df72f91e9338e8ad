"""Dates, times and durations under a number format, from the serial numbers that sheets store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from ftprep.readers.spreadsheet.format_digits import exact
from ftprep.readers.spreadsheet.format_section import Section, SectionKind, Token, TokenKind

__all__ = ["Moment", "moment", "serial", "show_date"]

_SECONDS_PER_DAY: Final = 86_400
_LAST_DAY_1900: Final = 2_958_465
"""9999-12-31 in the 1900 date system, the last date of Excel (Excel specifications and limits)."""
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


class Moment(NamedTuple):
    """A serial number on the calendar and the clock."""

    year: int
    month: int
    day: int
    weekday: int
    """0 is Monday."""
    seconds: Decimal
    """Since midnight."""
    days: int
    """Whole days since the start of the calendar, for durations."""


def moment(value: int | float, places: int, *, date1904: bool) -> Moment | None:
    """The moment of a serial number, rounded to `places` decimals of a second; None out of range.

    Rounding comes first: 23:59:59.9 shown in whole seconds is midnight of the next day.
    """
    number = exact(value)
    if number < 0:
        return None
    clock = (number * _SECONDS_PER_DAY).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    days = int(clock // _SECONDS_PER_DAY)
    day = days + (_DAYS_1904 if date1904 else 0)
    if day > _LAST_DAY_1900:
        return None
    seconds = clock - days * _SECONDS_PER_DAY
    if day == _LEAP_DAY_THAT_WAS_NOT:
        return Moment(1900, 2, 29, 2, seconds, days)
    if day == 0:
        return Moment(1900, 1, 0, 5, seconds, days)
    # Before the day that was not, Excel's weekdays are one behind the calendar.
    shift = 1 if day < _LEAP_DAY_THAT_WAS_NOT else 0
    date = _EPOCH + dt.timedelta(days=day + shift)
    return Moment(date.year, date.month, date.day, (date.weekday() - shift) % 7, seconds, days)


def serial(value: dt.datetime, *, date1904: bool) -> float:
    """The serial number of a date and time of 1900-03-01 or later."""
    since = value.replace(tzinfo=None) - dt.datetime(1899, 12, 30)  # noqa: DTZ001 - sheets know no zones
    days = since / dt.timedelta(days=1)
    return days - _DAYS_1904 if date1904 else days


def show_date(value: int | float, section: Section, *, date1904: bool) -> str | None:
    """The date, time or duration under a section; None where the number is none.

    ISO 8601 stands in where the text depends on the machine or needs words of another language:
    the system's own date, month and day names under a foreign locale, eras and CJK weekdays.
    """
    tokens = _iso_tokens(section) or section.tokens
    places = max((len(_decimals(tokens, i)) for i in range(len(tokens))), default=0)
    when = moment(value, places, date1904=date1904)
    if when is None:
        return None
    half_day = any(token.kind is TokenKind.HALF_DAY for token in tokens)
    out: list[str] = []
    skip = 0
    for i, token in enumerate(tokens):
        if skip:
            skip -= 1
        elif decimals := _decimals(tokens, i):
            out.append("." + _fraction(when, len(decimals)))
            skip = len(decimals)
        elif token.kind is TokenKind.ELAPSED:
            out.append(_elapsed(when, token.text))
        elif token.kind is TokenKind.HALF_DAY:
            first, second = token.text.split("/")
            out.append(second if when.seconds >= _SECONDS_PER_DAY // 2 else first)
        elif token.kind is TokenKind.DATE:
            letters = token.text.lower()
            if letters[0] == "m" and len(letters) <= 2 and _is_minute(tokens, i):
                out.append(_padded(int(when.seconds) // 60 % 60, len(letters)))
            else:
                out.append(_part(when, letters, half_day=half_day))
        else:
            out.append(token.text)
    return "".join(out)


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


def _decimals(tokens: Sequence[Token], start: int) -> list[Token]:
    """The zeros of `.000` if decimals of a second start here."""
    if tokens[start].kind is not TokenKind.POINT:
        return []
    zeros: list[Token] = []
    for token in tokens[start + 1 :]:
        if token != (TokenKind.DIGIT, "0"):
            break
        zeros.append(token)
    return zeros


def _fraction(when: Moment, places: int) -> str:
    part = (when.seconds % 1).quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN)
    return f"{part:f}"[2:]


def _elapsed(when: Moment, letters: str) -> str:
    seconds = when.days * _SECONDS_PER_DAY + int(when.seconds)
    unit = {"h": 3600, "m": 60, "s": 1}[letters[0]]
    return _padded(seconds // unit, len(letters))


def _is_minute(tokens: Sequence[Token], place: int) -> bool:
    """`m` and `mm` are minutes right behind hours or right before seconds, else the month."""
    before = [t for t in tokens[:place] if t.kind in (TokenKind.DATE, TokenKind.ELAPSED)]
    behind = [t for t in tokens[place + 1 :] if t.kind in (TokenKind.DATE, TokenKind.ELAPSED)]
    return (bool(before) and before[-1].text[0] in "hH") or (
        bool(behind) and behind[0].text[0] in "sS"
    )


def _padded(number: int, width: int) -> str:
    return str(number).rjust(width, "0")


def _part(when: Moment, letters: str, *, half_day: bool) -> str:
    width = len(letters)
    clock = int(when.seconds)
    match letters[0]:
        case "y" | "e":
            return _year(when.year, 4 if letters[0] == "e" else width)
        case "b":
            return _year(when.year + _BUDDHIST_YEARS, width)
        case "m":
            return _month(when.month, width)
        case "d":
            return _day(when, width)
        case "h":
            hour = clock // 3600
            return _padded((hour - 1) % 12 + 1 if half_day else hour, min(width, 2))
        case _:  # s
            return _padded(clock % 60, min(width, 2))


def _year(year: int, width: int) -> str:
    return f"{year % 100:02}" if width <= 2 else f"{year:04}"


def _month(month: int, width: int) -> str:
    if width <= 2:
        return _padded(month, width)
    name = _MONTHS[month - 1]
    return {3: name[:3], 4: name, 5: name[0]}.get(width, name)


def _day(when: Moment, width: int) -> str:
    if width <= 2:
        return _padded(when.day, width)
    name = _DAYS[when.weekday]
    return name[:3] if width == 3 else name
