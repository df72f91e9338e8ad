"""Where nothing answers, a command says soon that it asks again."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from ftprep.testing.server import Options
from tests.jobs.conftest import EXAMPLES
from tests.rehearsing import KEY, dataset, run, serving

SAID = "the service does not answer, or is busy; it is asked again"


@pytest.fixture
def deserted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An address at which nothing listens, and no pauses between the tries."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{port}/v1")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("openai._base_client.time.sleep", lambda seconds: None)


@pytest.mark.usefixtures("deserted")
@pytest.mark.parametrize(
    "command",
    [
        ("jobs", "list"),
        ("jobs", "show", "ftjob-1"),
        ("tuned", "list"),
        ("tuned", "delete", "ft:x", "--yes", "ft:x"),
    ],
    ids=" ".join,
)
def test_it_is_said_once_and_before_the_end(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    said = run(capsys, *command)
    assert (said.code, said.out) == (2, "")
    first, last = said.err.splitlines()
    assert SAID in first
    assert "OpenAI cannot be reached" in last


@pytest.mark.usefixtures("deserted")
def test_submit_says_it_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "submit", dataset(tmp_path, EXAMPLES), "--yes")
    assert said.code == 2
    assert said.err.count(SAID) == 1


def test_who_is_answered_hears_nothing_and_follow_has_words_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(tmp_path, monkeypatch, Options(speed=2_000)) as server:
        out = dataset(tmp_path, EXAMPLES)
        assert SAID not in run(capsys, "submit", out, "--yes").err
        assert SAID not in run(capsys, "jobs", "list").err
        server.faults("GET */fine_tuning/jobs/* status=503 x3")
        followed = run(capsys, "jobs", "follow", out, "--every", "0.1")
        assert SAID not in followed.err
        assert "OpenAI could not answer (503)" in followed.err
        server.faults("GET */fine_tuning/jobs* status=503")
        assert SAID in run(capsys, "jobs", "list").err
