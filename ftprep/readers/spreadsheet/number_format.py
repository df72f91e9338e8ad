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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ftprep.named import NamedTuple
from ftprep.readers.spreadsheet.format_date import compile_date
from ftprep.readers.spreadsheet.format_digits import compile_digits
from ftprep.readers.spreadsheet.format_places import exact
from ftprep.readers.spreadsheet.format_section import Section, SectionKind, TokenKind, sections

__all__ = ["BUILT_IN", "NumberFormat", "code_of", "display", "general", "number_format"]

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
_PLAIN: Final = frozenset({"", "general", "@"})
_LARGEST_IN_DIGITS: Final = 21
"""Numbers of more digits are shown with an exponent, as in the formula bar: 1E+21."""
_SMALLEST_IN_DIGITS: Final = -9
_EXACT: Final = 1e15
_LONGEST: Final = 255
"""Characters of a number format in Excel; a longer one is damage."""


def code_of(identifier: int, codes: Mapping[int, str]) -> str:
    """The code of a format: as the workbook spells it out in `codes`, or a built-in one.

    14 and 22 follow the system's settings, whatever code a file writes beside them.
    """
    if identifier in codes and identifier not in _LOCALE_DATES:
        return codes[identifier]
    return BUILT_IN.get(identifier, "General")


def display(value: str | bool | int | float, code: str, *, date1904: bool = False) -> str:
    """The text that a person sees in a cell with this value and number format."""
    return number_format(code).show(value, date1904=date1904)


def general(value: int | float) -> str:
    """A number under the format General: `100000` for 1e5, `0.3` for 0.1 + 0.2, `1E+21`.

    Integers keep all their digits, also beyond the 15 that Excel itself would keep.
    """
    if isinstance(value, int):
        return str(value)
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    number = exact(value)
    if _SMALLEST_IN_DIGITS <= number.adjusted() < _LARGEST_IN_DIGITS:
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    digits, _, power = f"{number.normalize():E}".partition("E")
    return f"{digits}E{power[0]}{power[1:]:0>2}"


class _Branch(NamedTuple):
    """A section for numbers and the way it shows them."""

    section: Section
    show: Callable[[int | float, bool], tuple[str, bool] | None]
    """From a number and the date system the text, and whether it shows more than zeros; None
    where the number is no date."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A number format, taken apart."""

    plain: bool
    """Whether it shows texts as they are and numbers as General does."""
    numeric: tuple[_Branch, ...] = ()
    textual: Section | None = None

    def show(self, value: str | bool | int | float, *, date1904: bool = False) -> str:
        """The text that a person sees."""
        if isinstance(value, str):
            return value if self.textual is None else _around(self.textual, value)
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, float) and not math.isfinite(value):
            return str(value)
        if self.plain:
            return general(value)
        chosen, minus = self._choose(value)
        shown = chosen.show(value, date1904) if chosen else None
        if shown is None:
            return general(value)
        text, visible = shown
        return f"-{text}".strip() if minus and visible else text.strip()

    def _choose(self, value: float) -> tuple[_Branch | None, bool]:
        """The section for a number, and whether a minus is put before it."""
        first = self.numeric[0].section.condition
        count = len(self.numeric)
        if first is None and all(branch.section.condition is None for branch in self.numeric):
            if value < 0 and count > 1:
                return self.numeric[1], False
            return self.numeric[2 if value == 0 and count > 2 else 0], value < 0
        for i, branch in enumerate(self.numeric):
            condition = branch.section.condition
            if condition is not None:
                if condition.holds(value):
                    return branch, value < 0 and not condition.negative_only()
            elif i == 0 and value <= 0:
                continue  # without a condition of its own the first is for positive numbers
            elif i == 1 and count > 2 and value >= 0:
                continue  # and the second of three for negative ones
            else:
                own = i == 1 and (first is None or count > 2 or first.leaves_negative_only())
                return branch, value < 0 and not own
        return None, False


@functools.lru_cache(maxsize=4096)
def number_format(code: str) -> NumberFormat:
    """Take a format apart. The result depends on the code alone, so it is kept."""
    if code.strip().lower() in _PLAIN or len(code) > _LONGEST:
        return NumberFormat(plain=True)
    found = sections(code)
    textual: Section | None = None
    if len(found) > 3:
        found, textual = found[:3], found[3]
    elif found[-1].shows_text:
        found, textual = (found[:-1] or found), found[-1]
    if not any(section.tokens for section in found):
        return NumberFormat(plain=True)
    if textual is not None and not textual.tokens:
        textual = None
    return NumberFormat(False, tuple(map(_branch, found)), textual)


def _branch(section: Section) -> _Branch:
    if section.kind is SectionKind.GENERAL:
        return _Branch(section, lambda value, _: (_around(section, general(abs(value))), True))
    if section.kind is SectionKind.NUMBER:
        digits = compile_digits(section.tokens)
        return _Branch(section, lambda value, _: digits(value))
    dates = compile_date(section)

    def show(value: int | float, date1904: bool) -> tuple[str, bool] | None:
        date = dates(value, date1904)
        return None if date is None else (date, True)

    return _Branch(section, show)


def _around(section: Section, text: str) -> str:
    """The words of a section around a text; the text keeps its own spaces."""
    places = (TokenKind.TEXT, TokenKind.GENERAL)
    words = "".join("\0" if token.kind in places else token.text for token in section.tokens)
    return words.strip().replace("\0", text)
