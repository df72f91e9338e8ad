from __future__ import annotations

import json
import pickle
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep import jsonwrite
from ftprep.jsontext import MAX_DEPTH, Number, canonical, dumps, loads, scan, scan_at, text
from tests.readers.json_reading import JSON_VALUES

LITERALS = st.from_regex(
    r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?", fullmatch=True
)
SPACES = st.sampled_from(["", " ", "  ", "\t", "\n"])


@st.composite
def spellings(draw: st.DrawFn) -> tuple[Any, str]:
    """A value and one of the texts that the standard library writes for it."""
    value = draw(JSON_VALUES)
    return value, json.dumps(
        value,
        ensure_ascii=draw(st.booleans()),
        indent=draw(st.sampled_from([None, 0, 2])),
        separators=draw(st.sampled_from([(",", ":"), (", ", ": "), (" , ", " : "), (",", ": ")])),
    )


@given(spellings())
def test_reads_what_the_standard_library_writes(spelling: tuple[Any, str]) -> None:
    value, written = spelling
    assert loads(written) == value
    assert loads(written.encode()) == value
    assert scan_at(f" {written}", 1) == (scan(written), len(written) + 1)
    assert scan(written).repeated == ()


@given(JSON_VALUES)
def test_writes_what_it_reads(value: Any) -> None:
    again = dumps(value)
    assert dumps(loads(again)) == again
    assert b"\n" not in again


@given(st.lists(LITERALS, min_size=1), st.sampled_from([",", ", ", " ,\n "]))
def test_keeps_every_digit(literals: list[str], comma: str) -> None:
    assert dumps(loads(f"[{comma.join(literals)}]")).decode() == f"[{','.join(literals)}]"
    assert [text(number) for number in loads(f"[{comma.join(literals)}]")] == literals


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from(['"x"', "1", "[]", '"\\u0022"'])),
        max_size=8,
    ),
    st.tuples(*[SPACES] * 4),
    st.booleans(),
)
def test_notices_repeated_keys_in_any_spelling(
    members: list[tuple[str, str]], spaces: tuple[str, ...], nested: bool
) -> None:
    before, after, between, around = spaces
    body = f",{between}".join(f'"{key}"{before}:{after}{value}' for key, value in members)
    written = f"{{{around}{body}{around}}}"
    if nested:
        written = f'{{"z":{after}[{written}]}}'
    repeated = {key for key, _ in members if [k for k, _ in members].count(key) > 1}
    prefix = "/z/0/" if nested else "/"
    assert {found.pointer for found in scan(written).repeated} == {prefix + key for key in repeated}
    assert {found.pointer for found in scan_at(written, 0)[0].repeated} == {
        prefix + k for k in repeated
    }


def test_tells_the_values_of_a_repeated_key() -> None:
    (found,) = scan('{"a": 1, "b": {"c/d": 1.50, "c/d": "x", "c/d": null}}').repeated
    assert found == ("/b/c~1d", "null", ("1.50", '"x"'))


@pytest.mark.parametrize(
    "style", ['{"a": 1, "a" : 2}', '{"a":1,"a":2}', '{"a": 1,"a": 2,"b": [1,2,3,4,5,6,7]}']
)
def test_the_last_of_repeated_keys_counts(style: str) -> None:
    assert loads(style)["a"] == 2
    assert scan(style).repeated


def test_integers_stay_integers_of_any_size() -> None:
    big = 123456789012345678901234567890
    assert loads(str(big)) == big
    assert type(loads(f"[{big}]")[0]) is int
    assert dumps({"n": big}) == b'{"n":%d}' % big
    assert dumps(loads("9" * 5000)) == b"9" * 5000
    assert loads("-0") == 0
    assert dumps(loads('{"a": -0, "b": [-0.0,1]}')) == b'{"a":-0,"b":[-0.0,1]}'


def test_a_number_travels() -> None:
    number = pickle.loads(pickle.dumps(Number("1.10")))
    assert (number, number.literal, str(number), hash(number)) == (1.1, "1.10", "1.10", hash(1.1))
    assert repr(number) == "Number('1.10')"
    assert loads("1e400").literal == "1e400"


@pytest.mark.parametrize(
    "bad",
    [
        "NaN",
        "[Infinity]",
        '{"a":-Infinity}',
        "",
        " ",
        "[",
        "{]",
        "01",
        "'a'",
        '{"a":1}x',
        '"\t"',
        "[1,]",
        "\ufeff1",
    ],
)
def test_refuses_what_is_not_json(bad: str) -> None:
    for written in (bad, bad.encode()):
        with pytest.raises(ValueError, match=r"."):
            loads(written)


def test_refuses_bytes_that_are_not_utf8() -> None:
    with pytest.raises(ValueError, match="utf-8"):
        loads(b'"caf\xe9"')
    with pytest.raises(ValueError, match="utf-8"):
        loads(b'"\xed\xa0\xbd"')


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 500, 5_000, 100_000])
def test_refuses_deep_nesting(depth: int) -> None:
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        with pytest.raises(json.JSONDecodeError, match="nested deeper"):
            loads(f"{opening * depth}1{closing * depth}")


def test_what_is_not_refused_can_be_written() -> None:
    for number in ("1", "1.10", "1" * 30):
        deep = "[" * MAX_DEPTH + number + "]" * MAX_DEPTH
        assert dumps(loads(deep)).decode() == deep
        assert canonical(loads(deep)).decode() == deep


def test_half_characters_are_kept_and_told() -> None:
    found = scan(r'{"a": ["\ud83d", "\ud83d\ude00"], "b": {"c": "x\uDE00"}}')
    assert found.value["a"] == ["\ud83d", "\U0001f600"]
    assert found.halves == ("/a/0", "/b/c")
    assert dumps(found.value) == '{"a":["\\ud83d","\U0001f600"],"b":{"c":"x\\ude00"}}'.encode()


@given(JSON_VALUES)
def test_the_slow_writer_writes_like_the_fast_one(value: Any) -> None:
    try:
        fast = orjson.dumps(value)
    except TypeError:
        return
    assert jsonwrite._write(value, sort=False) == fast
    assert jsonwrite._write(value, sort=True) == orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


@given(st.dictionaries(st.text(), JSON_VALUES), st.randoms())
def test_canonical_does_not_depend_on_the_order_of_keys(value: dict[str, Any], random: Any) -> None:
    members = list(value.items())
    random.shuffle(members)
    assert canonical(dict(members)) == canonical(value)


@given(JSON_VALUES, JSON_VALUES)
def test_canonical_tells_values_apart(one: Any, other: Any) -> None:
    assert (canonical(one) == canonical(other)) == (
        loads(canonical(one)) == loads(canonical(other))
        and repr(loads(canonical(one))) == repr(loads(canonical(other)))
    )


def test_text_is_what_a_person_sees() -> None:
    values = ["x", True, False, 7, 10**30, Number("1.10"), Number("1e5"), 2.5]
    assert [text(v) for v in values] == [
        "x",
        "true",
        "false",
        "7",
        str(10**30),
        "1.10",
        "1e5",
        "2.5",
    ]
    nameless: tuple[Any, ...] = (None, [], {}, [1])
    for value in nameless:
        with pytest.raises(TypeError):
            text(value)


def test_writes_line_separators_and_plain_floats() -> None:
    value: dict[str, Any] = {"a": "\u2028\x7f\x1f\n", "b": float("nan"), "c": (1, 2.5), "d": 10**30}
    assert (
        dumps(value).decode()
        == '{"a":"\u2028\x7f\\u001f\\n","b":null,"c":[1,2.5],"d":' + "1" + "0" * 30 + "}"
    )
    with pytest.raises(TypeError):
        dumps({1, 2})
