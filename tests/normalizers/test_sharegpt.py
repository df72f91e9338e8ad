"""ShareGPT: roles, calls and tools as OpenAI writes them."""

from __future__ import annotations

from typing import Any

import pytest

from ftprep.normalizers.normalizer import Request
from tests.normalizers.understanding import assistant, understand, user


def turn(speaker: Any, words: Any, **more: Any) -> dict[str, Any]:
    return {"from": speaker, "value": words, **more}


def messages(*turns: Any, **more: Any) -> Any:
    return understand({"conversations": list(turns), **more}).body["messages"]


def test_human_and_gpt() -> None:
    assert messages(turn("human", "Hi"), turn("gpt", "Hello.")) == [
        user("Hi"),
        assistant("Hello."),
    ]


@pytest.mark.parametrize("key", ["conversations", "conversation"])
def test_openai_names_inside_conversations(key: str) -> None:
    line = {key: [user("Hi"), assistant("Hello.")]}
    assert understand(line).body == {"messages": [user("Hi"), assistant("Hello.")]}


@pytest.mark.parametrize("key", ["system", "system_prompt"])
def test_a_system_text_beside_the_turns(key: str) -> None:
    found = messages(turn("human", "Hi"), **{key: "Be kind."})
    assert found == [{"role": "system", "content": "Be kind."}, user("Hi")]
    own = turn("system", "Be short.")
    assert messages(own, **{key: "Be kind."}) == [{"role": "system", "content": "Be short."}]


def test_a_call_and_what_came_of_it() -> None:
    found = messages(
        turn("human", "Weather?"),
        turn("function_call", '{"name": "weather", "arguments": {"lat": 1.10}}'),
        turn("observation", "18 C"),
        turn("gpt", "It is 18 C."),
    )
    function = {"name": "weather", "arguments": '{"lat":1.10}'}
    call = {"id": "call_1", "type": "function", "function": function}
    assert found[1:3] == [
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": "18 C"},
    ]


def test_parallel_calls_are_answered_in_order() -> None:
    found = messages(
        turn("function_call", '[{"name": "a", "arguments": "{}"}, {"name": "b"}]'),
        turn("tool", "1"),
        turn("tool", "2"),
        turn("function_call", '{"name": "c", "arguments": {}}'),
        turn("observation", "3"),
    )
    assert [call["id"] for call in found[0]["tool_calls"]] == ["call_1", "call_2"]
    assert [m["tool_call_id"] for m in found if m["role"] == "tool"] == [
        "call_1",
        "call_2",
        "call_3",
    ]
    assert found[0]["tool_calls"][0]["function"]["arguments"] == "{}"


@pytest.mark.parametrize(
    "words", ["weather(Paris)", "[]", "7", '{"arguments": {}}', None, '{"name": 1}']
)
def test_an_unclear_call_stays_as_it_is(words: Any) -> None:
    assert messages(turn("function_call", words)) == [{"role": "function_call", "content": words}]


def test_an_answer_without_a_call_stays_for_the_rules() -> None:
    assert messages(turn("observation", "18 C")) == [{"role": "tool", "content": "18 C"}]
    assert messages(turn("function", "18 C")) == [{"role": "function", "content": "18 C"}]


def test_an_unknown_speaker_stays_for_the_rules() -> None:
    assert messages(turn("Moderator", "Hi"))[0]["role"] == "Moderator"


@pytest.mark.parametrize(
    "odd", ["Hi", None, 7, {}, {"value": "Hi"}, {"from": ["x"]}, {"from": "gpt"}]
)
def test_odd_turns_do_not_stop_anything(odd: Any) -> None:
    assert messages(odd, turn("gpt", "Hello."))[-1] == assistant("Hello.")


def test_further_keys_of_a_turn_stay() -> None:
    assert messages(turn("gpt", "Hello.", weight=0)) == [assistant("Hello.", weight=0)]


def test_tools_are_wrapped_and_other_keys_named() -> None:
    found = understand(
        {
            "id": 1,
            "conversations": [turn("human", "Hi")],
            "tools": '[{"name": "f", "parameters": {}}]',
        }
    )
    function = {"name": "f", "parameters": {}}
    assert found.body["tools"] == [{"type": "function", "function": function}]
    assert found.args == [{"columns": "id", "n": 1}]


@pytest.mark.parametrize("tools", ["[]", "", [], None])
def test_no_tools_are_no_key(tools: Any) -> None:
    assert "tools" not in understand({"conversations": [turn("human", "Hi")], "tools": tools}).body


def test_a_text_is_no_conversation() -> None:
    found = understand({"conversations": "human: Hi"})
    assert found.example is None
    assert found.codes == ["MAP015"]


def test_images_beside_the_text() -> None:
    line = {"conversations": [turn("human", "<image>?")], "image": "cat.jpg"}
    assert understand(line).codes == ["MAP013"]
    assert understand(line).body["image"] == "cat.jpg"


def test_a_verdict_is_not_trained_on() -> None:
    line = {"conversations": [turn("human", "Hi"), turn("gpt", "Go.")], "kto_tag": False}
    assert understand(line).codes == ["MAP016"]


def test_the_flag_puts_a_system_text() -> None:
    found = understand({"conversations": [turn("human", "Hi")]}, Request(system="Be kind."))
    assert found.texts == [("system", "Be kind."), ("user", "Hi")]
