"""Fireworks' API, as its client speaks to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from ftprep.testing.server import Options, RehearsalServer
from tests.api_server.asking import KEY, LABELS, jsonl, ticket, tickets

HOME = "/v1/accounts/rehearsal"
MODEL = "accounts/fireworks/models/llama-v3p1-8b-instruct"
CONTENT = jsonl(tickets(0, 12))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RehearsalServer]:
    with RehearsalServer(tmp_path / "server", Options(speed=0, flavour="fireworks")) as server:
        yield server


@pytest.fixture
def http(server: RehearsalServer) -> Iterator[httpx.Client]:
    headers = {"authorization": f"Bearer {KEY}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=30) as client:
        yield client


def dataset(http: httpx.Client, identity: str = "data-1", content: bytes = CONTENT) -> str:
    """A dataset with its file; its name."""
    made = {"datasetId": identity, "dataset": {"displayName": "a.jsonl", "userUploaded": {}}}
    assert http.post(f"{HOME}/datasets", json=made).json()["state"] == "UPLOADING"
    one = f"{HOME}/datasets/{identity}"
    sizes = {"filenameToSize": {"a.jsonl": str(len(content))}}
    place = http.post(f"{one}:getUploadEndpoint", json=sizes).json()
    assert httpx.put(place["filenameToSignedUrls"]["a.jsonl"], content=content).status_code == 200
    return one


def ready(http: httpx.Client) -> str:
    one = dataset(http)
    assert http.post(f"{one}:validateUpload", json={}).json() == {}
    assert http.get(one).json()["state"] == "READY"
    return one.removeprefix("/v1/")


def test_a_dataset_is_ready_when_it_was_validated(http: httpx.Client) -> None:
    name = ready(http)
    listed = http.get(f"{HOME}/datasets").json()["datasets"]
    assert [(row["name"], row["exampleCount"]) for row in listed] == [(name, "12")]
    again = {"datasetId": "data-1", "dataset": {}}
    answer = http.post(f"{HOME}/datasets", json=again)
    assert (answer.status_code, answer.json()["code"]) == (409, 6)
    assert http.delete(f"/v1/{name}").json() == {}
    assert http.get(f"/v1/{name}").status_code == 404


def test_what_is_not_right_does_not_become_ready(http: httpx.Client) -> None:
    one = dataset(http, content=CONTENT + b"{\n")
    answer = http.post(f"{one}:validateUpload", json={})
    assert answer.status_code == 400
    assert "line 13" in answer.json()["message"]
    assert http.get(one).json()["state"] == "UPLOADING"


@pytest.mark.parametrize("kind", ["supervisedFineTuningJobs", "dpoJobs"])
def test_a_job(server: RehearsalServer, http: httpx.Client, kind: str) -> None:
    rows: list[Any] = tickets(0, 12)
    if kind == "dpoJobs":
        rows = [
            {
                "input": {"messages": row["messages"][:2]},
                "preferred_output": row["messages"][2:],
                "non_preferred_output": [{"role": "assistant", "content": "no idea"}],
            }
            for row in rows
        ]
    one = dataset(http, content=jsonl(rows))
    http.post(f"{one}:validateUpload", json={})
    training = {"baseModel": MODEL, "epochs": 2, "outputModel": "mine"}
    body: dict[str, Any] = {"dataset": one.removeprefix("/v1/"), **training}
    if kind == "dpoJobs":
        body = {"dataset": body["dataset"], "trainingConfig": training}
    identity = {"supervisedFineTuningJobId": "job-1", "dpoJobId": "job-1"}
    job = http.post(f"{HOME}/{kind}", json=body, params=identity).json()
    assert job["name"] == f"accounts/rehearsal/{kind}/job-1"
    assert http.post(f"{HOME}/{kind}", json=body, params=identity).status_code == 409
    seen = [job["state"]]
    for _ in range(60):
        server.advance(5)
        state = http.get(f"{HOME}/{kind}/job-1").json()["state"]
        seen += [state] if state != seen[-1] else []
    assert [state.removeprefix("JOB_STATE_") for state in seen] == [
        "VALIDATING",
        "PENDING",
        "RUNNING",
        "COMPLETED",
    ]
    model = "accounts/rehearsal/models/mine"
    assert model in [row["name"] for row in http.get(f"{HOME}/models").json()["models"]]
    answer = http.post(
        "/inference/v1/chat/completions", json={"model": model, "messages": ticket(2)}
    )
    assert answer.json()["choices"][0]["message"]["content"] == LABELS[2]
    assert http.delete(f"/v1/{model}").json() == {}
    assert http.delete(f"/v1/{model}").status_code == 404


def test_pages(http: httpx.Client) -> None:
    body = {"dataset": ready(http), "baseModel": MODEL}
    for number in range(5):
        identity = {"supervisedFineTuningJobId": f"job-{number}"}
        http.post(f"{HOME}/supervisedFineTuningJobs", json=body, params=identity)
    seen: list[str] = []
    token = ""
    while True:
        query = {"pageSize": "2", "pageToken": token}
        page = http.get(f"{HOME}/supervisedFineTuningJobs", params=query).json()
        seen += [row["name"].rpartition("/")[2] for row in page["supervisedFineTuningJobs"]]
        token = page["nextPageToken"]
        if not token:
            break
    assert seen == [f"job-{number}" for number in range(5)]
    assert http.get(f"{HOME}/dpoJobs").json() == {"dpoJobs": [], "nextPageToken": ""}


def test_a_job_is_cancelled(server: RehearsalServer, http: httpx.Client) -> None:
    body = {"dataset": ready(http), "baseModel": MODEL}
    job = http.post(f"{HOME}/supervisedFineTuningJobs", json=body).json()
    assert http.post(f"/v1/{job['name']}:cancel", json={}).json() == {}
    server.advance(1_000)
    assert http.get(f"/v1/{job['name']}").json()["state"] == "JOB_STATE_CANCELLED"
    assert http.post(f"/v1/{job['name']}:cancel", json={}).status_code == 400
    assert http.post(f"/v1/{job['name']}:resume", json={}).status_code == 400


def test_too_few_examples_fail_the_job(server: RehearsalServer, http: httpx.Client) -> None:
    one = dataset(http, content=jsonl(tickets(0, 2)))
    http.post(f"{one}:validateUpload", json={})
    body = {"dataset": one.removeprefix("/v1/"), "baseModel": MODEL}
    job = http.post(f"{HOME}/supervisedFineTuningJobs", json=body).json()
    server.advance(100)
    job = http.get(f"/v1/{job['name']}").json()
    assert job["state"] == "JOB_STATE_FAILED"
    assert "2 example(s)" in job["status"]["message"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"dataset": "accounts/rehearsal/datasets/data-1"},
        {"dataset": "accounts/rehearsal/datasets/gone", "baseModel": MODEL},
        {"baseModel": MODEL},
    ],
)
def test_wrong_wishes_are_refused(http: httpx.Client, body: dict[str, Any]) -> None:
    ready(http)
    answer = http.post(f"{HOME}/supervisedFineTuningJobs", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, 3)


def test_somebody_elses_account(http: httpx.Client) -> None:
    assert http.get("/v1/accounts/other/datasets").status_code == 403
    assert http.get("/v1/accounts").json()["accounts"] == [{"name": "accounts/rehearsal"}]
