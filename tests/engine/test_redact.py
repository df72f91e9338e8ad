"""Redaction: the same placeholder for the same value, everywhere, and nothing else changed."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.engine.redact import Names, PrivateValues, redacted
from ftprep.model import Example, Kind, Origin, Record
from ftprep.normalizers import normalize
from ftprep.normalizers.normalizer import Request
from ftprep.rules.private.find import spans
from tests.rules.private.values import NEAR, REAL, card

ONE, TWO = "maria.k@lindqvist.se", "li-wei2@lindqvist.com.cn"
TEXTS = st.one_of(
    st.sampled_from([around.format(value) for _, around, value in REAL]),
    st.sampled_from(NEAR),
    st.sampled_from(["<EMAIL_1>", "<EMAIL_2>", "<KEY_1>", "<CARD_3>"]),
    st.text(max_size=8),
)
CONTENT = st.lists(TEXTS, max_size=4).map(" ".join)


def chat(position: int, *contents: str) -> Example:
    messages: list[dict[str, Any]] = [{"role": "user", "content": text} for text in contents]
    return understood(position, [*messages, {"role": "assistant", "content": "Yes."}])


def understood(position: int, messages: list[dict[str, Any]]) -> Example:
    record = Record(Origin(0, 0, position), {"messages": messages})
    example, _ = normalize(record, Request(Kind.CHAT), {})
    assert example is not None
    return example


def seen(examples: Sequence[Example]) -> PrivateValues:
    values = PrivateValues()
    for example in examples:
        values.add(example)
    return values


def names_of(examples: Sequence[Example]) -> Names:
    return seen(examples).names()


def texts(examples: Sequence[Example], names: Names) -> list[str]:
    return [turn.text for example in examples for turn in redacted(example, names)[0].turns[:-1]]


def test_values_are_numbered_in_reading_order() -> None:
    examples = [chat(0, f"{TWO}, {ONE}", "+46 70 174 06 12"), chat(1, f"{ONE} and {TWO}")]
    assert texts(examples, names_of(examples)) == [
        "<EMAIL_1>, <EMAIL_2>", "<PHONE_1>", "<EMAIL_2> and <EMAIL_1>"
    ]  # fmt: skip


def test_a_placeholder_that_stands_there_already_is_left_to_its_own() -> None:
    examples = [chat(0, ONE, TWO), chat(1, "<EMAIL_1> and <EMAIL_3>")]
    found = texts(examples, names_of(examples))
    assert found == ["<EMAIL_2>", "<EMAIL_4>", "<EMAIL_1> and <EMAIL_3>"]


def test_a_value_that_was_not_taken_in_is_refused() -> None:
    with pytest.raises(KeyError):
        redacted(chat(0, ONE), {})


def test_an_example_without_private_values_is_the_same_object() -> None:
    example = chat(0, *NEAR)
    assert redacted(example, {})[0] is example


@pytest.mark.parametrize("pretty", [None, 2])
def test_arguments_of_a_tool_call_stay_json(pretty: int | None) -> None:
    number = card("4")
    arguments = {"to": f"a\n{ONE}", "card": int(number), "n": [1, -2.5e3, True, None], "t": "\\n"}
    call = {
        "id": "c",
        "type": "function",
        "function": {"name": "f", "arguments": json.dumps(arguments, indent=pretty)},
    }
    tool = {"role": "tool", "tool_call_id": "c", "content": json.dumps([{"mail": ONE}])}
    messages: list[dict[str, Any]] = [
        {"role": "user", "content": ONE},
        {"role": "assistant", "tool_calls": [call]},
        tool,
        {"role": "assistant", "content": f"Sent to {ONE}"},
    ]
    example = understood(0, messages)
    before = deepcopy(example.body)
    after = redacted(example, names_of([example]))[0].body["messages"]
    assert example.body == before
    said = after[1]["tool_calls"][0]["function"]["arguments"]
    wanted = {**arguments, "to": "a\n<EMAIL_1>", "card": "<CARD_1>"}
    assert said == json.dumps(wanted, indent=pretty)
    assert json.loads(after[2]["content"]) == [{"mail": "<EMAIL_1>"}]
    assert after[3]["content"] == "Sent to <EMAIL_1>"


@given(st.lists(st.lists(CONTENT, min_size=1, max_size=3), min_size=1, max_size=6), st.randoms())
def test_it_does_not_matter_how_the_input_is_cut(
    rows: list[list[str]], chance: random.Random
) -> None:
    examples = [chat(position, *contents) for position, contents in enumerate(rows)]
    shards = [seen([example]) for example in examples]
    chance.shuffle(shards)
    merged = PrivateValues()
    for shard in shards:
        merged.merge(shard)
    assert merged.names() == names_of(examples)
    assert len(merged) == len(merged.names())


@given(st.lists(st.lists(CONTENT, min_size=1, max_size=3), min_size=1, max_size=6))
def test_nothing_private_is_left_and_different_stays_different(rows: list[list[str]]) -> None:
    examples = [chat(position, *contents) for position, contents in enumerate(rows)]
    names = names_of(examples)
    after = [redacted(example, names)[0] for example in examples]
    assert [redacted(example, names)[0] for example in after] == after
    assert len(seen(after)) == 0
    pairs = {
        (one.text, two.text)
        for example, other in zip(examples, after, strict=True)
        for one, two in zip(example.turns, other.turns, strict=True)
    }
    assert len({two for _, two in pairs}) == len({one for one, _ in pairs})
    for one, two in pairs:
        found = spans(one)
        assert sum(two.count(name) for name in names.values()) == len(found)
        kept, end = [], 0
        for span in found:
            kept.append(one[end : span.start])
            end = span.stop
        kept.append(one[end:])
        assert all(piece in two for piece in kept)


JSON = st.recursive(
    TEXTS | st.sampled_from([int(card("4")), int(card("52")), 7, None]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(JSON, min_size=1))
def test_json_stays_json_of_the_same_shape(value: list[Any]) -> None:
    example = chat(0, json.dumps(value))
    (after,) = texts([example], names_of([example]))
    assert _shape(json.loads(after)) == _shape(value)


@st.composite
def holding(draw: st.DrawFn) -> list[Any]:
    """A value of which strings hold JSON, of which strings hold JSON, and so on."""
    value = draw(st.lists(JSON, min_size=1, max_size=3))
    for _ in range(draw(st.integers(1, 3))):
        text = json.dumps(
            value, ensure_ascii=draw(st.booleans()), indent=draw(st.none() | st.just(1))
        )
        value = [draw(JSON), {"inner": text, "n": int(card("4"))}]
    return value


@given(holding())
def test_json_in_strings_of_json_stays_json(value: list[Any]) -> None:
    example = chat(0, json.dumps(value))
    (after,) = texts([example], names_of([example]))
    assert _deep_shape(json.loads(after)) == _deep_shape(value)


def _deep_shape(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(("[", "{")):
        try:
            return _deep_shape(json.loads(value))
        except ValueError:
            return None
    if isinstance(value, list):
        return [_deep_shape(entry) for entry in value]
    if isinstance(value, dict):
        return [_deep_shape(entry) for entry in value.values()]
    return None


def _shape(value: Any) -> Any:
    if isinstance(value, list):
        return [_shape(entry) for entry in value]
    if isinstance(value, dict):
        return [_shape(entry) for entry in value.values()]
    return None


def test_preference_examples_are_redacted_on_both_sides() -> None:
    body = {
        "input": {"messages": [{"role": "user", "content": ONE}]},
        "preferred_output": [{"role": "assistant", "content": TWO}],
        "non_preferred_output": [{"role": "assistant", "content": ONE}],
    }
    example, _ = normalize(Record(Origin(0), body), Request(Kind.PREFERENCE), {})
    assert example is not None
    after = redacted(example, names_of([example]))[0].body
    assert after["input"]["messages"][0]["content"] == "<EMAIL_1>"
    assert after["preferred_output"][0]["content"] == "<EMAIL_2>"
    assert after["non_preferred_output"][0]["content"] == "<EMAIL_1>"


def test_names_of_speakers_are_redacted_in_a_form_that_names_may_have() -> None:
    def said_by(position: int, name: str, text: str) -> Example:
        messages = [
            {"role": "user", "name": name, "content": text},
            {"role": "assistant", "content": "Yes."},
            {"role": "tool", "tool_call_id": "1", "name": ONE, "content": "5"},
        ]
        return understood(position, messages)

    examples = [
        said_by(0, ONE, TWO),
        said_by(1, f"({TWO})", ONE),
        said_by(2, "EMAIL_1", "<EMAIL_4>"),
    ]
    names = names_of(examples)
    first, second, third = (redacted(example, names) for example in examples)
    messages = [example.body["messages"] for example, _ in (first, second, third)]
    # Texts come before names; EMAIL_1 stood there already, and so did EMAIL_4.
    assert [(m[0]["name"], m[0]["content"]) for m in messages] == [
        ("EMAIL_3", "<EMAIL_2>"), ("(EMAIL_2)", "<EMAIL_3>"), ("EMAIL_1", "<EMAIL_4>")
    ]  # fmt: skip
    assert first[1] == ("PII001", "PII007")
    assert all(m[2]["name"] == ONE for m in messages)  # of a function
    assert redacted(first[0], names)[0] is first[0]
    assert third[0] is examples[2]
