"""The same command at Together and at Fireworks, against servers on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from ftprep.submit import making
from ftprep.submit.connect import connect
from ftprep.submit.failure import NotOfferedError
from tests.rehearsing import KEY, Said, record
from tests.submit.fakes import Fake, Fireworks, Together, served

Run = Callable[..., Said]

MODEL = {
    "together": "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference",
    "fireworks": "accounts/fireworks/models/llama-v3p1-8b-instruct",
}


@pytest.fixture(params=["together", "fireworks"])
def fake(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    """The service that `place` names."""
    monkeypatch.setattr(making, "_FIRST", 0.01)
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.01)
    monkeypatch.setenv("OPENAI_ORG_ID", "org-that-is-nobody-elses-business")
    monkeypatch.delenv("FIREWORKS_ACCOUNT_ID", raising=False)
    name = cast("str", request.param)
    with served(Together() if name == "together" else Fireworks()) as fake:
        monkeypatch.setenv(f"{name.upper()}_API_KEY", KEY)
        path = "/v1" if name == "together" else ""
        monkeypatch.setenv(f"{name.upper()}_BASE_URL", f"{fake.url}{path}")
        yield fake


@pytest.fixture
def place(fake: Fake) -> str:
    """The name of the service."""
    return "together" if isinstance(fake, Together) else "fireworks"


@pytest.fixture
def submit(out: Path, place: str, ftprep: Run) -> Callable[..., Said]:
    """`ftprep submit` to the service."""

    def typed(*more: str) -> Said:
        where = ("--provider", place, "--model", MODEL[place])
        return ftprep("submit", out, *where, "--yes", *more)

    return typed


def test_files_and_a_job(fake: Fake, place: str, out: Path, submit: Callable[..., Said]) -> None:
    done = submit("--epochs", "2", "--suffix", "mine")
    assert done.code == 0, done.text
    content = record(out)
    job = connect(place).job(content["jobs"][0]["id"])
    assert [job.training_file, job.validation_file] == [file["id"] for file in content["files"]]
    assert job.epochs == 2
    assert job.model == MODEL[place]
    stored = [fake.bytes[file["id"]] for file in content["files"]]
    assert stored[0] == (out / "sums_train.jsonl").read_bytes()
    assert stored[1] == (out / "sums_test.jsonl").read_bytes()
    assert (
        "nothing was uploaded or started again" in submit("--epochs", "2", "--suffix", "mine").text
    )
    assert (len(fake.files), len(fake.jobs)) == (2, 1)


def test_a_lost_record_is_found_again(fake: Fake, out: Path, submit: Callable[..., Said]) -> None:
    submit()
    before = record(out)
    (out / "sums_job.json").unlink()
    assert submit().code == 0
    assert record(out)["jobs"][0]["id"] == before["jobs"][0]["id"]
    assert (len(fake.files), len(fake.jobs)) == (2, 1)


@pytest.mark.parametrize(
    "lost",
    [
        "/v1/fine-tunes",
        "/v1/files",
        "/bucket/file-0",
        "/v1/files/file-0/preprocess",
        "/v1/accounts/mine/datasets",
        "/v1/accounts/mine/supervisedFineTuningJobs",
    ],
)
def test_a_lost_answer_costs_neither_a_file_nor_a_job(
    fake: Fake, submit: Callable[..., Said], lost: str
) -> None:
    fake.lose.add(lost)
    done = submit()
    assert done.code == 0, done.text
    assert len([file for file in fake.files.values() if file.get("bytes", 1)]) == 2
    assert len(fake.jobs) == 1


def test_the_key_goes_to_the_service_alone(fake: Fake, submit: Callable[..., Said]) -> None:
    submit()
    with_key = [headers for headers in fake.headers if KEY in str(headers)]
    bucket = [headers for headers in fake.headers if "octet-stream" in str(headers)]
    assert with_key
    assert len(bucket) == 2
    assert not [headers for headers in bucket if KEY in str(headers)]
    assert not [headers for headers in fake.headers if "org-that" in str(headers)]


@pytest.mark.parametrize(
    "setting",
    [
        ("--learning-rate-multiplier", "2"),
        ("--metadata", "a=b"),
        ("--integration", "wandb:x"),
    ],
)
def test_settings_that_it_does_not_take(
    fake: Fake, submit: Callable[..., Said], setting: tuple[str, str]
) -> None:
    done = submit(*setting)
    assert done.code == 2
    assert f"does not take {setting[0]}" in done.text
    assert not fake.made


def test_a_job_that_failed_says_why(
    fake: Fake, place: str, out: Path, submit: Callable[..., Said]
) -> None:
    submit()
    (job,) = fake.jobs.values()
    if place == "together":
        error = {"level": "error", "message": "Example 3 is broken", "type": "job_error"}
        job.update(status="error", events=[error])
    else:
        job.update(state="JOB_STATE_FAILED", status={"message": "Example 3 is broken"})
    told = submit()
    assert told.code == 1
    assert f"{out / 'sums_train.jsonl'}:3" in told.text
    assert submit().code == 0
    assert len(fake.jobs) == 2


def test_what_is_not_offered_says_so(fake: Fake, place: str) -> None:
    with pytest.raises(NotOfferedError):
        connect(place).pause("x/y")
