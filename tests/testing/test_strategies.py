"""What the strategies make is what they say."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ftprep import check
from ftprep.jsonwrite import dumps
from ftprep.model import Kind, Origin, Record
from ftprep.normalizers import normalize
from ftprep.normalizers.normalizer import Request
from ftprep.readers.reader import Hints
from ftprep.report.report import Report
from ftprep.rules.catalog import catalog
from ftprep.rules.rule import Scope
from ftprep.schemas import explain, gate
from ftprep.testing import (
    broken,
    chat_examples,
    completion_examples,
    hostile_texts,
    preference_examples,
    records,
    texts,
    tool_conversations,
)

LINES = {
    "chat": (Kind.CHAT, chat_examples()),
    "tools": (Kind.CHAT, tool_conversations()),
    "completion": (Kind.COMPLETION, completion_examples()),
    "preference": (Kind.PREFERENCE, preference_examples()),
}
ANY = st.one_of([strategy for _, strategy in LINES.values()])
OF_ONE = {code for code, rule in catalog().items() if rule.scope is not Scope.DATASET}
"""Rules that do not speak of all lines together, nor of the model."""


def report_of(lines: list[Any], kind: Kind | None = None) -> Report:
    from ftprep import Config

    with TemporaryDirectory() as folder:
        path = Path(folder) / "lines.jsonl"
        path.write_bytes(b"".join(dumps(line) + b"\n" for line in lines))
        # A line that is a list would else be taken for the whole document.
        return check(path, Config(kind=kind, hints=Hints(format="jsonl")))


@pytest.mark.parametrize("name", LINES)
def test_lines_are_valid_by_the_schema(name: str) -> None:
    kind, strategy = LINES[name]

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(strategy)
    def holds(line: dict[str, Any]) -> None:
        assert gate(kind)(line), list(explain(kind, line))

    holds()


@pytest.mark.parametrize("name", LINES)
def test_the_check_finds_no_error_in_lines(name: str) -> None:
    kind, strategy = LINES[name]

    @settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(strategy, min_size=1, max_size=8))
    def holds(lines: list[dict[str, Any]]) -> None:
        report = report_of(lines, kind)
        errors = [
            (row.code, row.message)
            for row in report.findings
            if row.level == "error" and row.code in OF_ONE
        ]
        assert not errors
        assert report.summary.examples == len(lines)

    holds()


@settings(max_examples=100)
@given(records())
def test_records_are_understood(record: dict[str, Any]) -> None:
    example, findings = normalize(Record(Origin(0), record), Request(), {})
    assert example is not None, findings


@settings(max_examples=100)
@given(tool_conversations())
def test_calls_fit_their_tools(line: dict[str, Any]) -> None:
    tools = {tool["function"]["name"]: tool["function"]["parameters"] for tool in line["tools"]}
    calls = [call for message in line["messages"] for call in message.get("tool_calls", ())]
    answers = [message["tool_call_id"] for message in line["messages"] if message["role"] == "tool"]
    assert answers == [call["id"] for call in calls]
    for call in calls:
        arguments = json.loads(call["function"]["arguments"])
        assert set(arguments) == set(tools[call["function"]["name"]]["required"])


@settings(max_examples=150)
@given(broken(ANY))
def test_no_schema_accepts_what_is_broken(line: Any) -> None:
    assert not any(gate(kind)(line) for kind in Kind)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(broken(ANY), min_size=1, max_size=8))
def test_what_is_broken_is_told_and_never_raises(lines: list[Any]) -> None:
    report = report_of(lines)
    assert report.summary.records == len(lines)
    assert report.findings_total


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(chat_examples(hostile_texts()), min_size=1, max_size=5))
def test_hostile_texts_never_raise(lines: list[Any]) -> None:
    assert report_of(lines).summary.records == len(lines)


def test_a_line_is_left_whole() -> None:
    line = {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}
    before = copy.deepcopy(line)
    find(broken(st.just(line)), lambda each: isinstance(each, dict) and not each)
    assert line == before


@pytest.mark.parametrize(
    ("strategy", "holds"),
    [
        (chat_examples(), lambda line: line["messages"][0]["role"] == "system"),
        (chat_examples(), lambda line: len(line["messages"]) > 4),
        (chat_examples(), lambda line: any("weight" in m for m in line["messages"])),
        (tool_conversations(), lambda line: len(line["tools"]) > 1),
        (tool_conversations(), lambda line: line["tools"][0]["function"]["parameters"]["required"]),
        (records(), lambda record: "conversations" in record),
        (records(), lambda record: "instruction" in record),
        (records(), lambda record: "question" in record),
        (broken(chat_examples()), lambda line: not isinstance(line, dict)),
        (broken(chat_examples()), lambda line: isinstance(line, dict) and "messages" not in line),
        (hostile_texts(), lambda text: "\x1b" in text),
        (texts(), lambda text: not text.isascii()),
        (chat_examples(hostile_texts()), lambda line: "\x00" in line["messages"][-1]["content"]),
    ],
)
def test_what_can_be_made(strategy: SearchStrategy[Any], holds: Any) -> None:
    find(strategy, holds, settings=settings(max_examples=5_000, deadline=None))
