"""Together's API, as its client speaks to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from ftprep.testing.server import Options, RehearsalServer
from tests.api_server.asking import KEY, LABELS, jsonl, ticket, tickets

MODEL = "meta-llama/Llama-3.2-3B-Instruct"
CONTENT = jsonl(tickets(0, 12))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RehearsalServer]:
    with RehearsalServer(tmp_path / "server", Options(speed=0, flavour="together")) as server:
        yield server


def ask(http: httpx.Client, content: bytes) -> httpx.Response:
    """Ask for a place to upload to; a form without a file, as the client sends it."""
    checksum = hashlib.sha256(content).hexdigest()
    fields = {"purpose": "fine-tune", "file_name": "a.jsonl", "file_type": "jsonl"}
    form = {name: (None, text) for name, text in {**fields, "checksum": checksum}.items()}
    return http.post("/files", files=form)


def put(http: httpx.Client, content: bytes) -> str:
    """Upload a file; its id."""
    answer = ask(http, content)
    assert answer.status_code == 302, answer.text
    assert httpx.put(answer.headers["location"], content=content).status_code == 200
    identity = answer.headers["x-together-file-id"]
    assert http.post(f"/files/{identity}/preprocess").json()["processing_status"] == "PENDING"
    return identity


def made(http: httpx.Client, file: str, **wishes: Any) -> dict[str, Any]:
    """A job."""
    body = {"training_file": file, "model": MODEL, "n_epochs": 2, **wishes}
    answer = http.post("/fine-tunes", json=body)
    assert answer.status_code == 200, answer.text
    job: dict[str, Any] = answer.json()
    return job


def test_a_file_goes_to_a_bucket(server: RehearsalServer, http: httpx.Client) -> None:
    identity = put(http, CONTENT)
    server.advance(5)
    file = http.get(f"/files/{identity}").json()
    assert (file["processing_status"], file["bytes"]) == ("COMPLETED", len(CONTENT))
    assert file["validation_report"]["nlines"] == 12
    assert http.get(f"/files/{identity}/content").content == CONTENT
    assert [row["id"] for row in http.get("/files").json()["data"]] == [identity]


def test_the_same_content_is_not_taken_twice(server: RehearsalServer, http: httpx.Client) -> None:
    identity = put(http, CONTENT)
    again = ask(http, CONTENT)
    assert (again.status_code, again.json()["file_id"]) == (409, identity)
    assert http.delete(f"/files/{identity}").json()["deleted"]
    assert ask(http, CONTENT).status_code == 302


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (b"{", "Unexpected format on line 13"),
        (b"[1]", "line 13 of the input file. Each line must be a JSON object."),
        (b'{"question": "a"}', "no known format"),
        (b'{"text": "a", "messages": []}', "several formats"),
        (b'{"messages": [{"role": "bot", "content": "a"}]}', "Invalid role on line 13"),
    ],
)
def test_a_wrong_file_is_told(
    server: RehearsalServer, http: httpx.Client, line: bytes, text: str
) -> None:
    identity = put(http, CONTENT + line + b"\n")
    server.advance(5)
    file = http.get(f"/files/{identity}").json()
    assert file["processing_status"] == "INVALID_FORMAT"
    assert text in file["validation_report"]["error"]


def test_a_place_is_only_for_who_was_given_it(http: httpx.Client) -> None:
    place = ask(http, CONTENT).headers["location"]
    forged = place[:-4] + "0000"
    assert httpx.put(forged, content=b"x").status_code == 403
    identity = ask(http, b"other").headers["x-together-file-id"]
    assert http.post(f"/files/{identity}/preprocess").status_code == 400


def test_a_job(server: RehearsalServer, http: httpx.Client) -> None:
    job = made(http, put(http, CONTENT), suffix="tickets", batch_size="max")
    seen = [job["status"]]
    for _ in range(60):
        server.advance(5)
        status = http.get(f"/fine-tunes/{job['id']}").json()["status"]
        seen += [status] if status != seen[-1] else []
    assert seen == ["pending", "queued", "running", "uploading", "completed"]
    job = http.get(f"/fine-tunes/{job['id']}").json()
    assert job["model_output_name"].startswith("rehearsal/Llama-3.2-3B-Instruct-tickets-")
    assert job["token_count"] > 0
    kinds = [row["type"] for row in http.get(f"/fine-tunes/{job['id']}/events").json()["data"]]
    assert kinds == [
        "job_pending",
        "training_start",
        "epoch_complete",
        "epoch_complete",
        "model_upload_complete",
        "job_complete",
    ]
    saved = http.get(f"/fine-tunes/{job['id']}/checkpoints").json()["data"]
    assert saved[-1]["object_name"] == job["model_output_name"]
    body = {"model": job["model_output_name"], "messages": ticket(2), "top_k": 1}
    answer = http.post("/chat/completions", json=body).json()
    assert answer["choices"][0]["message"]["content"] == LABELS[2]
    assert "deleted" in http.delete(f"/fine-tunes/{job['id']}").json()["message"]
    assert http.get("/fine-tunes").json()["data"] == []


def test_a_job_is_cancelled(server: RehearsalServer, http: httpx.Client) -> None:
    job = made(http, put(http, CONTENT))
    server.advance(100)
    assert http.post(f"/fine-tunes/{job['id']}/cancel").json()["status"] == "cancel_requested"
    server.advance(1_000)
    assert http.get(f"/fine-tunes/{job['id']}").json()["status"] == "cancelled"


@pytest.mark.parametrize(
    "wish",
    [
        {"training_file": None},
        {"training_file": "file-of-nobody"},
        {"model": None},
        {"n_epochs": 0},
        {"n_epochs": "many"},
        {"suffix": "x" * 41},
        {"training_method": {"method": "ppo"}},
    ],
)
def test_wrong_wishes_are_refused(http: httpx.Client, wish: dict[str, Any]) -> None:
    body = {"training_file": put(http, CONTENT), "model": MODEL, "n_epochs": 2, **wish}
    answer = http.post("/fine-tunes", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


def test_a_key_is_needed(server: RehearsalServer) -> None:
    assert httpx.get(f"{server.base_url}/files").status_code == 401
    with httpx.Client(headers={"authorization": f"Bearer {KEY}"}) as http:
        assert http.get(f"{server.base_url}/files").status_code == 200


def test_a_dropped_upload_leaves_nothing(server: RehearsalServer, http: httpx.Client) -> None:
    answer = ask(http, CONTENT)
    server.faults("PUT /_bucket/* drop=100")
    with pytest.raises(httpx.TransportError):
        httpx.put(answer.headers["location"], content=CONTENT)
    identity = answer.headers["x-together-file-id"]
    assert http.post(f"/files/{identity}/preprocess").status_code == 400
    assert httpx.put(answer.headers["location"], content=CONTENT).status_code == 200
