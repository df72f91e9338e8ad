"""Faults on demand: each does what it says, to the requests it says, as often as it says."""

from __future__ import annotations

import json
import time
from pathlib import Path

import httpx
import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.testing.server import Options, RehearsalServer
from ftprep.testing.server.faults import ACTIONS, Fault, parse_fault, parse_faults
from tests.api_server.asking import KEY, MODEL, jsonl, tickets, upload

FORM = {"files": {"file": ("a.jsonl", jsonl(tickets(0, 10)))}, "data": {"purpose": "fine-tune"}}


@pytest.mark.parametrize("action", ["drop", "drop=10", "drop=1000", "lose", "kill", "kill-after"])
def test_the_connection_breaks(server: RehearsalServer, http: httpx.Client, action: str) -> None:
    server.faults(f"POST /v1/files {action}")
    with pytest.raises(httpx.TransportError):
        http.post("/files", **FORM)  # type: ignore[arg-type]


@pytest.mark.parametrize(("action", "files"), [("drop=9", 0), ("lose", 1), ("cut", 1)])
def test_what_was_done_before_it_broke(
    server: RehearsalServer, http: httpx.Client, action: str, files: int
) -> None:
    server.faults(f"POST /v1/files {action}")
    with pytest.raises(httpx.RemoteProtocolError):
        http.post("/files", **FORM)  # type: ignore[arg-type]
    assert server.state()["files"] == files
    assert http.post("/files", **FORM).status_code == 200  # type: ignore[arg-type]


@pytest.mark.parametrize("action", ["drop", "kill"])
def test_nothing_is_left_of_a_broken_upload(tmp_path: Path, action: str) -> None:
    folder = tmp_path / "server"
    with RehearsalServer(folder, Options(speed=0)) as server:
        server.faults(f"POST /v1/files {action}=200000")
        big = b'{"a": 1}\n' + b"x" * 1_000_000
        with pytest.raises(httpx.TransportError):
            httpx.post(
                f"{server.base_url}/files",
                files={"file": ("a.jsonl", big)},
                data={"purpose": "fine-tune"},
                headers={"authorization": f"Bearer {KEY}"},
            )
    assert list((folder / "incoming").iterdir()) == []
    assert list((folder / "files").iterdir()) == []


STATUSES = [
    (400, openai.BadRequestError),
    (401, openai.AuthenticationError),
    (403, openai.PermissionDeniedError),
    (404, openai.NotFoundError),
    (409, openai.ConflictError),
    (429, openai.RateLimitError),
    (500, openai.InternalServerError),
    (503, openai.InternalServerError),
]


@pytest.mark.parametrize(("status", "kind"), STATUSES)
def test_statuses_are_told_as_the_client_knows_them(
    server: RehearsalServer, client: openai.OpenAI, status: int, kind: type[Exception]
) -> None:
    server.faults(f"GET /v1/files status={status} x2")
    for _ in range(2):
        with pytest.raises(kind):
            client.files.list()
    assert client.files.list().data == []


def test_retry_after(server: RehearsalServer, http: httpx.Client) -> None:
    server.faults("* * status=429 wait=7")
    answer = http.get("/models")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")


def test_the_clients_own_retries_get_through(server: RehearsalServer) -> None:
    with openai.OpenAI(base_url=server.base_url, api_key=KEY, max_retries=3) as client:
        server.faults("POST /v1/files status=500; POST /v1/files lose")
        upload(client, tickets(0, 10))
    # The lost answer was a file, too: whoever does not want it twice has to look.
    assert server.state()["files"] == 2


def test_slow_and_malformed(server: RehearsalServer, http: httpx.Client) -> None:
    server.faults("GET * slow=0.3; GET * malformed")
    start = time.monotonic()
    assert http.get("/models").status_code == 200
    assert time.monotonic() - start >= 0.3
    answer = http.get("/models")
    assert answer.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        answer.json()


def test_some_pass_before_it_strikes(server: RehearsalServer, http: httpx.Client) -> None:
    server.faults("GET /v1/models status=500 after=2 x2")
    codes = [http.get("/models").status_code for _ in range(6)]
    assert codes == [200, 200, 500, 500, 200, 200]
    assert http.get("/files").status_code == 200


def test_other_requests_are_not_struck(server: RehearsalServer, http: httpx.Client) -> None:
    server.faults("POST /v1/uploads/*/parts status=500")
    assert http.get("/files").status_code == 200
    assert http.post("/uploads/upload_1/parts").status_code == 500


def test_faults_can_be_told_over_http(server: RehearsalServer, http: httpx.Client) -> None:
    at = f"{server.url}/_rehearsal"
    assert httpx.post(f"{at}/faults", json={"faults": "* * status=500; * * lose"}).json() == {
        "added": 2
    }
    assert len(httpx.get(f"{at}/faults").json()["data"]) == 2
    httpx.delete(f"{at}/faults")
    assert http.get("/models").status_code == 200
    assert httpx.post(f"{at}/faults", json={"faults": "nonsense"}).status_code == 400
    before = httpx.get(f"{at}/state").json()["now"]
    httpx.post(f"{at}/advance", json={"seconds": 50})
    assert httpx.get(f"{at}/state").json()["now"] == before + 50
    httpx.post(f"{at}/fail-job", json={"code": "server_error", "message": "m"})


def test_a_killed_server_goes_on_where_it_was(tmp_path: Path) -> None:
    with RehearsalServer(tmp_path, Options(speed=0)) as server:
        client = openai.OpenAI(base_url=server.base_url, api_key=KEY, max_retries=0)
        file = upload(client, tickets(0, 10))
        server.faults("POST /v1/fine_tuning/jobs kill-after; * * status=500")
        with pytest.raises(openai.APIConnectionError):
            client.fine_tuning.jobs.create(model=MODEL, training_file=file.id)
        with pytest.raises(openai.APIConnectionError):
            client.files.list()
        port = server.port
    with RehearsalServer(tmp_path, Options(speed=0), port=port) as server:
        with pytest.raises(openai.InternalServerError):  # a fault that was left
            client.files.list()
        server.advance(1_000)
        (job,) = client.fine_tuning.jobs.list().data
        assert (job.status, job.training_file) == ("succeeded", file.id)
    client.close()


@given(
    method=st.sampled_from(["*", "GET", "POST", "DELETE"]),
    path=st.sampled_from(["*", "/v1/files", "*/jobs/*"]),
    action=st.sampled_from(sorted(ACTIONS)),
    argument=st.integers(0, 10**9),
    times=st.integers(1, 99),
    after=st.integers(0, 99),
    wait=st.integers(0, 99),
)
def test_a_fault_is_read_as_written(
    method: str, path: str, action: str, argument: int, times: int, after: int, wait: int
) -> None:
    text = f"{method} {path} {action}={argument} x{times} after={after} wait={wait}"
    assert parse_fault(text) == Fault(method, path, action, argument, times, after, wait)
    assert len(parse_faults(f"{text};{text}; ")) == 2


@given(st.text(max_size=30))
def test_anything_else_is_no_fault(text: str) -> None:
    with pytest.raises(ValueError, match="is not a fault"):
        parse_fault(text)
