"""Two runs at once, and a server that goes away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ftprep.submit import making
from ftprep.submit.connect import connect
from ftprep.submit.lock import locked
from ftprep.testing.server import Options, RehearsalServer
from tests.rehearsing import Said, record

Run = Callable[..., Said]


def test_one_run_at_a_time(server: RehearsalServer, out: Path, ftprep: Run) -> None:
    with locked(out / "sums_job.json"):
        done = ftprep("submit", out, "--yes")
    assert done.code == 2
    assert "another run is submitting" in done.text
    assert list(connect("openai").files()) == []
    assert ftprep("submit", out, "--yes").code == 0


def test_the_lock_is_let_go_of_and_leaves_nothing(out: Path) -> None:
    before = set(out.iterdir())
    for _ in range(3):
        with locked(out / "sums_job.json"):
            pass
    with pytest.raises(KeyError), locked(out / "sums_job.json"):
        raise KeyError
    assert set(out.iterdir()) == before


@pytest.mark.parametrize(
    "fault",
    [
        "POST /v1/files kill",
        "POST /v1/files kill-after",
        "POST /v1/fine_tuning/jobs kill",
        "POST /v1/fine_tuning/jobs kill-after",
        "GET /v1/files* kill after=1",
    ],
)
def test_a_server_that_is_killed(
    server: RehearsalServer, out: Path, tmp_path: Path, ftprep: Run, fault: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(making, "_FIRST", 0.01)
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.01)
    server.faults(fault)
    done = ftprep("submit", out, "--yes")
    assert done.code == 2
    assert "cannot be reached" in done.text
    with RehearsalServer(tmp_path / "server", Options(speed=1000), port=server.port):
        assert ftprep("submit", out, "--yes").code == 0
        service = connect("openai")
        assert len(list(service.files())) == 2
        assert [job.id for job in service.jobs()] == [record(out)["jobs"][0]["id"]]
