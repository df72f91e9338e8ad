"""The faults of training files, in the words that were seen in public (formats.md 1.3)."""

from __future__ import annotations

import json
from typing import Any

import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.testing import broken, chat_examples, completion_examples, preference_examples
from ftprep.testing.server import RehearsalServer
from ftprep.testing.server.lines import Fault, fault_of
from tests.api_server.asking import MODEL, jsonl, tickets

GOOD = tickets(0, 12)
SFT: Any = {"type": "supervised"}
DPO: Any = {"type": "dpo"}
ASK = {"role": "user", "content": "q"}
SAY = {"role": "assistant", "content": "a"}

RECORDED: list[tuple[bytes, Any, str, str]] = [
    (
        jsonl(GOOD[:7]),
        SFT,
        "invalid_n_examples",
        "Training file has 7 example(s), but must have at least 10 examples",
    ),
    (
        jsonl([*GOOD, {"messages": [ASK, {"content": "a"}]}]),
        SFT,
        "invalid_training_file",
        (
            "The job failed due to an invalid training file. Invalid file format. Example 13, "
            "message 2 Discriminator 'role' is missing in value"
        ),
    ),
    (
        jsonl([{"text": "a"}]),
        SFT,
        "invalid_training_file",
        (
            "The job failed due to an invalid training file. Unexpected file format, expected "
            "either prompt/completion pairs or chat messages."
        ),
    ),
    (
        jsonl([*GOOD, {"messages": [ASK, SAY], "weight": 1}]),
        SFT,
        "invalid_file_format",
        'Invalid file format. Example 13 contains an extra "weight".',
    ),
    (
        jsonl([*GOOD, {"messages": [ASK, {**SAY, "content": "a<|fim_suffix|>b"}]}]),
        SFT,
        "invalid_file_format",
        "Invalid file format. Example 13 message contains an invalid token: <|fim_suffix|>.",
    ),
    (
        jsonl([{"input": {"messages": [ASK]}, "preferred_output": [SAY]}]),
        SFT,
        "invalid_file_format",
        "Invalid file format. Example 1 is missing key 'messages'",
    ),
    (
        jsonl(GOOD),
        DPO,
        "invalid_training_file",
        (
            "in the fine-tune-chat format, but the specified fine-tuning job is not using "
            "'supervised' as the training method (provided method=dpo)."
        ),
    ),
    (
        jsonl([{"preferred_output": [SAY], "non_preferred_output": [SAY]}]),
        DPO,
        "invalid_file_format",
        "Invalid file format. Example 1 is missing key 'input'",
    ),
    (
        jsonl(GOOD) + b'{"messages": [1 2]}\n',
        SFT,
        "invalid_training_file",
        (
            "Invalid file format. Example 13 cannot be parsed. Error: line contains invalid json: "
            "Expecting ',' delimiter: line 1 column 17 (char 16) (line 13)"
        ),
    ),
    (
        jsonl([*GOOD, 7]),
        SFT,
        "invalid_training_file",
        (
            "Expected file to have JSONL format, where every line is a JSON dictionary. Line 13 "
            'is not a dictionary (HINT: line starts with: "7...").'
        ),
    ),
]


@pytest.mark.parametrize(("content", "method", "code", "text"), RECORDED)
def test_the_job_fails_with_the_recorded_text(
    server: RehearsalServer,
    client: openai.OpenAI,
    content: bytes,
    method: Any,
    code: str,
    text: str,
) -> None:
    file = client.files.create(file=("a.jsonl", content), purpose="fine-tune")
    job = client.fine_tuning.jobs.create(
        model="gpt-4o-2024-08-06", training_file=file.id, method=method
    )
    assert job.status == "validating_files"
    server.advance(60)
    job = client.fine_tuning.jobs.retrieve(job.id)
    assert job.error is not None
    assert (job.status, job.error.code, job.error.param) == ("failed", code, "training_file")
    assert text in job.error.message
    assert client.fine_tuning.jobs.list_events(job.id).data[0].message == job.error.message


def test_a_file_has_one_format(server: RehearsalServer, client: openai.OpenAI) -> None:
    content = jsonl([*GOOD, {"prompt": "a", "completion": "b"}])
    file = client.files.create(file=("a.jsonl", content), purpose="fine-tune")
    job = client.fine_tuning.jobs.create(model=MODEL, training_file=file.id)
    server.advance(60)
    error = client.fine_tuning.jobs.retrieve(job.id).error
    assert error is not None
    assert "Example 13 is in another format" in error.message


def test_a_validation_file_is_named_as_such(server: RehearsalServer, client: openai.OpenAI) -> None:
    files = [
        client.files.create(file=("a.jsonl", jsonl(rows)), purpose="fine-tune").id
        for rows in (GOOD, [*GOOD[:2], {"messages": []}])
    ]
    job = client.fine_tuning.jobs.create(
        model=MODEL, training_file=files[0], validation_file=files[1]
    )
    server.advance(60)
    error = client.fine_tuning.jobs.retrieve(job.id).error
    assert error is not None
    assert (error.code, error.param) == ("invalid_validation_file", "validation_file")
    assert "invalid validation file. Invalid file format. Example 3" in error.message


def test_few_validation_examples_are_enough(server: RehearsalServer, client: openai.OpenAI) -> None:
    files = [
        client.files.create(file=("a.jsonl", jsonl(rows)), purpose="fine-tune").id
        for rows in (GOOD, GOOD[:1])
    ]
    job = client.fine_tuning.jobs.create(
        model=MODEL, training_file=files[0], validation_file=files[1]
    )
    server.advance(1_000)
    assert client.fine_tuning.jobs.retrieve(job.id).status == "succeeded"


def test_a_byte_order_mark_and_empty_lines_are_no_fault(
    server: RehearsalServer, client: openai.OpenAI
) -> None:
    content = b"\xef\xbb\xbf" + jsonl(GOOD).replace(b"\n", b"\n\n")
    file = client.files.create(file=("a.jsonl", content), purpose="fine-tune")
    job = client.fine_tuning.jobs.create(model=MODEL, training_file=file.id)
    server.advance(1_000)
    assert client.fine_tuning.jobs.retrieve(job.id).status == "succeeded"


MESSAGES = [
    ([], "List should have at least 1 item"),
    ("hello", "List should have at least 1 item"),
    ([ASK], "Last message must be from the assistant"),
    ([ASK, {**SAY, "role": "bot"}], "message 2 Input tag 'bot' found using 'role'"),
    ([{"role": "developer", "content": "x"}, ASK, SAY], "message 1 Input tag 'developer'"),
    ([ASK, {"role": "assistant"}], "message 2 content: Field required"),
    ([{"role": "user", "content": None}, SAY], "message 1 content: Input should be a valid string"),
    ([ASK, {**SAY, "content": 5}], "message 2 content: Input should be a valid string"),
    ([ASK, {**SAY, "weight": 2}], "message 2 weight: Input should be 0 or 1"),
    ([ASK, {**SAY, "weight": True}], "message 2 weight: Input should be 0 or 1"),
    ([ASK, {"role": "tool", "content": "x"}, SAY], "message 2 tool_call_id: Field required"),
    ([ASK, {**SAY, "thinking": "x"}], 'contains an extra "thinking"'),
    ([ASK, "hello"], "message 2 Input should be a valid dictionary"),
]


@pytest.mark.parametrize(("messages", "text"), MESSAGES)
def test_faults_of_messages(messages: object, text: str) -> None:
    line = json.dumps({"messages": messages}).encode()
    found = fault_of(line, 5, "supervised")
    assert isinstance(found, Fault)
    assert found.reason.startswith("Invalid file format. Example 5")
    assert text in found.reason


@given(chat_examples())
def test_right_chat_lines_are_taken(example: dict[str, Any]) -> None:
    assert fault_of(json.dumps(example).encode(), 1, "supervised") == example


@given(completion_examples())
def test_right_completion_lines_are_taken(example: dict[str, Any]) -> None:
    assert fault_of(json.dumps(example).encode(), 1, "supervised") == example


@given(preference_examples())
def test_right_preference_lines_are_taken(example: dict[str, Any]) -> None:
    assert fault_of(json.dumps(example).encode(), 1, "dpo") == example


@given(st.data(), st.sampled_from(["supervised", "dpo", "reinforcement"]))
def test_no_line_breaks_the_server(data: st.DataObject, method: str) -> None:
    values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
        ),
        max_leaves=12,
    )
    line = data.draw(st.binary(max_size=40) | values.map(lambda value: json.dumps(value).encode()))
    found = fault_of(line, 3, method)
    assert isinstance(found, dict) or found.text("training")


@given(st.data())
def test_lines_with_a_fault_of_shape_are_refused(data: st.DataObject) -> None:
    makers = {"supervised": chat_examples(), "dpo": preference_examples()}
    method = data.draw(st.sampled_from(sorted(makers)))
    line = data.draw(broken(makers[method]))
    assert isinstance(fault_of(json.dumps(line).encode(), 3, method), Fault)


KEYS = ["messages", "role", "content", "input", "preferred_output", "non_preferred_output"]
KEYS += ["prompt", "completion", "weight", "tool_calls"]
