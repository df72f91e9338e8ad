"""Calls of tools: whatever stands in a line, rules answer with findings and never fetch."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.aggregate.tools import Tools
from ftprep.model import Example, Kind, Origin
from ftprep.rules.tools.calls import calls, definitions, strays
from ftprep.rules.tools.parameters import parameters
from tests.running import check, prepare

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
KEYWORDS = st.sampled_from(
    ["type", "properties", "items", "required", "enum", "$ref", "$defs", "pattern", "anyOf", "not"]
)
SCHEMAS = st.recursive(
    JSON | st.sampled_from(["string", "object", "#", "#/$defs/a", "http://example.org/a.json"]),
    lambda inner: st.dictionaries(KEYWORDS | st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
).filter(lambda value: isinstance(value, dict))
NO_TOKENS: Any = None


def chat(messages: Any, **more: Any) -> Example:
    return Example(Origin(0), Kind.CHAT, {"messages": messages, **more}, ())


def weather(arguments: Any) -> list[dict[str, Any]]:
    call = {"id": "c", "type": "function", "function": {"name": "weather", "arguments": arguments}}
    return [{"role": "user", "content": "Rome?"}, {"role": "assistant", "tool_calls": [call]}]


@given(SCHEMAS, JSON)
def test_any_schema_and_any_arguments_are_answered(schema: dict[str, Any], value: Any) -> None:
    wanted = parameters(schema)
    assert isinstance(wanted.fault, str)
    if wanted.accepts(value):
        return
    assert wanted.explain(value)


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "http://127.0.0.1:9/a.json"},
        {"$ref": "file:///etc/hostname"},
        {"$id": "http://127.0.0.1:9/a", "properties": {"a": {"$ref": "b"}}},
        {"$schema": "http://127.0.0.1:9/meta"},
        {"$dynamicRef": "http://127.0.0.1:9/a.json#x"},
    ],
)
def test_nothing_is_fetched(schema: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    assert parameters(schema).fault
    assert parameters(schema).accepts({"a": 1})


def test_schemas_that_point_at_themselves_come_to_an_end() -> None:
    for schema in (
        {"$ref": "#"},
        {"allOf": [{"$ref": "#"}, {"$ref": "#"}]},
        {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
    ):
        assert parameters(schema).accepts({"a": 1})
    deep: dict[str, Any] = {}
    for _ in range(250):
        deep = {"properties": {"a": deep}}
    parameters(deep).accepts({})


def test_the_words_hold_no_value() -> None:
    wanted = parameters({"type": "object", "properties": {"pin": {"type": "integer"}}})
    assert not wanted.accepts({"pin": "secret"})
    assert "pin" in wanted.explain({"pin": "secret"})
    assert "secret" not in wanted.explain({"pin": "secret"})


@given(JSON, JSON, JSON, JSON)
def test_any_shape_of_calls_is_answered(entry: Any, call: Any, tools: Any, functions: Any) -> None:
    message = {"role": "assistant", "tool_calls": entry, "function_call": call}
    answer = {"role": "tool", "tool_call_id": entry}
    for body in ([message, answer], [{"role": "assistant", "tool_calls": [entry]}, message], entry):
        example = chat(body, tools=tools, functions=functions)
        calls(example)
        definitions(example)
        strays(example)
        Tools().add(example, NO_TOKENS)
        pair = {"input": entry, "preferred_output": [message], "non_preferred_output": call}
        other = Example(Origin(0), Kind.PREFERENCE, pair, ())
        calls(other)
        strays(other)
        Tools().add(other, NO_TOKENS)


def test_object_arguments_are_written_as_text(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    tools = [{"type": "function", "function": {"name": "weather"}}]
    lines = [
        {"messages": [{"role": "user", "content": f"{n}?"}, weather({"city": n})[1]]}
        for n in range(12)
    ]
    path.write_text("".join(json.dumps({**line, "tools": tools}) + "\n" for line in lines))
    run = prepare(tmp_path, path)
    assert run.report["summary"]["rejected"] == 0
    texts = [b["messages"][1]["tool_calls"][0]["function"]["arguments"] for b in run.bodies()]
    assert sorted(json.loads(text)["city"] for text in texts) == list(range(12))


@pytest.mark.parametrize("text", ["{" * 100_000, '"' * 100_001, '"\\"' * 20_000, "[1," * 300])
def test_hostile_arguments_are_one_finding(text: str, tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    tools = [{"type": "function", "function": {"name": "weather"}}]
    path.write_text(json.dumps({"messages": weather(text), "tools": tools}) + "\n")
    assert check(tmp_path, path).report["findings_total"]["TOL001"] == 1


@given(st.permutations(range(6)), st.integers(0, 6))
def test_tools_merge_in_any_order(order: list[int], cut: int) -> None:
    def example(number: int) -> Example:
        function = {"name": f"f{number % 2}", "description": str(number % 3)}
        tools = [{"type": "function", "function": function}] if number != 4 else []
        call = {"id": "c", "type": "function", "function": {"name": f"f{number % 4}"}}
        messages = [{"role": "assistant", "tool_calls": [call]}]
        legacy = {"functions": [function]} if number == 5 else {}
        line = {"messages": messages, **({"tools": tools} if tools else {}), **legacy}
        return Example(Origin(0, 0, number), Kind.CHAT, line, ())

    whole, first, second = Tools(), Tools(), Tools()
    for number in range(6):
        whole.add(example(number), NO_TOKENS)
    for place, number in enumerate(order):
        (first if place < cut else second).add(example(number), NO_TOKENS)
    second.merge(first)
    assert vars(second) == vars(whole)
