"""Who may ask, and what there is to ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import openai
import pytest

from ftprep.testing.server import Options, RehearsalServer
from tests.api_server.asking import KEY

WRONG = "sk-somebody-elses-secret-key-9876"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RehearsalServer]:
    with RehearsalServer(tmp_path / "server", Options(key=KEY)) as server:
        yield server


def test_the_right_key_is_accepted(client: openai.OpenAI) -> None:
    assert client.files.list().data == []


def test_a_wrong_key_is_refused_without_being_told(server: RehearsalServer) -> None:
    with (
        openai.OpenAI(base_url=server.base_url, api_key=WRONG) as client,
        pytest.raises(openai.AuthenticationError) as caught,
    ):
        client.files.list()
    assert caught.value.code == "invalid_api_key"
    assert (caught.value.request_id or "").startswith("req_")
    assert WRONG not in str(caught.value)
    assert WRONG[7:-4] not in str(caught.value)


@pytest.mark.parametrize(
    "headers",
    [{}, {"authorization": ""}, {"authorization": KEY}, {"authorization": f"Basic {KEY}"}],
)
def test_a_request_without_a_key(server: RehearsalServer, headers: dict[str, str]) -> None:
    answer = httpx.get(f"{server.base_url}/files", headers=headers)
    assert answer.status_code == 401
    assert "didn't provide an API key" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("PUT", "/files", 405), ("GET", "/fine-tunes", 404)],
)
def test_what_the_api_does_not_have(
    http: httpx.Client, method: str, path: str, status: int
) -> None:
    answer = http.request(method, path)
    assert answer.status_code == status
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_only_this_machine_can_reach_it(server: RehearsalServer) -> None:
    assert server.url.startswith("http://127.0.0.1:")
    assert server._listener.getsockname()[0] == "127.0.0.1"
