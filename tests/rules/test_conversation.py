"""Roles and turns: what is mended, and what one fault must not be told as another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.rules.catalog import catalog
from ftprep.rules.walk import meant_role, quoted_apart
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


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (None, "the role is null"),
        (5, "the role is a number"),
        (["user"], "the role is a list"),
        ("narrator", 'the role "narrator" is not known'),
        ("", 'the role "" is not known'),
        ("bot", 'the role "bot" is not known; "assistant" is meant, it seems'),
    ],
)
def test_what_is_wrong_with_a_role(tmp_path: Path, role: object, said: str) -> None:
    path = tmp_path / "data.jsonl"
    messages = [{"role": role, "content": "Hi"}, {"role": "assistant", "content": "Hello."}]
    path.write_text(json.dumps({"messages": messages}) + "\n")
    found = [f for f in check(tmp_path, path).report["findings"] if f["code"] == "MSG004"]
    assert [f["message"] for f in found] == [said]


LONG = "You are the friendly assistant of a shop for garden tools and answer in two sentences"


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (
            f"{LONG}. Be formal.",
            f"{LONG}. Be funny.",
            ['"…sentences. Be formal."', "Be funny."],
        ),
        (LONG, f"{LONG} at most.", ['"…in two sentences"', '"…in two sentences at most."']),
        ("Be formal.", "Be funny.", ['"Be formal."', '"Be funny."']),
        (100 * "a" + "b", 100 * "a" + "c" + 50 * "d", [f'"…{15 * "a"}b"', f'"…{15 * "a"}cd']),
    ],
)
def test_two_texts_are_quoted_where_they_differ(
    tmp_path: Path, one: str, other: str, said: list[str]
) -> None:
    path = tmp_path / "data.jsonl"
    with path.open("w") as file:
        for number in range(30):
            system = {"role": "system", "content": one if number % 3 else other}
            turns = [
                {"role": "user", "content": f"What is {number}?"},
                {"role": "assistant", "content": f"It is {number}."},
            ]
            file.write(json.dumps({"messages": [system, *turns]}) + "\n")
    (found,) = (f for f in check(tmp_path, path).report["findings"] if f["code"] == "MSG020")
    for part in said:
        assert part in found["message"]


@given(st.text(), st.text(), st.text())
def test_quotes_of_unlike_texts_are_short_and_unlike(start: str, one: str, other: str) -> None:
    quotes = quoted_apart(start + one, start + other)
    assert max(map(len, quotes)) <= 40
    assert (quotes[0] == quotes[1]) == ((start + one).split() == (start + other).split())


def test_without_any_row_nothing_above_is_spoken_of(tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text("[]")
    (found,) = (f for f in check(tmp_path, path).report["findings"] if f["code"] == "SET004")
    rule = catalog()["SET004"]
    assert "above" not in found["message"] + rule.mend
    assert "Add examples" in rule.mend
