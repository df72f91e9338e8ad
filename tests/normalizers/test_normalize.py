"""What holds for every layout: nothing raises, nothing is lost, nothing is invented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep import normalizers
from ftprep.jsontext import dumps
from ftprep.model import UNREADABLE, Finding, Kind, Record
from ftprep.normalizers import Cache, normalize, normalizer_for
from ftprep.normalizers.normalizer import Request
from ftprep.normalizers.values import find
from ftprep.rules.layout.layout import RULES
from tests.normalizers.understanding import ORIGIN, understand

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
NAMES = st.sampled_from(
    (
        "messages", "role", "content", "weight", "tool_calls", "function_call", "function", "name",
        "arguments", "type", "text", "value", "from", "conversations", "conversation", "tools",
        "system", "prompt", "completion", "chosen", "rejected", "input", "preferred_output",
        "non_preferred_output", "instruction", "output", "history", "question", "answer", "label",
        "images", "schemaVersion", "kto_tag", "chosen_messages", "rejected_messages", "id",
        "loss_weight", "refusal",
    )
)  # fmt: skip
WORDS = st.sampled_from(
    ("user", "assistant", "human", "gpt", "function_call", "tool", "text", "[]")
)
JSON = st.recursive(
    SCALARS | WORDS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=25,
)
RECORDS = st.dictionaries(NAMES, JSON, max_size=6) | JSON
REQUESTS = st.sampled_from(
    (
        Request(),
        Request(Kind.COMPLETION),
        Request(Kind.COMPLETION, system="S"),
        Request(Kind.PREFERENCE, system="S"),
        Request(Kind.REINFORCEMENT),
        Request(columns={"user": "question", "assistant": "answer.text", "group": "id"}),
        Request(columns={"label": "label"}, templates={"user": r"{prompt}\n{input}"}),
        Request(group_by="id"),
    )
)
CODES = {rule.code for rule in RULES}


def texts_in(value: Any) -> Iterator[str]:
    """Every text of a JSON value, numbers as written."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)
    elif value is not None:
        yield value if isinstance(value, str) else dumps(value).decode()
        yield str(value)


@given(RECORDS, REQUESTS)
def test_nothing_raises_and_a_record_not_understood_says_why(data: Any, request: Request) -> None:
    cache: Cache = {}
    first = normalize(Record(ORIGIN, data), request, cache)
    example, findings = first
    assert {finding.code for finding in findings} <= CODES
    assert all(finding.origin == ORIGIN for finding in findings)
    if example is None:
        assert findings
    else:
        dumps(example.body)
    assert repr(normalize(Record(ORIGIN, data), request, cache)) == repr(first)


@given(RECORDS)
def test_no_text_is_invented(data: Any) -> None:
    example, _ = normalize(Record(ORIGIN, data), Request(), {})
    if example is None:
        return
    known = list(texts_in(data))
    for turn in example.turns:
        if "/arguments" in turn.pointer:
            continue  # the arguments of a call are written as JSON anew
        lines = turn.text.split("\n") if turn.text not in known else [turn.text]
        assert all(any(line in text for text in known) for line in lines), turn


@given(RECORDS, REQUESTS)
def test_pointers_lead_to_the_texts(data: Any, request: Request) -> None:
    example, _ = normalize(Record(ORIGIN, data), request, {})
    for turn in () if example is None else example.turns:
        value: Any = example.body if example else None
        for step in turn.pointer.split("/")[1:]:
            value = value[int(step)] if isinstance(value, list) else value[step]
        assert value == turn.text


@given(RECORDS, REQUESTS)
def test_the_findings_can_be_told(data: Any, request: Request) -> None:
    rules = {rule.code: rule for rule in RULES}
    for finding in normalize(Record(ORIGIN, data), request, {})[1]:
        assert rules[finding.code].message.format(**finding.args)
        assert rules[finding.code].mend.format(**finding.args)


def test_an_unreadable_record_keeps_its_reasons() -> None:
    reason = Finding("SRC001", ORIGIN)
    assert normalize(Record(ORIGIN, UNREADABLE, "{", (reason,)), Request(), {}) == (None, (reason,))


@pytest.mark.parametrize("data", ["Hi", 7, None, True, [], ["a", "b"], [["a", "b"]], [{"a": 1}]])
def test_what_is_no_object_is_told(data: Any) -> None:
    assert understand(data).codes == ["MAP010"]


@pytest.mark.parametrize(
    ("keys", "layout"),
    [
        (("messages",), "chat"),
        (("messages", "prompt", "completion"), "chat"),
        (("messages", "chosen", "rejected"), "preference"),
        (("prompt", "completion"), "completion"),
        (("prompt", "chosen", "rejected"), "preference"),
        (("instruction", "input", "output"), "alpaca"),
        (("instruction", "response"), "table"),
        (("id", "conversations"), "sharegpt"),
        (("question", "answer"), "table"),
        (("a1", "b1"), None),
    ],
)
def test_the_layout_is_told_by_the_keys(keys: tuple[str, ...], layout: str | None) -> None:
    found, _ = normalizer_for(keys, Request())
    assert (found.name if found else None) == layout


def test_flags_are_stronger_than_keys() -> None:
    found, _ = normalizer_for(
        ("messages", "x", "y"), Request(columns={"user": "x", "assistant": "y"})
    )
    assert found is not None
    assert found.name == "table"
    asked = [layout.name for layout in normalizers.layouts(Request(columns={"user": "a"}))]
    usual = [layout.name for layout in normalizers.layouts(Request())]
    assert asked == ["preference", "table"]
    assert usual == ["preference", "chat", "sharegpt", "completion", "alpaca", "table"]
    assert {*normalizers.NAMES} == {*usual}


def test_the_cache_does_not_grow_without_end() -> None:
    cache: Cache = {}
    for number in range(3_000):
        normalize(Record(ORIGIN, {f"key {number}": "x"}), Request(), cache)
    assert len(cache) == 1_000


class TestWhatIsSaidOfUnknownColumns:
    def test_columns_samples_and_flags(self) -> None:
        found = understand(
            {"id": "17", "left side": "How do I pay?", "right": "By card, or " + "x" * 99}
        )
        assert found.codes == ["MAP001"]
        assert found.args[0]["flags"] == "--map 'user=left side' --map assistant=right"
        assert 'left side ("How do I pay?")' in found.args[0]["found"]
        assert "…" in found.args[0]["found"]
        assert "x" * 40 not in found.args[0]["found"]

    def test_a_known_side_is_proposed(self) -> None:
        found = understand(
            {"id": "1", "question": "2+2?", "options": ["3", "4"], "rationale": "Count."}
        )
        assert found.args[0]["flags"] == "--map user=question --map assistant=rationale"

    def test_rows_of_messages(self) -> None:
        found = understand({"chat_id": "1", "role": "user", "content": "Hi"})
        assert found.args[0]["flags"] == "--group-by chat_id --map role=role --map content=content"

    def test_nested_columns_have_paths(self) -> None:
        found = understand({"call": {"asked": "Too high", "told": "Sorry"}, "n": 1})
        assert "call.asked" in found.args[0]["found"]
        assert found.args[0]["flags"] == "--map user=call.asked --map assistant=call.told"

    def test_a_wide_table_is_not_told_in_full(self) -> None:
        found = understand({f"c{n}": "x" for n in range(300)})
        assert "and 288 more" in found.args[0]["found"]

    def test_the_proposed_flags_work(self) -> None:
        data = {"left": "How do I pay?", "right": "By card."}
        flags = understand(data).args[0]["flags"].split("--map ")[1:]
        columns = dict(flag.strip().split("=") for flag in flags)
        assert understand(data, Request(columns=columns)).codes == []


def test_a_dotted_path_prefers_the_longest_key() -> None:
    data = {"a.b": {"c": 1}, "a": {"b": {"c": 2}, "d": 3}}
    assert find(data, "a.b.c") == 2
    assert find(data, "a.b") == {"c": 1}
    assert find(data, "a.d") == 3
