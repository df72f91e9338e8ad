"""Lines of a test file as questions, and the contract that they are asked by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.contract.contract import NOTHING, Contract, find_contract
from ftprep.errors import FtprepError, InputError, UsageError
from ftprep.model import Kind
from ftprep.submit.provider import Provider, Sample
from ftprep.tuned.ask import Settings, asker, prompted
from ftprep.tuned.cases import Case, read_cases
from ftprep.tuned.task import task_of

SYSTEM = {"role": "system", "content": "Be kind."}
USER = {"role": "user", "content": "Hi"}
ANSWER = {"role": "assistant", "content": "Hello"}


def cases(folder: Path, *bodies: Any, contract: Contract = NOTHING) -> list[Case]:
    path = folder / "t.jsonl"
    path.write_text("".join(json.dumps(body) + "\n" for body in bodies), encoding="utf-8")
    return read_cases(path, contract)


def test_the_answer_is_the_last_one_that_is_trained_on(tmp_path: Path) -> None:
    (case,) = cases(
        tmp_path,
        {"messages": [SYSTEM, USER, {**ANSWER, "weight": 0}, USER, {**ANSWER, "weight": 1}, USER]},
    )
    assert case.messages == (SYSTEM, USER, ANSWER, USER)
    assert case.expected == "Hello"


def test_the_system_text_of_the_contract_is_added_where_none_is(tmp_path: Path) -> None:
    contract = Contract(systems=("Be kind.",))
    without, own = cases(
        tmp_path,
        {"messages": [USER, ANSWER]},
        {"messages": [{"role": "system", "content": "Own."}, USER, ANSWER]},
        contract=contract,
    )
    assert without.messages == (SYSTEM, USER)
    assert own.messages[0]["content"] == "Own."


def test_tools_are_sent_and_calls_expected(tmp_path: Path) -> None:
    tool = {"name": "f", "parameters": {"type": "object", "properties": {}}}
    call = {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    new, old = cases(
        tmp_path,
        {
            "messages": [USER, {"role": "assistant", "tool_calls": [call]}],
            "tools": [{"type": "function", "function": tool}],
            "parallel_tool_calls": False,
        },
        {
            "messages": [
                USER,
                {"role": "assistant", "function_call": {"name": "f", "arguments": "{}"}},
            ],
            "functions": [tool],
        },
    )
    assert new.settings == {
        "tools": [{"type": "function", "function": tool}],
        "parallel_tool_calls": False,
    }
    assert old.settings == {"tools": [{"type": "function", "function": tool}]}
    assert new.expected_calls == (call,)
    assert old.expected_calls[0]["function"]["name"] == "f"
    assert task_of([new, old], NOTHING) == "tools"


def test_preferred_answers_are_expected(tmp_path: Path) -> None:
    (case,) = cases(
        tmp_path,
        {
            "input": {"messages": [USER]},
            "preferred_output": [ANSWER],
            "non_preferred_output": [{"role": "assistant", "content": "Go away"}],
        },
    )
    assert (case.messages, case.expected) == ((USER,), "Hello")


def test_completions_are_asked_with_their_separator_and_read_without_markers(
    tmp_path: Path,
) -> None:
    contract = Contract(
        kind=Kind.COMPLETION, separator="\n\n###\n\n", leading_space=True, stop=(" END",)
    )
    (case,) = cases(
        tmp_path,
        {"prompt": "2+2\n\n###\n\n", "completion": " 4 END"},
        contract=contract,
    )
    assert (case.prompt, case.expected) == ("2+2\n\n###\n\n", "4")
    assert prompted("2+2", contract).prompt == case.prompt
    assert Settings().of_prompt(contract) == {
        "temperature": 0.0,
        "stop": [" END"],
        "max_tokens": 256,
    }


def test_a_continuation_is_asked_for_and_comes_without_its_marker() -> None:
    contract = Contract(kind=Kind.COMPLETION, separator=" ->", leading_space=True, stop=(" END",))
    asked: list[Any] = []

    class Service:
        def complete(self, model: str, prompt: str, **settings: Any) -> Sample:
            asked.append((model, prompt, settings))
            return Sample(" 4 END 5")

    ask = asker(cast("Provider", Service()), "m", contract, Settings(None, 9))
    assert ask(prompted("2+2", contract)).text == "4"
    assert asked == [("m", "2+2 ->", {"stop": [" END"], "max_tokens": 9})]


def test_a_chat_is_asked_with_the_system_text_and_tools_of_the_contract() -> None:
    tool = {"type": "function", "function": {"name": "f"}}
    contract = Contract(systems=("Be kind.",), tools=(tool,))
    asked: list[Any] = []

    class Service:
        def chat(self, model: str, messages: list[Any], **settings: Any) -> Sample:
            asked.append((messages, settings))
            return Sample("Hello")

    ask = asker(cast("Provider", Service()), "m", contract, Settings(0.5, 9))
    assert ask(prompted("Hi", contract)).text == "Hello"
    ask(prompted("Hi", contract, "Own."))
    ask(prompted("Hi", contract, ""))
    sent = {"temperature": 0.5, "max_completion_tokens": 9, "tools": [tool]}
    assert asked[0] == ([SYSTEM, USER], sent)
    assert asked[1][0] == [{"role": "system", "content": "Own."}, USER]
    assert asked[2][0] == [USER]


@pytest.mark.parametrize(
    "body",
    [
        {"messages": [USER]},
        {"messages": []},
        {"messages": "x"},
        {"prompt": "x"},
        {"text": "x"},
        [],
        7,
        {"messages": [{"role": "robot", "content": "x"}, ANSWER]},
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, body: Any) -> None:
    with pytest.raises(FtprepError, match=r"t\.jsonl:2"):
        cases(tmp_path, {"messages": [USER, ANSWER]}, body)


@given(st.binary(max_size=80))
def test_any_file_gives_cases_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("c") / "t.jsonl"
    path.write_bytes(content)
    with pytest.raises(FtprepError):
        read_cases(path, NOTHING)


def test_a_missing_or_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_cases(tmp_path / "none.jsonl", NOTHING)
    (tmp_path / "empty.jsonl").write_bytes(b"\n\n")
    with pytest.raises(UsageError):
        read_cases(tmp_path / "empty.jsonl", NOTHING)


@pytest.mark.parametrize(
    ("answers", "labels", "task"),
    [
        (["red", "blue"] * 3, (), "labels"),
        (["red", "blue"], ("blue", "red"), "labels"),
        (["red", "no label"], ("blue", "red"), "text"),
        (['{"a": 1}', "[2]"], (), "structured"),
        (['{"a": 1}'] * 6, (), "structured"),
        (['{"a": 1}', "text"], (), "text"),
        (["one", "two", "three"], (), "text"),
        ([""] * 3, (), "text"),
    ],
)
def test_the_task_follows_from_the_answers(
    answers: list[str], labels: tuple[str, ...], task: str
) -> None:
    some = [Case(n, (), "", answer) for n, answer in enumerate(answers)]
    assert task_of(some, Contract(labels=labels)) == task


def test_no_manifest_is_no_contract_and_two_are_asked_about(tmp_path: Path) -> None:
    assert find_contract(tmp_path) is None
    for name in ("a_manifest.json", "b_manifest.json"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(UsageError, match=r"a_manifest\.json, b_manifest\.json"):
        find_contract(tmp_path)
    with pytest.raises(InputError):
        find_contract(tmp_path / "a_manifest.json")
