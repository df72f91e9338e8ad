"""Roles and turns: what is mended, and what one fault must not be told as another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ftprep.rules.walk import meant_role
from tests.running import check, prepare

OPENAI = ("system", "user", "assistant", "tool", "function")


@pytest.mark.parametrize(
    ("role", "meant"),
    [
        ("human", "user"),
        ("gpt", "assistant"),
        ("Chatbot", "assistant"),
        ("model", "assistant"),
        (" USER ", "user"),
        ("developer", "system"),
        ("observation", "tool"),
        ("function_call", None),
        ("narrator", None),
        (7, None),
    ],
)
def test_foreign_roles_are_named(role: object, meant: str | None) -> None:
    assert meant_role(role, OPENAI) == meant


def test_a_foreign_role_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    messages = [{"role": "human", "content": "Hi"}, {"role": "gpt", "content": "Hello."}]
    path.write_text(json.dumps({"messages": messages}) + "\n")
    run = check(tmp_path, path)
    found = [f for f in run.report["findings"] if f["code"].startswith("MSG")]
    assert [f["code"] for f in found] == ["MSG004", "MSG004"]
    assert '"assistant" is meant' in found[1]["message"]


def test_what_a_mended_role_says_is_trained_on(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    lines = [
        {"messages": [{"role": "User", "content": f"{n}?"}, {"role": "ASSISTANT", "content": "Y"}]}
        for n in range(12)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    run = prepare(tmp_path, path)
    assert run.report["summary"]["rejected"] == 0
    assert {m["role"] for body in run.bodies() for m in body["messages"]} == {"user", "assistant"}
