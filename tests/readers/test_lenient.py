from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.jsontext import dumps
from ftprep.readers.json import lenient
from ftprep.readers.json.leniency import Leniency, Unclear
from ftprep.readers.json.lenient import Parsed
from tests.readers.json_reading import JSON_VALUES


def parsed(text: str) -> Parsed:
    found = lenient.parse(text)
    assert isinstance(found, Parsed), found
    return found


def unclear(text: str) -> Unclear:
    found = lenient.parse(text)
    assert isinstance(found, Unclear), found
    return found


@given(
    JSON_VALUES,
    st.sampled_from([None, 0, 2]),
    st.booleans(),
    st.sampled_from([(",", ":"), (" , ", " : ")]),
)
def test_strict_json_needs_no_leniency(
    value: Any, indent: int | None, ascii_only: bool, separators: tuple[str, str]
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only, separators=separators)
    found = parsed(f"{text} tail")
    assert found == Parsed(value, len(text), (), ())


@given(JSON_VALUES)
def test_reads_what_python_prints(value: Any) -> None:
    found = parsed(repr(value))
    assert found.value == value
    # Python escapes letters that are not printable, even between double quotes.
    python = {Leniency.SINGLE_QUOTES, Leniency.LITERAL, Leniency.INVALID_ESCAPE}
    assert {notice.what for notice in found.noticed} <= python


@given(JSON_VALUES.filter(lambda value: isinstance(value, dict | list)), st.data())
def test_a_beginning_is_unfinished(value: Any, data: st.DataObject) -> None:
    text = json.dumps(value)
    cut = data.draw(st.integers(0, len(text) - 1))
    assert unclear(text[:cut]).unfinished


@given(st.text(alphabet="{}[]()\"'“”:,/*#\\ud83x0.-+eNTrue \n\t\ufeffa"))
def test_never_raises(text: str) -> None:
    found = lenient.parse(text)
    if isinstance(found, Parsed):
        dumps(found.value)
        assert 0 < found.end <= len(text)
    else:
        assert 0 <= found.place <= len(text)


CLEAR: list[tuple[str, Any, set[Leniency]]] = [
    ('// a\n# b\n/* c */ {/**/"a" /**/ : 1 // d\n}', {"a": 1}, {Leniency.COMMENT}),
    ('["//", "#", "/* */"]', ["//", "#", "/* */"], set()),
    ('{"a": [1, 2,],}', {"a": [1, 2]}, {Leniency.TRAILING_COMMA}),
    (
        "{'a': 'it\\'s', 'b': 'say \"hi\"'}",
        {"a": "it's", "b": 'say "hi"'},
        {Leniency.SINGLE_QUOTES},
    ),
    (
        '{"a": True, "b": False, "c": None, "d": TRUE}',
        {"a": True, "b": False, "c": None, "d": True},
        {Leniency.LITERAL},
    ),
    ('[(1, 2), (1,), (), (1), u"x"]', [[1, 2], [1], [], 1, "x"], {Leniency.LITERAL}),
    (
        "{a: 1, $b_2: 2, 3: 3, ключ: 4}",
        {"a": 1, "$b_2": 2, "3": 3, "ключ": 4},
        {Leniency.UNQUOTED_KEY},
    ),
    ("[NaN, -Infinity, nan, inf, +Infinity]", [None] * 5, {Leniency.NOT_A_NUMBER}),
    ('["NaN", "nan"]', ["NaN", "nan"], set()),
    ('"a\nb\tc\x00d"', "a\nb\tc\x00d", {Leniency.RAW_CONTROL}),
    (
        '"\\d \\% \\u12 \\U0001F600 \\x41 \\\'"',
        "\\d \\% \\u12 \U0001f600 A '",
        {Leniency.INVALID_ESCAPE},
    ),
    ("'\\x41 \\U0001F600 \\n'", "A \U0001f600 \n", {Leniency.SINGLE_QUOTES}),
    ("[+1, .5, 5., -.5e3, +2.5]", [1, 0.5, 5.0, -500.0, 2.5], {Leniency.NUMBER_SPELLING}),
    ("[007, -01, 00.5]", ["007", "-01", "00.5"], {Leniency.NUMBER_SPELLING}),
    (
        '{“a”: “say "hi", or “bye””, „b“: ‘it’s’}',
        {"a": 'say "hi", or “bye”', "b": "it’s"},
        {Leniency.CURLY_QUOTES},
    ),
    ('"“in text”"', "“in text”", set()),
    ('\ufeff{\u00a0"a"\u3000:\u20281\x00}', {"a": 1}, {Leniency.ODD_SPACE}),
    (r'["\ud83d\ude00", "\ud83d"]', ["\U0001f600", "\ud83d"], set()),
]


@pytest.mark.parametrize(("text", "value", "what"), CLEAR)
def test_reads_what_is_clear_and_says_how(text: str, value: Any, what: set[Leniency]) -> None:
    found = parsed(text)
    assert found.value == value
    assert {notice.what for notice in found.noticed} == what
    assert found.end == len(text)


NOT_CLEAR = [
    ('{"a": "say "hi" now"}', "a text goes on after its closing quotation mark", 12),
    ('{"a": Since 1990}', "a text without quotation marks stands where a value should", 6),
    ('{"a": 1 "b": 2}', 'a comma or "}" is missing', 8),
    ('["a" "b"]', 'a comma or "]" is missing', 5),
    ("[1}", 'a comma or "]" is missing', 2),
    ("[1,,2]", "a value is missing", 3),
    ("{,}", "a key is missing", 1),
    ('{"a" 1}', 'a ":" is missing after the key', 5),
    ("]", "a value is missing", 0),
    ("[1, / 2]", 'a "/" stands where a value should', 4),
    ("[0x1F]", "a text without quotation marks stands where a value should", 1),
    ("[1_000]", "a text without quotation marks stands where a value should", 1),
    ("{'a', 'b'}", 'a ":" is missing after the key', 4),
    ("[" * 255, "it is nested deeper than 254 levels", 254),
]


@pytest.mark.parametrize(("text", "problem", "place"), NOT_CLEAR)
def test_refuses_what_is_not_clear(text: str, problem: str, place: int) -> None:
    assert unclear(text) == Unclear(problem, place)


@pytest.mark.parametrize(
    "text", ["[1, 2", '{"a', '{"a"', '{"a":', "{", "", "/* x", '{"a": tru', "[-", "[1e", "“a"]
)
def test_knows_when_the_text_ends_too_early(text: str) -> None:
    assert unclear(text).unfinished


def test_tells_repeated_keys() -> None:
    found = parsed("{'a': 1, 'b': [0, {'x/y': 1, 'x/y': 2}], 'a': 'z'}")
    assert found.repeated == (("/b/1/x~1y", "2", ("1",)), ("/a", '"z"', ("1",)))


def test_counts_each_leniency_once_with_its_first_place() -> None:
    (notice,) = parsed("['a', 'b', 'c']").noticed
    assert (notice.what, notice.place, notice.times) == (Leniency.SINGLE_QUOTES, 1, 3)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10**6,
        "'" + "\\d" * 300_000 + "'",
        '"' + "\n" * 300_000 + '"',
        "[" + "1," * 200_000 + "]",
        "/" * 10**6,
        " " * 10**6,
        "“" * 300_000,
    ],
)
def test_takes_linear_time(text: str) -> None:
    start = time.process_time()
    lenient.parse(text)
    assert time.process_time() - start < 5
