"""Azure OpenAI's paths and keys, through its own client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import openai
import pytest

from ftprep.testing.server import Options, RehearsalServer
from tests.api_server.asking import KEY, LABELS, MODEL, ticket, tickets, upload


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RehearsalServer]:
    options = Options(speed=0, flavour="azure", results="plain", key=KEY)
    with RehearsalServer(tmp_path / "server", options) as server:
        yield server


@pytest.fixture(params=["2024-10-21", "v1"])
def azure(server: RehearsalServer, request: pytest.FixtureRequest) -> Iterator[openai.OpenAI]:
    """The client for the older paths with versions, and for the newer one."""
    client: openai.OpenAI
    if request.param == "v1":
        client = openai.OpenAI(base_url=f"{server.url}/openai/v1", api_key=KEY, max_retries=0)
    else:
        client = openai.AzureOpenAI(
            azure_endpoint=server.url, api_key=KEY, api_version=request.param, max_retries=0
        )
    with client:
        yield client


def test_a_job_at_azure(server: RehearsalServer, azure: openai.OpenAI) -> None:
    file = upload(azure, tickets(0, 10))
    job = azure.fine_tuning.jobs.create(model=MODEL, training_file=file.id, suffix="tickets")
    server.advance(1_000)
    job = azure.fine_tuning.jobs.retrieve(job.id)
    assert job.fine_tuned_model is not None
    assert job.fine_tuned_model.startswith(f"{MODEL}.ft-")
    assert job.fine_tuned_model.endswith("-tickets")
    assert len(azure.fine_tuning.jobs.list_events(job.id).data) > 10
    messages = ticket(4)
    answer = azure.chat.completions.create(
        model=job.fine_tuned_model,
        messages=messages,  # type: ignore[arg-type]
    )
    assert answer.choices[0].message.content == LABELS[1]
    assert "train_mean_token_accuracy" in azure.files.content(job.result_files[0]).text


def test_a_suffix_is_shorter_at_azure(azure: openai.OpenAI) -> None:
    file = upload(azure, tickets(0, 10))
    with pytest.raises(openai.BadRequestError) as caught:
        azure.fine_tuning.jobs.create(model=MODEL, training_file=file.id, suffix="x" * 41)
    assert caught.value.param == "suffix"


def test_a_key_in_azures_header(server: RehearsalServer) -> None:
    ask = f"{server.url}/openai/models?api-version=2024-10-21"
    assert httpx.get(ask, headers={"api-key": KEY}).status_code == 200
    assert httpx.get(ask, headers={"api-key": "wrong"}).status_code == 401
    assert httpx.get(ask).status_code == 401


def test_the_older_paths_need_a_version(server: RehearsalServer) -> None:
    answer = httpx.get(f"{server.url}/openai/files", headers={"api-key": KEY})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "404")
