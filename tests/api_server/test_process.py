"""The server as people start it: a process of its own, which may be killed, in constant memory."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import openai
import pytest

from tests.api_server.asking import KEY, MODEL, jsonl, peak_memory, tickets, upload

MB = 1024 * 1024


@contextmanager
def running(*flags: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its URL."""
    command = [sys.executable, "-m", "ftprep.testing.server", *map(str, flags)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            said = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", said)
            assert found, said + process.stderr.read()
            yield process, found[0]
        finally:
            process.kill()


def test_a_rehearsal_from_beginning_to_end() -> None:
    with (
        running("--port", 0, "--speed", 2_000) as (_, url),
        openai.OpenAI(base_url=f"{url}/v1", api_key=KEY) as client,
    ):
        file = client.files.wait_for_processing(upload(client, tickets(0, 10)).id, poll_interval=0)
        job = client.fine_tuning.jobs.create(model=MODEL, training_file=file.id)
        for _ in range(2_000):
            job = client.fine_tuning.jobs.retrieve(job.id)
            if job.status == "succeeded":
                break
        assert job.fine_tuned_model is not None


def test_a_process_killed_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    flags = ("--state", tmp_path, "--speed", 0)
    made: list[str] = []
    port = 0
    for _ in range(4):
        with (
            running("--port", port, *flags) as (process, url),
            openai.OpenAI(base_url=f"{url}/v1", api_key=KEY, max_retries=0) as client,
        ):
            port = int(url.rsplit(":", 1)[1])
            assert [file.id for file in client.files.list()] == made[::-1]
            made.append(upload(client, tickets(0, 10)).id)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    with running("--port", port, *flags) as (_, url), httpx.Client() as http:
        headers = {"authorization": f"Bearer {KEY}"}
        for identity in made:
            content = http.get(f"{url}/v1/files/{identity}/content", headers=headers)
            assert len(content.content.splitlines()) == 10


def test_a_fault_can_end_the_process(tmp_path: Path) -> None:
    fault = "POST /v1/files kill-after after=1"
    with (
        running("--port", 0, "--state", tmp_path, "--faults", fault) as (process, url),
        openai.OpenAI(base_url=f"{url}/v1", api_key=KEY, max_retries=0) as client,
    ):
        upload(client, tickets(0, 10))
        with pytest.raises(openai.APIConnectionError):
            upload(client, tickets(0, 10))
        assert process.wait(30) == 137
    with (
        running("--port", 0, "--state", tmp_path) as (_, url),
        openai.OpenAI(base_url=f"{url}/v1", api_key=KEY) as client,
    ):
        assert len(client.files.list().data) == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_without_a_word(number: signal.Signals) -> None:
    with running("--port", 0) as (process, url):
        httpx.get(url)
        process.send_signal(number)
        assert process.wait(30) in (0, -number)
        assert process.stderr is not None
        assert process.stderr.read().count("\n") == 1  # the variables to set


@pytest.mark.parametrize(
    "flags", ["--faults nonsense", "--speed fast", "--flavour x", "--port 70000"]
)
def test_wrong_flags_are_told(flags: str) -> None:
    command = [sys.executable, "-m", "ftprep.testing.server", *flags.split()]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert flags.split()[1] in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of a process from /proc")
def test_uploads_take_constant_memory(tmp_path: Path) -> None:
    """A hundred megabytes in one file, and in parts."""
    line = jsonl([{"messages": [{"role": "user", "content": "word " * 2_000}]}])
    path = tmp_path / "big.jsonl"
    with path.open("wb") as out:
        for _ in range(100):
            out.write(line * 100)
    assert path.stat().st_size > 100 * 1_000_000
    with (
        running("--port", 0, "--state", tmp_path / "state", "--speed", 0) as (process, url),
        openai.OpenAI(base_url=f"{url}/v1", api_key=KEY) as client,
    ):
        before = peak_memory(process.pid)
        with path.open("rb") as stream:
            form = {"file": ("big.jsonl", stream)}
            headers = {"authorization": f"Bearer {KEY}"}
            data = {"purpose": "fine-tune"}
            answer = httpx.post(
                f"{url}/v1/files", files=form, data=data, headers=headers, timeout=300
            )
        done = client.uploads.upload_file_chunked(
            file=path, mime_type="text/jsonl", purpose="fine-tune", part_size=40 * MB
        )
        assert done.file is not None
        assert answer.json()["bytes"] == done.file.bytes == path.stat().st_size
        assert peak_memory(process.pid) - before < 20 * MB
