"""Answers of models: deterministic, better when tuned, cut as asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest

from ftprep.testing.server import Options, RehearsalServer
from ftprep.testing.server.limit import RateLimit
from ftprep.testing.server.refusal import Refusal
from tests.api_server.asking import KEY, LABELS, MODEL, strict, ticket, tickets, trained, upload


def says(client: openai.OpenAI, model: str, messages: Any, **wishes: Any) -> str:
    answer = client.chat.completions.create(model=model, messages=messages, **wishes)
    strict(answer)
    return answer.choices[0].message.content or ""


@pytest.fixture
def tuned(server: RehearsalServer, client: openai.OpenAI) -> str:
    job = trained(server, client, tickets(0, 60), tickets(60, 120))
    assert job.fine_tuned_model is not None
    return job.fine_tuned_model


def right(client: openai.OpenAI, model: str, start: int, stop: int) -> float:
    """The share of right answers."""
    hits = [says(client, model, ticket(n)) == LABELS[n % 3] for n in range(start, stop)]
    return sum(hits) / len(hits)


def test_training_tells(client: openai.OpenAI, tuned: str) -> None:
    assert right(client, tuned, 0, 60) == 1
    assert right(client, tuned, 60, 120) > 0.8
    assert 0.1 < right(client, MODEL, 60, 120) < 0.6
    # The word for the label stands in the question, so that its like is found.
    assert right(client, tuned, 200, 230) > 0.6


def test_the_same_question_gets_the_same_answer(client: openai.OpenAI, tuned: str) -> None:
    for model in (tuned, MODEL):
        assert len({says(client, model, ticket(70), temperature=n / 2) for n in range(4)}) == 1


def test_a_base_model_alone_answers(client: openai.OpenAI) -> None:
    assert says(client, MODEL, [{"role": "user", "content": "Hello there"}])


@pytest.mark.parametrize(
    ("wishes", "text", "finish"),
    [
        ({}, "one two three END four", "stop"),
        ({"stop": " END"}, "one two three", "stop"),
        ({"stop": ["x", " three"]}, "one two", "stop"),
        ({"max_tokens": 2}, "one two", "length"),
        ({"max_completion_tokens": 2}, "one two", "length"),
    ],
)
def test_answers_are_cut_as_asked(
    server: RehearsalServer, client: openai.OpenAI, wishes: Any, text: str, finish: str
) -> None:
    rows = tickets(0, 10)
    rows[0]["messages"][-1]["content"] = "one two three END four"
    model = trained(server, client, rows).fine_tuned_model
    assert model is not None
    messages: Any = ticket(0)
    answer = client.chat.completions.create(model=model, messages=messages, **wishes)
    choice = answer.choices[0]
    assert (choice.message.content, choice.finish_reason) == (text, finish)


def test_as_many_answers_as_asked(client: openai.OpenAI, tuned: str) -> None:
    messages: Any = ticket(0)
    answer = client.chat.completions.create(model=tuned, messages=messages, n=3)
    assert [choice.index for choice in answer.choices] == [0, 1, 2]
    assert answer.usage is not None
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens


def test_a_streamed_answer_is_the_same(client: openai.OpenAI, tuned: str) -> None:
    messages: Any = ticket(0)
    with client.chat.completions.stream(model=tuned, messages=messages) as stream:
        final = stream.get_final_completion()
    assert final.choices[0].message.content == says(client, tuned, messages) == LABELS[0]


TOOLS: Any = [
    {
        "type": "function",
        "function": {
            "name": "open_ticket",
            "parameters": {"type": "object", "properties": {"topic": {"type": "string"}}},
        },
    }
]


def test_tools_are_called_when_that_was_taught(
    server: RehearsalServer, client: openai.OpenAI
) -> None:
    rows = []
    for row in tickets(0, 10):
        topic = row["messages"].pop()["content"]
        function = {"name": "open_ticket", "arguments": json.dumps({"topic": topic})}
        call = {"id": "call_1", "type": "function", "function": function}
        rows.append({"messages": [*row["messages"], {"role": "assistant", "tool_calls": [call]}]})
        rows[-1]["tools"] = TOOLS
    model = trained(server, client, rows).fine_tuned_model
    assert model is not None
    messages: Any = ticket(1)
    answer = client.chat.completions.create(model=model, messages=messages, tools=TOOLS)
    strict(answer)
    choice = answer.choices[0]
    assert choice.finish_reason == "tool_calls"
    assert choice.message.tool_calls is not None
    called: Any = choice.message.tool_calls[0]
    assert json.loads(called.function.arguments) == {"topic": "login"}
    with client.chat.completions.stream(model=model, messages=messages, tools=TOOLS) as stream:
        streamed: Any = stream.get_final_completion().choices[0].message.tool_calls
    assert streamed[0].function.arguments == called.function.arguments
    assert says(client, model, messages) == '{"topic": "login"}'


def test_legacy_completions(server: RehearsalServer, client: openai.OpenAI) -> None:
    rows = [{"prompt": f"ticket {n} ->", "completion": f" {LABELS[n % 3]} END"} for n in range(12)]
    model = trained(server, client, rows).fine_tuned_model
    assert model is not None
    answer = client.completions.create(model=model, prompt="ticket 4 ->", stop=" END")
    strict(answer)
    assert (answer.choices[0].text, answer.choices[0].finish_reason) == (" login", "stop")
    assert client.completions.create(model=model, prompt="x", max_tokens=1).choices[0].text


@pytest.mark.parametrize("model", ["gpt-9", "ft:gpt-4o-mini-2024-07-18:rehearsal::gone"])
def test_an_unknown_model(client: openai.OpenAI, model: str) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        says(client, model, ticket(0))
    assert caught.value.code == "model_not_found"


def test_models(server: RehearsalServer, client: openai.OpenAI, tuned: str) -> None:
    listed = list(client.models.list())
    for model in listed:
        strict(model)
    assert tuned in [model.id for model in listed]
    strict(client.models.retrieve(tuned))
    strict(client.models.delete(tuned))
    assert tuned not in [model.id for model in client.models.list()]
    with pytest.raises(openai.NotFoundError):
        says(client, tuned, ticket(0))
    with pytest.raises(openai.PermissionDeniedError):
        client.models.delete(MODEL)
    assert server.state()["models"] > 0  # its checkpoints


def test_wrong_questions_are_refused(http: httpx.Client) -> None:
    asked = [
        ({"messages": ticket(0)}, "model"),
        ({"model": MODEL}, "messages"),
        ({"model": MODEL, "messages": []}, "messages"),
        ({"model": MODEL, "messages": [{"role": "bot", "content": ""}]}, "messages[0].role"),
        ({"model": MODEL, "messages": [{"role": "user"}]}, "messages[0].content"),
        ({"model": MODEL, "messages": ticket(0), "temperature": 3}, "temperature"),
        ({"model": MODEL, "messages": ticket(0), "epochs": 3}, "epochs"),
    ]
    for body, param in asked:
        answer = http.post("/chat/completions", json=body)
        assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)
    broken = http.post("/chat/completions", content=b'{"model"')
    assert broken.status_code == 400
    assert "not valid JSON" in broken.json()["error"]["message"]


def test_the_limit_of_calls_is_told_and_kept(tmp_path: Path) -> None:
    with (
        RehearsalServer(tmp_path, Options(requests_per_minute=3)) as server,
        httpx.Client(base_url=server.base_url, headers={"authorization": f"Bearer {KEY}"}) as http,
    ):
        body = {"model": MODEL, "messages": ticket(0)}
        answers = [http.post("/chat/completions", json=body) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    left = [answer.headers["x-ratelimit-remaining-requests"] for answer in answers]
    assert left == ["2", "1", "0", "0"]
    assert answers[-1].json()["error"]["code"] == "rate_limit_exceeded"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 20


def test_a_client_that_waits_as_told_is_served() -> None:
    now = 0.0
    limit = RateLimit(6, lambda: now)
    for _ in range(6):
        limit.take("m")
    for _ in range(20):
        with pytest.raises(Refusal) as caught:
            limit.take("m")
        now += int(caught.value.headers["retry-after-ms"]) / 1000
        limit.take("m")


def test_a_file_is_not_needed_any_more(server: RehearsalServer, client: openai.OpenAI) -> None:
    file = upload(client, tickets(0, 10))
    job = client.fine_tuning.jobs.create(model=MODEL, training_file=file.id)
    server.advance(100)
    client.fine_tuning.jobs.retrieve(job.id)
    server.advance(1_000)
    model = client.fine_tuning.jobs.retrieve(job.id).fine_tuned_model
    assert model is not None
    client.files.delete(file.id)
    assert says(client, model, ticket(3)) == LABELS[0]
