"""Jobs: their life, their log, what they leave, and what is refused."""

from __future__ import annotations

import base64
import csv
import io
import itertools
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from openai.types.fine_tuning import FineTuningJob

from ftprep.cost import default_epochs
from ftprep.testing.running import checked
from ftprep.testing.server import Options, RehearsalServer, life
from tests.api_server.asking import KEY, MODEL, jsonl, strict, tickets, trained, upload


def valid(job: FineTuningJob) -> None:
    """The job is what the client's model says; save that `error` is an object without values
    while nothing failed, as the API was seen to answer."""
    strict(job.model_copy(update={"error": None}) if job.status != "failed" else job)


@pytest.fixture
def job(server: RehearsalServer, client: openai.OpenAI) -> FineTuningJob:
    """A job that has just been made."""
    files = [upload(client, tickets(*span)).id for span in ((0, 20), (20, 30))]
    return client.fine_tuning.jobs.create(
        model="gpt-4o-mini", training_file=files[0], validation_file=files[1], suffix="tickets"
    )


def test_a_job_lives(job: FineTuningJob, server: RehearsalServer, client: openai.OpenAI) -> None:
    seen = [job.status]
    for _ in range(60):
        server.advance(5)
        now = client.fine_tuning.jobs.retrieve(job.id)
        valid(now)
        if now.status != seen[-1]:
            seen.append(now.status)
        if now.status in ("queued", "running"):
            assert now.estimated_finish is not None
            assert now.trained_tokens is None
    assert seen == ["validating_files", "queued", "running", "succeeded"]
    assert now.model == MODEL
    assert now.hyperparameters.n_epochs == default_epochs(20) == 5
    assert now.fine_tuned_model == f"ft:{MODEL}:rehearsal:tickets:{job.id[-8:]}"
    assert now.finished_at is not None
    assert job.created_at < now.finished_at


def test_the_log_tells_it_in_order(
    job: FineTuningJob, server: RehearsalServer, client: openai.OpenAI
) -> None:
    server.advance(1_000)
    events = list(client.fine_tuning.jobs.list_events(job.id))[::-1]
    for event in events:
        # `moderation_checks` is in OpenAI's guide, not in the client's list of types.
        strict(event.model_copy(update={"type": "message"}))
    assert all(a.created_at <= b.created_at for a, b in itertools.pairwise(events))
    files = f"training file: {job.training_file} and validation file: {job.validation_file}"
    told = [event.message for event in events if event.type != "metrics"]
    assert told[:4] == [
        f"Created fine-tuning job: {job.id}",
        f"Validating {files}",
        "Files validated, moving job to queued state",
        "Fine-tuning job started",
    ]
    assert told[-1] == "The job has successfully completed"
    steps: list[Any] = [event.data for event in events if event.type == "metrics"]
    assert [row["step"] for row in steps] == list(range(1, 101))
    assert {row["total_steps"] for row in steps} == {100}
    assert steps[-1]["train_loss"] < steps[0]["train_loss"] / 2
    assert "full_valid_loss" in steps[-1]


@pytest.mark.parametrize("limit", [1, 3, 50, 100])
def test_events_come_in_pages_newest_first(
    job: FineTuningJob, server: RehearsalServer, client: openai.OpenAI, limit: int
) -> None:
    server.advance(1_000)
    all_events = [event.id for event in client.fine_tuning.jobs.list_events(job.id, limit=100)]
    assert len(all_events) == len(set(all_events)) > 100
    if limit == 1:
        first = client.fine_tuning.jobs.list_events(job.id, limit=1)
        assert (first.has_more, [event.id for event in first.data]) == (True, all_events[:1])
    else:
        pages = client.fine_tuning.jobs.list_events(job.id, limit=limit)
        assert [event.id for event in pages] == all_events


def test_checkpoints_of_the_last_three_epochs_can_be_asked(
    job: FineTuningJob, server: RehearsalServer, client: openai.OpenAI
) -> None:
    assert client.fine_tuning.jobs.checkpoints.list(job.id).data == []
    server.advance(1_000)
    done = client.fine_tuning.jobs.retrieve(job.id)
    saved = client.fine_tuning.jobs.checkpoints.list(job.id).data
    for checkpoint in saved:
        strict(checkpoint)
        client.models.retrieve(checkpoint.fine_tuned_model_checkpoint)
    assert [checkpoint.step_number for checkpoint in saved] == [100, 80, 60]
    assert saved[0].fine_tuned_model_checkpoint == done.fine_tuned_model
    assert saved[1].fine_tuned_model_checkpoint == f"{done.fine_tuned_model}:ckpt-step-80"


def test_training_goes_on_from_a_tuned_model(
    server: RehearsalServer, client: openai.OpenAI
) -> None:
    first = trained(server, client, tickets(0, 10))
    assert first.fine_tuned_model is not None
    second = trained(server, client, tickets(10, 20), model=first.fine_tuned_model)
    assert second.model == first.fine_tuned_model
    assert second.fine_tuned_model is not None
    assert second.fine_tuned_model.startswith(f"ft:{MODEL}:")


def columns(text: str) -> list[str]:
    return next(csv.reader(io.StringIO(text)))


def test_the_result_file_is_a_table_in_base64(
    job: FineTuningJob, server: RehearsalServer, client: openai.OpenAI
) -> None:
    server.advance(1_000)
    (result,) = client.fine_tuning.jobs.retrieve(job.id).result_files
    strict(client.files.retrieve(result))
    table = base64.b64decode(client.files.content(result).read(), validate=True).decode()
    assert columns(table) == [
        "step",
        "train_loss",
        "train_accuracy",
        "valid_loss",
        "valid_mean_token_accuracy",
    ]
    assert len(table.splitlines()) == 101


def test_azures_result_file_has_columns_of_its_own(tmp_path: Path) -> None:
    with (
        RehearsalServer(tmp_path, Options(0, flavour="azure", results="plain")) as server,
        openai.OpenAI(base_url=server.base_url, api_key=KEY) as client,
    ):
        done = trained(server, client, tickets(0, 10), tickets(10, 20))
        table = client.files.content(done.result_files[0]).text
    assert columns(table) == [
        "step",
        "train_loss",
        "train_mean_token_accuracy",
        "valid_loss",
        "validation_mean_token_accuracy",
        "full_valid_loss",
        "full_valid_mean_token_accuracy",
    ]


@pytest.mark.parametrize("when", [0, 40, 100, 200])
def test_a_cancelled_job_stays_cancelled(
    job: FineTuningJob, server: RehearsalServer, client: openai.OpenAI, when: int
) -> None:
    server.advance(when)
    valid(client.fine_tuning.jobs.cancel(job.id))
    server.advance(10_000)
    after = client.fine_tuning.jobs.retrieve(job.id)
    assert (after.status, after.fine_tuned_model) == ("cancelled", None)
    with pytest.raises(openai.BadRequestError, match="already completed"):
        client.fine_tuning.jobs.cancel(job.id)


@pytest.mark.parametrize("when", [40, 100, 190])
def test_a_paused_job_waits(
    job: FineTuningJob, server: RehearsalServer, client: openai.OpenAI, when: int
) -> None:
    server.advance(when)
    jobs = client.fine_tuning.jobs
    # The client's types do not know the word, OpenAI's own example of pausing does.
    assert str(jobs.pause(job.id).status) == "paused"
    events = len(client.fine_tuning.jobs.list_events(job.id, limit=100).data)
    server.advance(10_000)
    assert str(jobs.retrieve(job.id).status) == "paused"
    assert len(client.fine_tuning.jobs.list_events(job.id, limit=100).data) == events
    client.fine_tuning.jobs.resume(job.id)
    server.advance(20)
    assert client.fine_tuning.jobs.retrieve(job.id).status in ("queued", "running")
    server.advance(300)
    assert client.fine_tuning.jobs.retrieve(job.id).status == "succeeded"
    started = [e.message for e in client.fine_tuning.jobs.list_events(job.id)]
    assert started.count("Fine-tuning job started") == 1
    for ask in (client.fine_tuning.jobs.pause, client.fine_tuning.jobs.resume):
        with pytest.raises(openai.BadRequestError):
            ask(job.id)


def test_jobs_are_listed_newest_first_and_by_metadata(client: openai.OpenAI) -> None:
    file = upload(client, tickets(0, 10)).id
    made = [
        client.fine_tuning.jobs.create(
            model=MODEL, training_file=file, metadata={"run": str(n % 2)}
        ).id
        for n in range(5)
    ]
    assert [job.id for job in client.fine_tuning.jobs.list(limit=2)] == made[::-1]
    ours = client.fine_tuning.jobs.list(metadata={"run": "1"})
    assert [job.id for job in ours] == [made[3], made[1]]
    assert ours.data[0].metadata == {"run": "1"}


def test_trained_tokens_are_what_ftprep_says(
    server: RehearsalServer, client: openai.OpenAI, tmp_path: Path
) -> None:
    path = tmp_path / "train.jsonl"
    path.write_bytes(jsonl(tickets(0, 25)))
    told = checked(path, ("--model", MODEL))["cost"]
    done = trained(server, client, tickets(0, 25))
    assert told["exact"]
    assert (done.trained_tokens, done.hyperparameters.n_epochs) == (
        told["billed_tokens"],
        told["epochs"],
    )


def test_what_was_chosen_is_kept(server: RehearsalServer, client: openai.OpenAI) -> None:
    chosen: Any = {"n_epochs": 2, "batch_size": 4, "learning_rate_multiplier": 0.5}
    done = trained(
        server,
        client,
        tickets(0, 20),
        seed=7,
        method={"type": "supervised", "supervised": {"hyperparameters": chosen}},
        integrations=[{"type": "wandb", "wandb": {"project": "p", "tags": ["a"]}}],
    )
    assert done.hyperparameters.to_dict() == chosen
    assert done.seed == 7
    assert done.integrations is not None
    assert done.integrations[0].wandb.project == "p"
    steps = client.fine_tuning.jobs.list_events(done.id, limit=100).data
    assert sum(event.type == "metrics" for event in steps) == 20 * 2 // 4


def test_a_preference_job(server: RehearsalServer, client: openai.OpenAI) -> None:
    rows = [
        {
            "input": {"messages": row["messages"][:2]},
            "preferred_output": row["messages"][2:],
            "non_preferred_output": [{"role": "assistant", "content": "no idea"}],
        }
        for row in tickets(0, 10)
    ]
    method: Any = {"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.2}}}
    done = trained(server, client, rows, method=method, model="gpt-4o-2024-08-06")
    assert done.status == "succeeded", done.error
    assert done.method is not None
    assert done.method.dpo is not None
    assert done.method.dpo.hyperparameters is not None
    assert done.method.dpo.hyperparameters.beta == 0.2


def test_a_fault_of_the_service_fails_the_job(
    job: FineTuningJob, server: RehearsalServer, client: openai.OpenAI
) -> None:
    server.fail_job("exceeded_quota", "You exceeded your quota.", None)
    server.advance(1_000)
    after = client.fine_tuning.jobs.retrieve(job.id)
    valid(after)
    assert after.error is not None
    assert (after.status, after.error.code) == ("failed", "exceeded_quota")
    newest = client.fine_tuning.jobs.list_events(job.id).data[0]
    assert (newest.level, newest.message) == ("error", "You exceeded your quota.")


@pytest.mark.parametrize("step", ["write_results", "checkpoint", "message", "metrics", "judge"])
def test_a_step_that_breaks_off_is_done_once(
    job: FineTuningJob,
    server: RehearsalServer,
    client: openai.OpenAI,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    """As when the server is killed in the middle of it."""
    whole = getattr(life, step)
    left = [1]

    def broken(*args: Any) -> Any:
        done = whole(*args)
        if left and left.pop():
            raise InterruptedError
        return done

    monkeypatch.setattr(life, step, broken)
    server.advance(1_000)
    with pytest.raises(openai.InternalServerError):
        client.fine_tuning.jobs.retrieve(job.id)
    # The broken answer ended the connection.
    done = client.with_options(max_retries=3).fine_tuning.jobs.retrieve(job.id)
    assert done.status == "succeeded"
    assert server.state()["files"] == 3
    assert len(client.fine_tuning.jobs.checkpoints.list(job.id).data) == 3
    told = [event.message for event in client.fine_tuning.jobs.list_events(job.id, limit=100)]
    assert len(told) == len(set(told)) == 109


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"model": "gpt-9"}, "model", "model_not_available"),
    ({"model": "babbage-002"}, "model", "model_not_available"),
    ({"model": "ft:gpt-4o-mini-2024-07-18:nobody::abcdefgh"}, "model", "model_not_available"),
    ({"training_file": "file-of-nobody"}, "training_file", "file_not_found"),
    ({"validation_file": "file-of-nobody"}, "validation_file", "file_not_found"),
    ({"training_file": None}, "training_file", "invalid_type"),
    ({"suffix": ""}, "suffix", "string_below_min_length"),
    ({"suffix": "x" * 65}, "suffix", "string_above_max_length"),
    ({"seed": 2**31}, "seed", "integer_above_max_value"),
    ({"hyperparameters": {"n_epochs": 51}}, "hyperparameters.n_epochs", "integer_above_max_value"),
    (
        {"hyperparameters": {"batch_size": 0}},
        "hyperparameters.batch_size",
        "integer_below_min_value",
    ),
    ({"method": {"type": "sft"}}, "method.type", "invalid_value"),
    ({"metadata": {"k" * 65: "v"}}, "metadata", "string_above_max_length"),
    ({"metadata": {str(n): "v" for n in range(17)}}, "metadata", "object_above_max_properties"),
    ({"metadata": {"k": 1}}, "metadata.k", "invalid_type"),
    ({"integrations": [{"type": "wandb"}]}, "integrations[0]", "missing_required_parameter"),
    ({"epochs": 3}, "epochs", "unknown_parameter"),
]


@pytest.mark.parametrize(("wish", "param", "code"), REFUSED)
def test_wrong_wishes_are_refused(
    http: httpx.Client, client: openai.OpenAI, wish: dict[str, Any], param: str, code: str
) -> None:
    file = upload(client, tickets(0, 10)).id
    answer = http.post("/fine_tuning/jobs", json={"model": MODEL, "training_file": file, **wish})
    error = answer.json()["error"]
    assert answer.status_code == 400
    assert error["param"].startswith(param)
    assert error["code"] == code
    assert http.get("/fine_tuning/jobs").json()["data"] == []


def test_a_file_for_something_else_trains_nothing(client: openai.OpenAI) -> None:
    file = client.files.create(file=("a.jsonl", jsonl(tickets(0, 10))), purpose="batch")
    with pytest.raises(openai.BadRequestError, match="purpose"):
        client.fine_tuning.jobs.create(model=MODEL, training_file=file.id)


def test_when_fine_tuning_is_closed(tmp_path: Path) -> None:
    with (
        RehearsalServer(tmp_path, Options(access="closed")) as server,
        openai.OpenAI(base_url=server.base_url, api_key=KEY, max_retries=0) as client,
    ):
        file = upload(client, tickets(0, 10))
        with pytest.raises(openai.PermissionDeniedError):
            client.fine_tuning.jobs.create(model=MODEL, training_file=file.id)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "integer_below_min_value"),
        ("limit=101", "integer_above_max_value"),
        ("limit=x", "invalid_type"),
        ("order=up", "invalid_value"),
    ],
)
def test_wrong_queries_are_refused(http: httpx.Client, query: str, code: str) -> None:
    answer = http.get(f"/fine_tuning/jobs?{query}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_nobodys_job(client: openai.OpenAI) -> None:
    jobs = client.fine_tuning.jobs
    for ask in (jobs.retrieve, jobs.cancel, jobs.pause, jobs.resume, jobs.list_events):
        with pytest.raises(openai.NotFoundError) as caught:
            ask("ftjob-of-nobody")
        assert caught.value.code == "fine_tune_not_found"
