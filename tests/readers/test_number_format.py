"""Numbers, dates and texts look as Excel's TEXT() gives them, but for room at the edges."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.readers.spreadsheet.format_date import serial
from ftprep.readers.spreadsheet.number_format import BUILT_IN, code_of, display, general

AFTERNOON = serial(dt.datetime.fromisoformat("2024-03-05 14:30:59"), date1904=False)
ACCOUNTING = '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)'

NUMBERS = [
    # General
    (7, "General", "7"),
    (1e5, "General", "100000"),
    (0.1 + 0.2, "General", "0.3"),
    (-1.5, "General", "-1.5"),
    (1.0, "General", "1"),
    (0.0, "General", "0"),
    (-0.0, "General", "0"),
    (1 / 3, "General", "0.333333333333333"),
    (3300.0000000000005, "General", "3300"),
    (0.00001, "General", "0.00001"),
    (1e-10, "General", "1E-10"),
    (1.5e-300, "General", "1.5E-300"),
    (1e20, "General", "100000000000000000000"),
    (1e21, "General", "1E+21"),
    (1.25e300, "General", "1.25E+300"),
    (12345678901234567890, "General", "12345678901234567890"),
    (123456789012.0, "", "123456789012"),
    # Digits
    (7, "000", "007"),
    (12345, "00000-0000", "00001-2345"),
    (941051630, "00000-0000", "94105-1630"),
    (123456789, "000-00-0000", "123-45-6789"),
    (2813308004, "[<=9999999]###-####;(###) ###-####", "(281) 330-8004"),
    (8675309, "[<=9999999]###-####;(###) ###-####", "867-5309"),
    (1234.567, "0", "1235"),
    (0.5, "0", "1"),
    (2.5, "0", "3"),
    (-2.5, "0", "-3"),
    (1.005, "0.00", "1.01"),
    (-0.001, "0.00", "0.00"),
    (1234.5, "#,##0.00", "1,234.50"),
    (1234567, "#,##0", "1,234,567"),
    (999, "#,##0", "999"),
    (0, "#,###", ""),
    (0.5, "#.##", ".5"),
    (1, "#.##", "1."),
    (1, "0.0#", "1.0"),
    (12.345, "0.0#", "12.35"),
    (1234567, "0.0,", "1234.6"),
    (6000000, '#,,"M"', "6M"),
    (12200000, "0.0,,", "12.2"),
    (5, "?0", "5"),
    (5.25, "0.???", "5.25"),
    (12345678901234567, "0", "12345678901234567"),
    # Percent
    (0.15, "0%", "15%"),
    (0.285, "0%", "29%"),
    (0.1234, "0.00%", "12.34%"),
    (1, "0%", "100%"),
    (-0.05, "0%", "-5%"),
    # Scientific
    (12345, "0.00E+00", "1.23E+04"),
    (0.00012, "0.0E+0", "1.2E-4"),
    (9.996, "0.00E+00", "1.00E+01"),
    (123456, "##0.0E+0", "123.5E+3"),
    (1234, "##0.0E+0", "1.2E+3"),
    (0, "0.00E+00", "0.00E+00"),
    (12345, "0.00E-00", "1.23E04"),
    # Fractions
    (1.5, "# ?/?", "1 1/2"),
    (0.5, "# ?/?", "1/2"),
    (3, "# ?/?", "3"),
    (0, "# ?/?", "0"),
    (-1.2, "# ?/?", "-1 1/5"),
    (12.3, "# ??/??", "12  3/10"),
    (123.456, "# ???/???", "123  57/125"),
    (5.3, "# ?/4", "5 1/4"),
    (5.3, "# ??/16", "5  5/16"),
    (2.5, "?/?", "5/2"),
    (0.3, "# ??/100", "30/100"),
    # Currency, words, colours
    (1234.5, "$#,##0.00", "$1,234.50"),
    (5.5, "#,##0.00 [$€-407]", "5.50 €"),
    (12, "[$¥-411]#,##0", "¥12"),
    (3, '0" kg"', "3 kg"),
    (3, "0\\ \\k\\g", "3 kg"),
    (1234.5, ACCOUNTING, "$1,234.50"),
    (-1234.5, ACCOUNTING, "$(1,234.50)"),
    (0, ACCOUNTING, "$-"),
    (-5, "[Red]0", "-5"),
    (5, "[Color10]0.0", "5.0"),
    (5, '"No. "General', "No. 5"),
    (-5, '"No. "General', "-No. 5"),
    (5, "[DBNum1]0", "5"),
    # Sections
    (5, '0;-0;"none"', "5"),
    (-5, '0;-0;"none"', "-5"),
    (0, '0;-0;"none"', "none"),
    (-5, "0;(0)", "(5)"),
    (0, "0;(0)", "0"),
    (-3.96, "[>=100]#,##0;[<=-100]-#,##0;#,##0.00", "-3.96"),
    (1, '"yes";"no";"maybe"', "yes"),
    (-1, '"yes";"no";"maybe"', "no"),
    (150, '[>100]"high";[<=100]"low"', "high"),
    (50, '[>100]"high";[<=100]"low"', "low"),
    (0, "0;-0;;@", ""),
    # Never lost
    (5, ";;;", "5"),
    (5, "[>100]0", "5"),
    (-1, "yyyy-mm-dd", "-1"),
    (3_000_000, "yyyy-mm-dd", "3000000"),
    (0.25, "@", "0.25"),
]

DATES = [
    ("yyyy-mm-dd", "2024-03-05"),
    ("yyyy-mm-dd h:mm:ss", "2024-03-05 14:30:59"),
    ("d/m/yy", "5/3/24"),
    ("dd.mm.yyyy", "05.03.2024"),
    ("m/d/yyyy", "3/5/2024"),
    ("m/d/yyyy;@", "3/5/2024"),
    ("[$-409]d\\-mmm\\-yy;@", "5-Mar-24"),
    ("dddd, mmmm dd, yyyy", "Tuesday, March 05, 2024"),
    ("ddd d mmm", "Tue 5 Mar"),
    ("mmmmm", "M"),
    ("h:mm AM/PM", "2:30 PM"),
    ("h AM/PM", "2 PM"),
    ("h:mm A/P", "2:30 P"),
    ("hh:mm", "14:30"),
    ("mm:ss", "30:59"),
    ("h:mm:ss.00", "14:30:59.00"),
    ("yyyy\\-mm\\-dd\\Thh:mm:ss", "2024-03-05T14:30:59"),
    ('yyyy"年"m"月"d"日"', "2024年3月5日"),
    ('hh"時"mm"分"', "14時30分"),
    ("上午/下午h:mm", "下午2:30"),
    ("yyyy/m/d", "2024/3/5"),
    ("bbbb", "2567"),
    # What depends on the machine or on another language is ISO.
    ("[$-407]d. mmmm yyyy", "2024-03-05"),
    ("[$-fr-FR]dddd d mmmm yyyy hh:mm", "2024-03-05 14:30:59"),
    ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2024-03-05"),
    ("[$-F400]h:mm:ss\\ AM/PM", "14:30:59"),
    ('[$-411]ggge"年"m"月"d"日"', "2024-03-05"),
    ("[$-804]aaaa", "2024-03-05"),
]

SERIALS = [
    (0, "yyyy-mm-dd", "1900-01-00"),
    (1, "yyyy-mm-dd dddd", "1900-01-01 Sunday"),
    (59, "yyyy-mm-dd", "1900-02-28"),
    (60, "yyyy-mm-dd", "1900-02-29"),
    (61, "yyyy-mm-dd dddd", "1900-03-01 Thursday"),
    (2958465.5, "yyyy-mm-dd", "9999-12-31"),
    (0.5, "h:mm", "12:00"),
    (0.5, "h:mm AM/PM", "12:00 PM"),
    (0, "h:mm AM/PM", "12:00 AM"),
    (0.7, "hh:mm AM/PM", "04:48 PM"),
    (1.25, "[h]:mm", "30:00"),
    (1.25, "[mm]", "1800"),
    (0.0001, "[ss]", "09"),
    (100.5, "[h]:mm:ss", "2412:00:00"),
    (0.70707, "hh:mm:ss.000", "16:58:10.848"),
    (45356.99999999, "yyyy-mm-dd hh:mm:ss", "2024-03-06 00:00:00"),
]


@pytest.mark.parametrize(("value", "code", "text"), NUMBERS)
def test_a_number(value: float, code: str, text: str) -> None:
    assert display(value, code) == text


@pytest.mark.parametrize(("code", "text"), DATES)
def test_a_date(code: str, text: str) -> None:
    assert display(AFTERNOON, code) == text


@pytest.mark.parametrize(("value", "code", "text"), SERIALS)
def test_a_serial_number(value: float, code: str, text: str) -> None:
    assert display(value, code) == text


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("text", "General", "text"),
        ("text", "0.00", "text"),
        (" text ", "@", " text "),
        ("text", '0;0;0;"<"@">"', "<text>"),
        ("text", '"ID "@', "ID text"),
        ("text", ACCOUNTING, "text"),
        ("text", ";;;", "text"),
        ("007", "0", "007"),
        (True, "0.00", "TRUE"),
        (False, "General", "FALSE"),
    ],
)
def test_texts_and_booleans(value: str | bool, code: str, shown: str) -> None:
    assert display(value, code) == shown


def test_dates_may_count_from_1904() -> None:
    day = serial(dt.datetime.fromisoformat("2024-03-05"), date1904=True)
    assert display(day, "yyyy-mm-dd", date1904=True) == "2024-03-05"
    assert display(0, "yyyy-mm-dd", date1904=True) == "1904-01-01"


@pytest.mark.parametrize(
    ("identifier", "text"),
    [
        (14, "2024-03-05"),
        (22, "2024-03-05 14:30"),
        (15, "5-Mar-24"),
        (20, "14:30"),
        (31, "2024-03-05"),
    ],
)
def test_built_in_dates(identifier: int, text: str) -> None:
    assert display(AFTERNOON, code_of(identifier, {14: "mm-dd-yy", 22: "m/d/yy h:mm"})) == text


def test_a_format_that_the_workbook_spells_out_goes_before_the_built_in_one() -> None:
    assert code_of(44, {44: "0.00"}) == "0.00"
    assert code_of(999, {}) == "General"


@given(st.integers(-(10**20), 10**20))
def test_integers_lose_no_digit(number: int) -> None:
    assert general(number) == display(number, "0") == str(number)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_general_is_a_number_of_15_digits(number: float) -> None:
    assert float(general(number)) == float(f"{number:.15g}")


@given(st.dates(dt.date(1900, 3, 1), dt.date(9999, 12, 31)), st.booleans())
def test_every_date_comes_back(day: dt.date, date1904: bool) -> None:
    number = serial(dt.datetime.combine(day, dt.time()), date1904=date1904)
    if number >= 0:
        assert display(number, "yyyy-mm-dd", date1904=date1904) == day.isoformat()


@given(
    st.text('0#?.,%/E+-@;[]"\\_* ymdhsAMP/gebGeneral$€<>=1年', max_size=20),
    st.one_of(st.floats(), st.integers(), st.text(max_size=5), st.booleans()),
)
def test_no_format_fails(code: str, value: str | bool | int | float) -> None:
    assert isinstance(display(value, code), str)


@pytest.mark.parametrize("code", ["0." + "0" * 250, "%" * 255, "0" + "," * 250, "0" * 300])
@given(st.floats())
def test_no_long_format_fails(code: str, number: float) -> None:
    assert isinstance(display(number, code), str)


@pytest.mark.parametrize("code", BUILT_IN.values())
@given(number=st.floats(0, 1e6))
def test_built_in_formats_show_something(code: str, number: float) -> None:
    assert display(number, code)
