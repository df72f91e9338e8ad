"""Large files: sent in parts and in constant memory; what breaks costs one part."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ftprep.submit import openai as module
from ftprep.submit.connect import connect
from ftprep.submit.failure import RefusedError, ServiceError
from ftprep.submit.provider import Begun
from ftprep.submit.window import Window
from ftprep.testing.server import RehearsalServer

PART = 10_000
MB = 2**20


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of all that is read from files; parts are small."""
    monkeypatch.setattr(module, "MAX_FILE", PART)
    monkeypatch.setattr(module, "PART", PART)
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.01)
    sizes: list[int] = []
    plain = Window.read

    def counted(self: Window, size: int | None = -1) -> bytes:
        data = plain(self, size)
        sizes.append(len(data))
        return data

    monkeypatch.setattr(Window, "read", counted)
    return sizes


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of eight parts and a bit."""
    path = tmp_path / "many.jsonl"
    path.write_bytes(b"".join(b'{"number": %6d}\n' % n for n in range(5_000))[:-1] + b"\n")
    return path


def quiet(sent: int, total: int) -> None:
    """Tell nobody."""


def test_the_parts_are_put_together(server: RehearsalServer, read: list[int], file: Path) -> None:
    service = connect("openai")
    told: list[tuple[int, int]] = []
    remote = service.upload(file, "many.jsonl", lambda *far: told.append(far))
    assert service.content(remote.id) == file.read_bytes()
    assert remote.bytes == file.stat().st_size == told[-1][0] == told[-1][1]
    assert server.state()["uploads"] == 1
    assert sum(read) == file.stat().st_size


@pytest.mark.parametrize("after", range(4))
def test_a_broken_connection_costs_one_part(
    server: RehearsalServer, read: list[int], file: Path, after: int
) -> None:
    server.faults(f"POST /v1/uploads/*/parts drop=3000 after={after}")
    service = connect("openai")
    remote = service.upload(file, "many.jsonl", quiet)
    assert service.content(remote.id) == file.read_bytes()
    size = file.stat().st_size
    assert size < sum(read) <= size + PART


def test_another_run_goes_on(server: RehearsalServer, read: list[int], file: Path) -> None:
    kept: list[Begun] = []
    server.faults("POST /v1/uploads/*/parts status=400 after=5")
    service = connect("openai")
    with pytest.raises(RefusedError):
        service.upload(file, "many.jsonl", quiet, None, kept.append)
    assert len(kept[-1].parts) == 5
    read.clear()
    remote = service.upload(file, "many.jsonl", quiet, kept[-1], kept.append)
    assert service.content(remote.id) == file.read_bytes()
    assert sum(read) == file.stat().st_size - 5 * PART
    assert server.state()["uploads"] == 1


def test_an_upload_that_expired_is_begun_again(
    server: RehearsalServer, out: Path, ftprep: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.faults("POST /v1/uploads/*/parts status=400 after=1")
    train = out / "sums_train.jsonl"
    monkeypatch.setattr(module, "MAX_FILE", 1_000)
    monkeypatch.setattr(module, "PART", 1_000)
    assert ftprep("submit", out, "--yes").code == 2
    server.advance(4_000)  # uploads live for an hour
    assert ftprep("submit", out, "--yes").code == 0
    assert server.state()["uploads"] == 2
    held = [file for file in connect("openai").files() if file.name.startswith("sums_train")]
    assert [connect("openai").content(each.id) for each in held] == [train.read_bytes()]


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_costs_no_part(
    server: RehearsalServer,
    out: Path,
    ftprep: Any,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
) -> None:
    monkeypatch.setattr(module, "MAX_FILE", 1_000)
    monkeypatch.setattr(module, "PART", 1_000)
    server.faults("POST /v1/uploads/*/parts status=400 after=1")
    assert ftprep("submit", out, "--yes").code == 2
    server.faults(f"POST /v1/uploads/*/parts status={status}")
    assert ftprep("submit", out, "--yes").code == 2
    assert ftprep("submit", out, "--yes").code == 0
    named = [file.name for file in connect("openai").files()]
    assert len(named) == len(set(named)) == 2
    assert server.state()["uploads"] == uploads_needed(out)


def uploads_needed(out: Path) -> int:
    """One for each file above the limit."""
    return sum((out / f"sums_{role}.jsonl").stat().st_size > 1_000 for role in ("train", "test"))


def test_what_is_sent_in_parts_twice_is_one_file(
    server: RehearsalServer, read: list[int], file: Path
) -> None:
    server.faults("POST /v1/uploads/*/complete lose")
    service = connect("openai")
    with pytest.raises(ServiceError):
        service.upload(file, "many.jsonl", quiet)
    assert [held.name for held in service.files()] == ["many.jsonl"]


@pytest.mark.skipif(sys.platform == "win32", reason="memory is told by the resource module")
@pytest.mark.parametrize("megabytes", [100])
def test_memory_does_not_grow(server: RehearsalServer, tmp_path: Path, megabytes: int) -> None:
    """In one request; bench/upload.py sends 1 GB in parts."""
    path = tmp_path / "large.jsonl"
    with path.open("wb") as large:
        large.write(b"{}\n")
        large.truncate(megabytes * MB)
    done = subprocess.run(
        [sys.executable, "-m", "tests.submit.uploader", str(path)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert told["bytes"] == megabytes * MB
    assert told["grown"] < 5


def test_the_limits_are_those_of_the_service() -> None:
    assert module.MAX_FILE == 512 * MB
    assert module.PART == 64 * MB
