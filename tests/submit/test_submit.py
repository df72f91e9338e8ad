"""`ftprep submit` from end to end, against a server on this machine."""

from __future__ import annotations

import io
import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ftprep.schemas import explain
from ftprep.submit.connect import connect
from ftprep.submit.settings import KEY as MARK
from ftprep.testing.server import RehearsalServer
from tests.rehearsing import Said, record

Run = Callable[..., Said]


def counts(server: RehearsalServer) -> tuple[int, int]:
    """Files uploaded for training and jobs started."""
    service = connect("openai")
    return len(list(service.files())), len(list(service.jobs()))


def test_it_uploads_both_files_and_starts_one_job(
    server: RehearsalServer, out: Path, ftprep: Run
) -> None:
    done = ftprep("submit", out, "--yes")
    assert done.code == 0
    assert "tokens, exact" in done.text
    assert "Price <$0.01" in done.text
    content = record(out)
    assert next(explain("job", content), None) is None
    job = connect("openai").job(content["jobs"][0]["id"])
    assert job.training_file == content["files"][0]["id"]
    assert job.validation_file == content["files"][1]["id"]
    assert job.metadata[MARK] == content["jobs"][0]["key"]
    assert job.id in done.out
    assert counts(server) == (2, 1)


def test_a_second_run_sends_nothing(server: RehearsalServer, out: Path, ftprep: Run) -> None:
    ftprep("submit", out, "--yes")
    again = ftprep("submit", out)
    assert again.code == 0
    assert "nothing was uploaded or started again" in again.text
    assert counts(server) == (2, 1)


def test_a_job_that_the_service_does_not_know_is_not_started_anew(
    server: RehearsalServer, out: Path, ftprep: Run
) -> None:
    ftprep("submit", out, "--yes")
    content = record(out)
    content["jobs"][0]["id"] = "ftjob-gone"
    (out / "sums_job.json").write_text(json.dumps(content), encoding="utf-8")
    again = ftprep("submit", out, "--yes")
    assert again.code == 2
    assert "move that file away to start anew" in again.text
    assert counts(server) == (2, 1)


def test_the_bill_is_told_when_the_job_has_ended(
    server: RehearsalServer, out: Path, ftprep: Run
) -> None:
    ftprep("submit", out, "--yes")
    server.advance(100_000)
    again = ftprep("submit", out, "--yes")
    assert "as estimated" in again.text
    job = record(out)["jobs"][0]
    assert job["bill"]["trained_tokens"] == job["estimate"]["billed_tokens"]
    assert job["fine_tuned_model"] in again.out


def test_all_settings_reach_the_service(server: RehearsalServer, out: Path, ftprep: Run) -> None:
    done = ftprep(
        "submit", out, "--yes", "--epochs", "2", "--batch-size", "4", "--suffix", "mine",
        "--learning-rate-multiplier", "0.5", "--seed", "7", "--integration", "wandb:sums",
        "--metadata", "team=maths", "--metadata", "note=a=b",
    )  # fmt: skip
    assert done.code == 0
    raw = connect("openai").job(record(out)["jobs"][0]["id"]).raw
    chosen = raw["method"]["supervised"]["hyperparameters"]
    assert chosen["n_epochs"] == 2
    assert chosen["batch_size"] == 4
    assert chosen["learning_rate_multiplier"] == 0.5
    assert raw["seed"] == 7
    assert raw["metadata"]["team"] == "maths"
    assert raw["metadata"]["note"] == "a=b"
    assert raw["integrations"][0]["wandb"]["project"] == "sums"


def test_other_settings_are_another_job_with_the_same_files(
    server: RehearsalServer, out: Path, ftprep: Run
) -> None:
    ftprep("submit", out, "--yes")
    ftprep("submit", out, "--yes", "--seed", "8")
    assert counts(server) == (2, 2)
    assert len({job["id"] for job in record(out)["jobs"]}) == 2


def test_a_lost_record_is_found_again(server: RehearsalServer, out: Path, ftprep: Run) -> None:
    ftprep("submit", out, "--yes")
    before = record(out)
    (out / "sums_job.json").unlink()
    ftprep("submit", out, "--yes")
    after = record(out)
    assert [each["id"] for each in after["files"]] == [each["id"] for each in before["files"]]
    assert after["jobs"][0]["id"] == before["jobs"][0]["id"]
    assert counts(server) == (2, 1)


def test_a_job_that_failed_can_be_started_again(
    server: RehearsalServer, out: Path, ftprep: Run
) -> None:
    server.fail_job("server_error", "The job failed due to an internal error.")
    ftprep("submit", out, "--yes")
    server.advance(100_000)
    told = ftprep("submit", out, "--yes")
    assert told.code == 1
    assert "internal error" in told.text
    assert ftprep("submit", out, "--yes").code == 0
    assert counts(server) == (2, 2)
    jobs = record(out)["jobs"]
    assert jobs[0]["status"] == "failed"
    assert len({job["id"] for job in jobs}) == 2


def test_a_file_that_was_deleted_is_uploaded_again(
    server: RehearsalServer, out: Path, ftprep: Run
) -> None:
    import openai

    ftprep("submit", out, "--yes")
    openai.OpenAI().files.delete(record(out)["files"][0]["id"])
    assert ftprep("submit", out, "--yes", "--seed", "1").code == 0
    assert counts(server) == (2, 2)


def test_a_dry_run_needs_neither_key_nor_network(
    out: Path, ftprep: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    done = ftprep("submit", out, "--dry-run")
    assert done.code == 0
    assert "Nothing was sent" in done.out
    assert not (out / "sums_job.json").exists()


def test_without_a_terminal_it_wants_yes(server: RehearsalServer, out: Path, ftprep: Run) -> None:
    done = ftprep("submit", out)
    assert done.code == 2
    assert "--yes" in done.err
    assert counts(server) == (0, 0)


class Terminal(io.StringIO):
    """Somebody who answers."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "sent"), [("n\n", (0, 0)), ("\n", (0, 0)), ("y\n", (2, 1))])
def test_it_asks(
    server: RehearsalServer, out: Path, ftprep: Run, monkeypatch: pytest.MonkeyPatch,
    answer: str, sent: tuple[int, int],
) -> None:  # fmt: skip
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    assert ftprep("submit", out).code == 0
    assert counts(server) == sent


def test_an_end_instead_of_an_answer_sends_nothing(
    server: RehearsalServer, out: Path, ftprep: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(""))
    assert "Nothing was sent" in ftprep("submit", out).out
    assert counts(server) == (0, 0)


def test_a_tuned_model_that_was_prepared_for_is_trained_further(
    tmp_path: Path, source: Path, ftprep: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795132800")
    name = "ft:gpt-4o-mini-2024-07-18:org:mine:AbC123"
    assert ftprep("prepare", source, "-o", tmp_path / "o", "--model", name, "-q").code == 0
    assert f"Model {name} at OpenAI" in ftprep("submit", tmp_path / "o", "--dry-run").text


def test_without_a_key_it_names_the_variable(
    server: RehearsalServer, out: Path, ftprep: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    done = ftprep("submit", out, "--yes")
    assert done.code == 2
    assert "set OPENAI_API_KEY" in done.err


@pytest.mark.parametrize("key", ["sk-one\nsk-two", "sk-one ", "clé", "sk-\u2026"])
def test_a_key_that_cannot_be_one_is_not_sent(
    server: RehearsalServer, out: Path, ftprep: Run, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key)
    done = ftprep("submit", out, "--yes")
    assert done.code == 2
    assert "OPENAI_API_KEY holds a sign that no key has" in done.err
    assert key not in done.text


def test_a_tuned_model_is_trained_further(server: RehearsalServer, out: Path, ftprep: Run) -> None:
    ftprep("submit", out, "--yes")
    server.advance(100_000)
    ftprep("submit", out)
    tuned = record(out)["jobs"][0]["fine_tuned_model"]
    done = ftprep("submit", out, "--yes", "--model", tuned)
    assert done.code == 0
    assert "its base is gpt-4o-mini-2024-07-18" in done.text
    job = record(out)["jobs"][1]
    assert job["model"] == tuned
    assert job["base"] == "gpt-4o-mini-2024-07-18"
    assert connect("openai").job(job["id"]).model == tuned


def test_a_checkpoint_means_its_base(out: Path, ftprep: Run) -> None:
    name = "ft:gpt-4.1-mini-2025-04-14:org:mine:AbC123:ckpt-step-90"
    done = ftprep("submit", out, "--dry-run", "--model", name)
    assert done.code == 0
    assert f"{name} at OpenAI" in done.text
    assert "$5.00 per million tokens" in done.text


def test_azure_by_the_undated_interface(
    server: RehearsalServer, out: Path, ftprep: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", server.url)
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "azure-key-that-nobody-may-read")
    done = ftprep("submit", out, "--yes", "--provider", "azure")
    assert done.code == 0
    assert "azure-key" not in done.text + json.dumps(record(out))
    assert record(out)["jobs"][0]["provider"] == "azure"


def test_azure_by_the_dated_interface(
    server: RehearsalServer, out: Path, ftprep: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", server.url)
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "azure-key-that-nobody-may-read")
    monkeypatch.setenv("OPENAI_API_VERSION", "2025-04-01-preview")
    monkeypatch.delenv("OPENAI_BASE_URL")
    done = ftprep("submit", out, "--yes", "--provider", "azure")
    assert done.code == 0
    assert record(out)["jobs"][0]["id"].startswith("ftjob-")
