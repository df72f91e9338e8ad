"""Scores by known values and by laws."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.tuned.scores import (
    NO_JSON,
    chrf,
    exact,
    json_value,
    same_arguments,
    same_json,
    same_names,
    same_shape,
    token_f1,
    tokens,
)

texts = st.text(max_size=40)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


def call(name: str, arguments: Any) -> dict[str, Any]:
    return {"type": "function", "function": {"name": name, "arguments": arguments}}


def test_exact_match_forgives_space_around_only() -> None:
    assert exact("positive", " positive\n") == 1
    assert exact("positive", "Positive") == 0
    assert exact("a b", "a  b") == 0


@pytest.mark.parametrize(
    ("expected", "answer", "f1"),
    [
        ("the cat sat", "the cat sat", 1.0),
        ("the cat sat", "THE CAT SAT", 1.0),
        ("the cat sat down", "the cat", 2 * 2 / 6),
        ("a a b", "a b b", 2 * 2 / 6),
        ("yes", "no", 0.0),
        ("", "", 1.0),
        ("", "x", 0.0),
        ("x", "", 0.0),
        ("你好吗", "你好", 2 * 2 / 5),
        ("don't!", "don't", 2 * 3 / 7),
    ],
)
def test_token_f1_by_hand(expected: str, answer: str, f1: float) -> None:
    assert token_f1(expected, answer) == pytest.approx(f1)


def test_tokens_are_words_signs_and_single_letters_of_han() -> None:
    assert tokens("Größe: 12,5 cm") == ["grösse", ":", "12", ",", "5", "cm"]
    assert tokens("日本 go") == ["日", "本", "go"]


@given(texts, texts)
def test_token_f1_is_symmetric_and_between_0_and_1(one: str, other: str) -> None:
    assert 0 <= token_f1(one, other) <= 1
    assert token_f1(one, other) == token_f1(other, one)
    assert token_f1(one, one) == 1


@given(texts, texts)
def test_chrf_is_between_0_and_1(one: str, other: str) -> None:
    assert 0 <= chrf(one, other) <= 1


def test_chrf_by_known_values() -> None:
    assert chrf("The cat sat on the mat.", "The cat sat on the mat.") == pytest.approx(1)
    assert chrf("abc", "xyz") == 0
    # One letter of three: precision and recall of letters 1/3, of longer runs 0; the mean over the
    # orders that exist (1 to 3) is 1/9.
    assert chrf("abc", "axy") == pytest.approx(1 / 9, abs=1e-3)
    assert chrf("", "") == 1
    assert chrf("", "x") == 0


@pytest.mark.parametrize(
    "text", ["", "yes", "1", "true", '"a"', "{", "```json\n{}\n```", "{} {}", "nan", "[" * 9999]
)
def test_what_is_no_structured_answer(text: str) -> None:
    assert json_value(text) is NO_JSON


def test_the_same_json() -> None:
    assert same_json('{"a": 1, "b": [2]}', ' {"b":[2.0],"a":1e0}\n') == 1
    assert same_json('{"a": 1}', '{"a": true}') == 0
    assert same_json('{"a": [1, 2]}', '{"a": [2, 1]}') == 0
    assert same_json("text", "text") == 0


@given(values.filter(lambda value: isinstance(value, dict | list)))
def test_json_agrees_with_itself_however_it_is_written(value: Any) -> None:
    assert same_json(json.dumps(value), json.dumps(value, indent=3, sort_keys=True)) == 1
    assert same_shape(value, value)


@pytest.mark.parametrize(
    ("wanted", "given", "same"),
    [
        ({"a": 1, "b": "x"}, {"b": "y", "a": 2.5}, True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"a": 1}, {"a": "1"}, False),
        ({"a": 1}, {"a": True}, False),
        ({"a": None}, {"a": "x"}, True),
        ([{"a": 1}], [{"a": 2}, {"a": 3}], True),
        ([{"a": 1}], [{"b": 2}], False),
        ([{"a": 1}], [], True),
        ([], [1, "x"], True),
        ({"a": {}}, {"a": []}, False),
    ],
)
def test_shapes(wanted: Any, given: Any, same: bool) -> None:
    assert same_shape(wanted, given) is same


def test_calls_agree_as_json_in_any_order() -> None:
    expected = [call("f", '{"x": 1, "y": "a"}'), call("g", "{}")]
    assert same_arguments(expected, [call("g", ""), call("f", '{"y":"a","x":1.0}')]) == 1
    assert same_arguments(expected, [call("f", '{"x": 2, "y": "a"}'), call("g", "{}")]) == 0
    assert same_names(expected, [call("g", "broken {"), call("f", "x")]) == 1
    assert same_names(expected, [call("f", "{}")]) == 0
    assert same_arguments([], []) == 1
    assert same_arguments([], [call("f", "{}")]) == 0


@pytest.mark.parametrize("odd", [{}, {"function": None}, {"function": {}}, call("f", {"x": 1})])
def test_odd_calls_are_compared_not_stumbled_over(odd: dict[str, Any]) -> None:
    assert same_arguments([odd], [odd]) == 1
    assert same_names([odd], [odd]) == 1
