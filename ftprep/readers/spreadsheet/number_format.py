"""Show a number as a spreadsheet does under a number format: 7 under `000` is `007`.

The rules are those of ECMA-376 part 1, 18.8.30 and 18.8.31, as Excel applies them. Where the text
that a person sees depends on the machine and not on the file, one text is chosen for all:

* General gives up to 15 significant digits, as the formula bar does, whatever the column's width.
* The built-in date formats 14 and 22, which follow the system's settings, give ISO 8601:
  `2024-03-05` and `2024-03-05 14:30`; so do the system's own long date and time and the built-in
  East Asian date formats. Separators are `.` and `,`, names of months and days are English.
* Room that only aligns (`_)`, `* `, `?` at the edges) is left out at both ends.
* A number that Excel fills with `####` (a negative date) and a format that hides everything
  (`;;;`) give the number as General: nothing is lost.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ftprep.readers.spreadsheet.format_date import show_date
from ftprep.readers.spreadsheet.format_digits import exact, show_number
from ftprep.readers.spreadsheet.format_section import Section, SectionKind, TokenKind, sections

__all__ = ["BUILT_IN", "code_of", "display", "general", "is_plain"]

_DATE: Final = "yyyy-mm-dd"
_TIME: Final = "hh:mm:ss"
BUILT_IN: Final[Mapping[int, str]] = MappingProxyType(
    {
        1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
        5: '"$"#,##0_);("$"#,##0)', 6: '"$"#,##0_);[Red]("$"#,##0)',
        7: '"$"#,##0.00_);("$"#,##0.00)', 8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
        9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
        14: _DATE, 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
        18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: f"{_DATE} hh:mm",
        **dict.fromkeys((27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), _DATE),
        **dict.fromkeys((32, 33, 34, 35, 55, 56), _TIME),
        37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
        39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
        41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
        42: '_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"_);_(@_)',
        43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
        44: '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)',
        45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
        59: "0", 60: "0.00", 61: "#,##0", 62: "#,##0.00", 67: "0%", 68: "0.00%",
        69: "# ?/?", 70: "# ??/??", 71: _DATE, 72: _DATE, 73: "d-mmm-yy", 74: "d-mmm",
        75: "mmm-yy", 76: "h:mm", 77: "h:mm:ss", 78: f"{_DATE} hh:mm", 79: "mm:ss",
        80: "[h]:mm:ss", 81: "mm:ss.0",
    }
)  # fmt: skip
"""Identifier → code of the formats that no workbook spells out (ECMA-376 part 1, 18.8.30, en-US;
27 to 36 and 50 to 58 are East Asian, 59 to 81 Thai); what is not here is General."""

_LOCALE_DATES: Final = frozenset({14, 22})
_PLAIN_TEXT: Final = frozenset({"", "general", "@"})
_LARGEST_IN_DIGITS: Final = 21
"""Numbers of more digits are shown with an exponent, as in the formula bar: 1E+21."""
_SMALLEST_IN_DIGITS: Final = -9


def code_of(identifier: int, codes: Mapping[int, str]) -> str:
    """The code of a format: as the workbook spells it out in `codes`, or a built-in one.

    14 and 22 follow the system's settings, whatever code a file writes beside them.
    """
    if identifier in codes and identifier not in _LOCALE_DATES:
        return codes[identifier]
    return BUILT_IN.get(identifier, "General")


def is_plain(code: str) -> bool:
    """Whether a format shows texts as they are and numbers as General does."""
    return code.strip().lower() in _PLAIN_TEXT


def display(value: str | bool | int | float, code: str, *, date1904: bool = False) -> str:
    """The text that a person sees in a cell with this value and number format."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if is_plain(code):
        return value if isinstance(value, str) else general(value)
    numeric, textual = _sections(code)
    if isinstance(value, str):
        return value if textual is None else _around(textual, value)
    chosen, minus = _choose(numeric, value)
    if chosen is None or not any(section.tokens for section in numeric):
        return general(value)
    return _show(value, chosen, minus=minus, date1904=date1904).strip()


def general(value: int | float) -> str:
    """A number under the format General: `100000` for 1e5, `0.3` for 0.1 + 0.2, `1E+21`.

    Integers keep all their digits, also beyond the 15 that Excel itself would keep.
    """
    if isinstance(value, int):
        return str(value)
    number = exact(value)
    if not number:
        return "0"
    if _SMALLEST_IN_DIGITS <= number.adjusted() < _LARGEST_IN_DIGITS:
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    digits, _, power = f"{number.normalize():E}".partition("E")
    return f"{digits}E{power[0]}{power[1:]:0>2}"


@functools.lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[tuple[Section, ...], Section | None]:
    """The sections for numbers, and the one for texts: the fourth, or a last one with an `@`."""
    found = sections(code)
    if len(found) > 3:
        return found[:3], found[3] if found[3].tokens else None
    if found[-1].shows_text:
        return (found if len(found) == 1 else found[:-1]), found[-1]
    return found, None


def _around(section: Section, text: str) -> str:
    """The words of a section around a text; the text keeps its own spaces."""
    places = (TokenKind.TEXT, TokenKind.GENERAL)
    words = "".join("\0" if token.kind in places else token.text for token in section.tokens)
    return words.strip().replace("\0", text)


def _choose(numeric: tuple[Section, ...], value: float) -> tuple[Section | None, bool]:
    """The section for a number, and whether a minus is put before it."""
    first = numeric[0].condition
    if first is None and all(section.condition is None for section in numeric):
        if value < 0 and len(numeric) > 1:
            return numeric[1], False
        return numeric[2 if value == 0 and len(numeric) > 2 else 0], value < 0
    for i, section in enumerate(numeric):
        condition = section.condition
        if condition is not None:
            if condition.holds(value):
                return section, value < 0 and not condition.negative_only()
        elif i == 0 and value <= 0:
            continue  # without a condition of its own the first section is for positive numbers
        elif i == 1 and len(numeric) > 2 and value >= 0:
            continue  # and the second of three for negative ones
        else:
            return section, value < 0 and not (
                i == 1 and (first is None or len(numeric) > 2 or first.leaves_negative_only())
            )
    return None, False


def _show(value: int | float, section: Section, *, minus: bool, date1904: bool) -> str:
    if section.kind is SectionKind.GENERAL:
        shown = _around(section, general(abs(value)))
        return f"-{shown}" if minus else shown
    if section.kind is not SectionKind.NUMBER:
        date = show_date(value, section, date1904=date1904)
        return general(value) if date is None else date
    text, visible = show_number(value, section.tokens)
    return f"-{text}" if minus and visible else text
