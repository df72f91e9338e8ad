"""Preference pairs of every form become OpenAI's line."""

from __future__ import annotations

from typing import Any

import pytest

from ftprep.model import Kind
from ftprep.normalizers.normalizer import Request
from tests.normalizers.understanding import COMPLETION, assistant, understand, user

LINE = {
    "input": {"messages": [user("Hi")]},
    "preferred_output": [assistant("Hello.")],
    "non_preferred_output": [assistant("What.")],
}
CHATS = {"chosen": [user("Hi"), assistant("Hello.")], "rejected": [user("Hi"), assistant("What.")]}


@pytest.mark.parametrize("request_", [Request(), COMPLETION, Request(Kind.PREFERENCE)])
def test_openais_line_is_kept_whatever_was_asked_for(request_: Request) -> None:
    found = understand(LINE, request_)
    assert found.body is LINE
    assert found.example is not None
    assert found.example.kind is Kind.PREFERENCE
    assert [(t.pointer, t.trained) for t in found.example.turns] == [
        ("/input/messages/0/content", False),
        ("/preferred_output/0/content", True),
        ("/non_preferred_output/0/content", False),
    ]


@pytest.mark.parametrize(
    "record",
    [
        {"prompt": "Hi", "chosen": "Hello.", "rejected": "What."},
        {"question": "Hi", "Chosen": "Hello.", "Rejected": "What."},
        {"instruction": "Hi", "input": "", "chosen": "Hello.", "rejected": "What."},
        {"prompt": [user("Hi")], "chosen": [assistant("Hello.")], "rejected": [assistant("What.")]},
        {"prompt": "Hi", **CHATS},
        CHATS,
        {"chosen": {"messages": CHATS["chosen"]}, "rejected": {"messages": CHATS["rejected"]}},
        {"chosen_messages": CHATS["chosen"], "rejected_messages": CHATS["rejected"]},
        {
            "conversations": [{"from": "human", "value": "Hi"}],
            "chosen": {"from": "gpt", "value": "Hello."},
            "rejected": {"from": "gpt", "value": "What."},
        },
        {"messages": [user("Hi")], "chosen": "Hello.", "rejected": "What."},
    ],
)
def test_other_forms_become_that_line(record: Any) -> None:
    found = understand(record)
    assert found.body == LINE
    assert found.codes == []


def test_a_system_text() -> None:
    told = {"role": "system", "content": "Be kind."}
    row = {"system": "Be kind.", "prompt": "Hi", "chosen": "Hello.", "rejected": "What."}
    expected = {**LINE, "input": {"messages": [told, user("Hi")]}}
    assert understand(row).body == expected
    assert understand(LINE, Request(system="Be kind.")).body == expected
    assert understand(row, Request(system="Other.")).body == expected


def test_a_flag_names_the_prompt() -> None:
    row = {"x": "Hi", "chosen": "Hello.", "rejected": "What.", "score": 1}
    found = understand(row, Request(columns={"user": "x"}))
    assert found.body == LINE
    assert found.args == [{"columns": "score", "n": 1}]


def test_a_flag_chooses_the_answer() -> None:
    row = {"prompt": "Hi", "chosen": "Hello.", "rejected": "What."}
    found = understand(row, Request(columns={"user": "prompt", "assistant": "chosen"}))
    assert found.texts == [("user", "Hi"), ("assistant", "Hello.")]


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"prompt": "Hi", "chosen": "Hello.", "rejected": None}, "MAP006"),
        ({"prompt": "Hi", "chosen": " ", "rejected": "What."}, "MAP006"),
        ({"prompt": "Hi", "chosen": [], "rejected": "What."}, "MAP006"),
        ({"prompt": "Hi", "chosen": [1], "rejected": "What."}, "MAP005"),
        ({"prompt": {"a": 1}, "chosen": "Hello.", "rejected": "What."}, "MAP005"),
        ({"prompt": "", "chosen": "Hello.", "rejected": "What."}, "MAP014"),
        ({"chosen": "Hello.", "rejected": "What."}, "MAP014"),
        ({**CHATS, "rejected": [user("Bye"), assistant("What.")]}, "MAP014"),
        ({**CHATS, "prompt": "Bye"}, "MAP014"),
        ({"conversations": "Hi", "chosen": "Hello.", "rejected": "What."}, "MAP015"),
    ],
)
def test_what_is_no_pair_is_told(record: Any, code: str) -> None:
    found = understand(record)
    assert found.example is None
    assert found.codes == [code]


def test_images_beside_the_text() -> None:
    row = {"prompt": "?", "images": ["a.jpg"], "chosen": "A cat.", "rejected": "A dog."}
    assert understand(row).codes == ["MAP013"]


def test_tools_belong_to_the_input() -> None:
    tools = [{"type": "function", "function": {"name": "f"}}]
    row = {"prompt": "?", "tools": tools, "chosen": "A", "rejected": "B"}
    assert understand(row).body["input"]["tools"] == tools
