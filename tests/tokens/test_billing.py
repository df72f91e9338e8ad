"""Billed tokens: the verified formula to the token, and ranges for all that was never verified."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftprep.model import Example, Kind, Origin, Turn
from ftprep.targets import find_model
from ftprep.tokens.billing import measure
from ftprep.tokens.count import TokenCounts, count

from .examples import CL100K, UNVERIFIED, VERIFIED, assistant, chat, limited, user

_BILLS = Path(__file__).parents[3] / "shared" / "data" / "billing"


def one(example: Example, model: Any = VERIFIED) -> TokenCounts:
    [counts] = measure([example], model.encoding, model)
    return counts


@pytest.mark.skipif(
    not _BILLS.is_dir(),
    reason="the public jobs, whose files may not be copied, are not beside this checkout",
)
def test_equals_what_the_api_billed() -> None:
    jobs = json.loads((_BILLS / "jobs.json").read_bytes())["jobs"]
    assert len(jobs) == 3
    for job in jobs:
        lines = (_BILLS / job["file"]).read_bytes().split(b"\n")
        examples = [chat(*json.loads(line)["messages"]) for line in lines if line.strip()]
        assert len(examples) == job["examples"]
        counts = measure(examples, job["encoding"], find_model(job["model"]))
        assert job["n_epochs"] * sum(c.billed for c in counts) == job["trained_tokens"]
        assert job["n_epochs"] * sum(c.billed_most for c in counts) == job["trained_tokens"]


def test_by_hand() -> None:
    # hello = 1, "hello world" = 2, each role = 1; 3 for each message and 1 for the example.
    assert one(chat(user("hello"), assistant("hello world"))) == TokenCounts(
        turns=(1, 2), length=12, billed=12, billed_most=12
    )
    assert one(chat({"role": "system", "content": ""}, assistant("hello"))).billed == 1 + 4 + 5


def test_weight_changes_nothing() -> None:
    weighed = chat(user("hello"), assistant("hello world", weight=0), assistant("hello", weight=1))
    plain = chat(user("hello"), assistant("hello world"), assistant("hello"))
    assert one(weighed) == one(plain)
    assert one(plain).billed == one(plain).billed_most


def test_another_model_is_a_range() -> None:
    """Between the verified formula and the cookbook's rule, which adds 3 for each example."""
    counts = one(chat(user("hello"), assistant("hello world")), UNVERIFIED)
    assert (counts.length, counts.billed, counts.billed_most) == (12, 12, 14)


_JARGON = """\
system||You are a helpful, pattern-following assistant that translates corporate jargon into plain \
English.
system|example_user|New synergies will help drive top-line growth.
system|example_assistant|Things working well together will increase revenue.
system|example_user|Let's circle back when we have more bandwidth to touch base on opportunities \
for increased leverage.
system|example_assistant|Let's talk later when we're less busy about how to do better.
user||This late pivot means we don't have time to boil the ocean for the client deliverable."""


@pytest.mark.parametrize(("model", "tokens"), [("gpt-4.1", 124), ("gpt-4-0613", 129)])
def test_upper_end_with_names_is_the_cookbooks(model: str, tokens: int) -> None:
    """The API's own count of this prompt (openai-cookbook, How_to_count_tokens_with_tiktoken)."""
    messages = [
        {"role": role, "content": content} | ({"name": name} if name else {})
        for role, name, content in (line.split("|") for line in _JARGON.splitlines())
    ]
    counts = one(chat(*messages), find_model(model))
    assert counts.billed_most == tokens
    assert counts.billed < tokens


def test_truncation() -> None:
    example = chat(user("hello"), assistant("hello world"))
    assert one(example, limited(12)).billed == 12
    cut = one(example, limited(7))
    assert (cut.length, cut.billed, cut.billed_most) == (12, 7, 7)


def test_content_parts() -> None:
    parts = [{"type": "text", "text": "hello"}, {"type": "text", "text": "hello world"}]
    counts = one(chat(user(parts), assistant("hello")))
    assert (counts.billed, counts.billed_most) == (1 + 4 + 3 + 5, 1 + 4 + 3 + 5 + 2)


@pytest.mark.parametrize(
    ("detail", "least", "most"), [("low", 85, 85), ("high", 255, 1445), ("auto", 85, 1445)]
)
def test_images(detail: str, least: int, most: int) -> None:
    image = {"type": "image_url", "image_url": {"url": "https://x/y.png", "detail": detail}}
    counts = one(chat(user([image]), assistant("hello")))
    assert (counts.billed - 10, counts.billed_most - 10) == (least, most)


def test_tool_calls() -> None:
    function = {"name": "hello", "arguments": "hello world"}
    call = {"id": "call_1", "type": "function", "function": function}
    for message in ({"tool_calls": [call]}, {"function_call": function}):
        counts = one(chat(user("hello"), {"role": "assistant", **message}))
        assert (counts.billed, counts.billed_most) == (1 + 5 + 4 + 3, 1 + 5 + 4 + 3 + 3)


def test_completion() -> None:
    body = {"prompt": "hello", "completion": " hello world"}
    turns = (
        Turn("user", "hello", False, "/prompt"),
        Turn("assistant", "hello world", True, "/completion"),
    )
    example = Example(Origin(0), Kind.COMPLETION, body, turns)
    model = find_model("davinci-002")
    sure = sum(count(["hello", " hello world"], "cl100k_base"))
    counts = one(example, model)
    assert counts.turns == (1, 2)
    assert (counts.length, counts.billed) == (sure, sure)
    assert counts.billed_most > counts.billed


def test_preference() -> None:
    body = {
        "input": {"messages": [user("hello")]},
        "preferred_output": [assistant("hello world")],
        "non_preferred_output": [assistant("hello")],
    }
    example = Example(Origin(0), Kind.PREFERENCE, body, ())
    counts = one(example)
    assert counts.billed == 1 + 5 + 6 + 5
    assert counts.billed_most == counts.billed + 5 + 1


def test_each_text_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[list[str]] = []

    def counting(texts: list[str], encoding: str) -> list[int]:
        calls.append(texts)
        return count(texts, encoding)

    monkeypatch.setattr("ftprep.tokens.billing.count", counting)
    measure([chat(user("hello"), assistant("hello"))] * 3, "o200k_base", VERIFIED)
    assert list(map(sorted, calls)) == [["assistant", "hello", "user"]]


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["messages", "role", "content", "tools", "functions", "function", "name", "parameters",
             "properties", "type", "enum", "items", "required", "tool_calls", "function_call",
             "image_url", "text", "input", "preferred_output", "prompt", "description"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(body=_json, messages=_json, kind=st.sampled_from(Kind))
def test_whatever_the_line_holds(body: Any, messages: Any, kind: Kind) -> None:
    """Bad data is a value: counting it never raises, and the range is a range."""
    for line in (body, {"messages": messages, "tools": [messages], "functions": body}):
        for model in (VERIFIED, UNVERIFIED, CL100K):
            counts = one(Example(Origin(0), kind, line, ()), model)
            assert 0 <= counts.billed <= counts.billed_most
            assert counts.billed <= counts.length


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=4), max_size=6))
def test_a_batch_equals_its_examples_one_by_one(conversations: list[list[str]]) -> None:
    examples = [chat(*map(user, texts)) for texts in conversations]
    together = measure(examples, "o200k_base", VERIFIED)
    assert together == [one(example) for example in examples]
    for texts, counts in zip(conversations, together, strict=True):
        assert counts.turns == tuple(count(texts, "o200k_base"))
        assert counts.billed == 1 + sum(3 + 1 + n for n in counts.turns)
