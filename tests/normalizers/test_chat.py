"""Chat lines: nothing copied that is right, nothing hidden that is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from ftprep.model import Kind, Turn
from ftprep.normalizers.normalizer import Request
from tests.normalizers.understanding import COMPLETION, assistant, understand, user

SYSTEM = {"role": "system", "content": "Be kind."}
CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"a": 1.10}'}}


def turns(data: Any) -> tuple[Turn, ...]:
    example = understand(data).example
    assert example is not None
    return example.turns


def test_a_good_line_is_not_copied() -> None:
    line = {"messages": [SYSTEM, user("Hi"), assistant("Hello.")]}
    found = understand(line)
    assert found.body is line
    assert found.codes == []
    assert turns(line) == (
        Turn("system", "Be kind.", False, "/messages/0/content"),
        Turn("user", "Hi", False, "/messages/1/content"),
        Turn("assistant", "Hello.", True, "/messages/2/content"),
    )


def test_weight_0_is_not_trained_on() -> None:
    line = {"messages": [user("1"), assistant("2", weight=0), user("3"), assistant("4", weight=1)]}
    assert understand(line).trained == ["4"]


def test_every_text_is_a_turn() -> None:
    line = {
        "messages": [
            user(
                [
                    {"type": "text", "text": "a"},
                    {"type": "image_url"},
                    {"type": "text", "text": "b"},
                ]
            ),
            {"role": "assistant", "tool_calls": [CALL]},
            {"role": "tool", "tool_call_id": "c1", "content": "r"},
            {
                "role": "assistant",
                "content": None,
                "function_call": {"name": "f", "arguments": "{}"},
            },
            {"role": "function", "name": "f", "content": "s"},
            {"role": "assistant", "content": None, "refusal": "No."},
            assistant([{"type": "refusal", "refusal": "Never."}]),
        ]
    }
    assert turns(line) == (
        Turn("user", "a", False, "/messages/0/content/0/text"),
        Turn("user", "b", False, "/messages/0/content/2/text"),
        Turn("assistant", '{"a": 1.10}', True, "/messages/1/tool_calls/0/function/arguments"),
        Turn("tool", "r", False, "/messages/2/content"),
        Turn("assistant", "{}", True, "/messages/3/function_call/arguments"),
        Turn("function", "s", False, "/messages/4/content"),
        Turn("assistant", "No.", True, "/messages/5/refusal"),
        Turn("assistant", "Never.", True, "/messages/6/content/0/refusal"),
    )


def test_long_conversations_have_right_pointers() -> None:
    line = {"messages": [user(str(n)) for n in range(250)]}
    assert [turn.pointer for turn in turns(line)] == [f"/messages/{n}/content" for n in range(250)]


@pytest.mark.parametrize(
    ("messages", "texts"),
    [
        (None, []),
        ("Hi", []),
        ({"role": "user"}, []),
        ([], []),
        (["Hi", assistant("Hello.")], [("assistant", "Hello.")]),
        ([user(7), assistant("Hello.")], [("assistant", "Hello.")]),
        ([{"content": "Hi"}, assistant("Hello.")], [("", "Hi"), ("assistant", "Hello.")]),
        ([{"role": ["x"], "content": "Hi"}], [("", "Hi")]),
        ([{"role": "bot", "content": "Hi"}], [("bot", "Hi")]),
    ],
)
def test_what_is_malformed_stays_for_the_rules(messages: Any, texts: list[Any]) -> None:
    line = {"messages": messages}
    found = understand(line)
    assert found.body is line
    assert found.texts == texts
    assert found.codes == []


def test_other_keys_stay_for_the_rules() -> None:
    line = {"messages": [user("Hi")], "metadata": {"a": 1}, "reference_answer": "x"}
    assert understand(line).body is line


def test_a_bare_list_of_messages_is_a_line() -> None:
    messages = [user("Hi"), assistant("Hello.")]
    assert understand(messages).body == {"messages": messages}


@pytest.mark.parametrize(
    "system", ["Be kind.", [{"text": "Be kind."}], [{"type": "text", "text": "Be kind."}]]
)
def test_a_system_text_beside_the_messages_becomes_a_message(system: Any) -> None:
    line = {"system": system, "messages": [user("Hi"), assistant("Hello.")]}
    assert understand(line).body == {"messages": [SYSTEM, user("Hi"), assistant("Hello.")]}


def test_several_system_parts_stay_apart() -> None:
    line = {"system": [{"text": "a"}, {"text": "b"}], "messages": [user("Hi")]}
    parts = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    assert understand(line).body["messages"][0] == {"role": "system", "content": parts}


@pytest.mark.parametrize("system", ["", None, []])
def test_an_empty_system_text_is_none(system: Any) -> None:
    assert understand({"system": system, "messages": [user("Hi")]}).body == {
        "messages": [user("Hi")]
    }


@pytest.mark.parametrize("system", [7, {"a": 1}, ["a"]])
def test_a_system_that_is_no_text_stays(system: Any) -> None:
    line = {"system": system, "messages": [user("Hi")]}
    assert understand(line).body is line


def test_two_system_texts_are_not_merged() -> None:
    line = {"system": "A", "messages": [SYSTEM, user("Hi")]}
    assert understand(line).body is line


def test_bedrock_converse_becomes_openai() -> None:
    line = {
        "schemaVersion": "bedrock-conversation-2024",
        "system": [{"text": "Be kind."}],
        "messages": [
            {"role": "user", "content": [{"text": "Hi"}]},
            {"role": "assistant", "content": [{"text": "Hel"}, {"text": "lo."}]},
        ],
    }
    parts = [{"type": "text", "text": "Hel"}, {"type": "text", "text": "lo."}]
    assert understand(line).body == {"messages": [SYSTEM, user("Hi"), assistant(parts)]}


def test_llama_factory_parts_become_openai() -> None:
    line = {
        "messages": [
            {"role": "user", "content": [{"type": "text", "value": "Hi"}], "loss_weight": 0.0},
            {"role": "assistant", "content": [{"type": "text", "value": "A"}], "loss_weight": 0.0},
            {
                "role": "user",
                "content": [
                    {"type": "image_url", "value": "https://example.org/a.png"},
                    {"type": "text", "value": "What is it?"},
                ],
            },
            {"role": "assistant", "content": [{"type": "text", "value": "B"}], "loss_weight": 1.0},
        ]
    }
    image = {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}
    assert understand(line).body == {
        "messages": [
            user("Hi"),
            assistant("A", weight=0),
            user([image, {"type": "text", "text": "What is it?"}]),
            assistant("B"),
        ]
    }
    assert understand(line).trained == ["B"]


@pytest.mark.parametrize(
    ("tools", "expected"),
    [
        ('[{"name": "f"}]', [{"type": "function", "function": {"name": "f"}}]),
        (
            '[{"type": "function", "function": {"name": "f"}}]',
            [{"type": "function", "function": {"name": "f"}}],
        ),
        ("[]", None),
        ("", None),
        ("not json", "not json"),
        ('{"name": "f"}', '{"name": "f"}'),
    ],
)
def test_tools_in_a_text_become_a_list(tools: str, expected: Any) -> None:
    body = understand({"messages": [user("Hi")], "tools": tools}).body
    assert body.get("tools") == expected


def test_the_flag_puts_a_system_text_where_there_is_none() -> None:
    request = Request(system="Be kind.")
    line = {"messages": [user("Hi"), assistant("Hello.")]}
    assert understand(line, request).body == {"messages": [SYSTEM, *line["messages"]]}
    assert understand(line, request).texts[2] == ("assistant", "Hello.")
    for role in ("system", "developer"):
        told = {"messages": [{"role": role, "content": "Be short."}, user("Hi")]}
        assert understand(told, request).body == told


def test_images_beside_the_text_are_not_lost_in_silence() -> None:
    line = {"messages": [user("<image>What is it?")], "images": ["cat.jpg"]}
    found = understand(line)
    assert found.body == line
    assert found.codes == ["MAP013"]
    assert understand({"messages": [user("Hi")], "images": []}).codes == []


def test_reinforcement_keeps_its_lines() -> None:
    line = {"messages": [user("2+2")], "reference_answer": "4"}
    found = understand(line, Request(Kind.REINFORCEMENT))
    assert found.body is line
    assert found.example is not None
    assert found.example.kind is Kind.REINFORCEMENT


class TestToCompletion:
    def test_one_exchange(self) -> None:
        line = {"messages": [user(" Hi"), assistant("Hello.\n")]}
        assert understand(line, COMPLETION).body == {"prompt": " Hi", "completion": "Hello.\n"}

    def test_the_system_text_stands_before_the_prompt(self) -> None:
        line = {"messages": [SYSTEM, user("Hi"), assistant("Hello.")]}
        request = Request(Kind.COMPLETION, system="Other.")
        assert understand(line, request).body["prompt"] == "Be kind.\n\nHi"

    @pytest.mark.parametrize(
        "messages",
        [
            [],
            "Hi",
            [user("Hi")],
            [assistant("Hello.")],
            [user("1"), assistant("2"), user("3"), assistant("4")],
            [user("1"), assistant("2", weight=0)],
            [user([{"type": "text", "text": "1"}, {"type": "image_url"}]), assistant("2")],
            [user("1"), {"role": "assistant", "tool_calls": [CALL]}],
            [user("1"), {"role": "tool", "content": "2"}],
            [user("1"), {"role": "assistant", "content": None, "refusal": "No."}],
            ["x", user("1"), assistant("2")],
        ],
    )
    def test_what_does_not_fit_is_told(self, messages: Any) -> None:
        found = understand({"messages": messages}, COMPLETION)
        assert found.example is None
        assert found.codes == ["MAP011"]

    def test_tools_do_not_fit(self) -> None:
        line = {"messages": [user("1"), assistant("2")], "tools": [{"type": "function"}]}
        assert understand(line, COMPLETION).codes == ["MAP011"]
