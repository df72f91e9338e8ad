"""`ftprep jobs …` while a job runs, and when it fails."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ftprep.submit.lock import locked
from ftprep.testing.server import Options, RehearsalServer
from tests.integrations.running import as_in_a_terminal
from tests.jobs.conftest import EXAMPLES
from tests.rehearsing import KEY, clear_faults, dataset, run, serving

Captured = pytest.CaptureFixture[str]


def test_follow_tells_every_event_once_in_spite_of_faults(
    slow: RehearsalServer, tmp_path: Path, capsys: Captured
) -> None:
    out = dataset(tmp_path, EXAMPLES)
    assert run(capsys, "submit", out, "--yes").code == 0
    slow.faults("GET */fine_tuning/jobs/* status=503 x3; GET */events cut x2")
    slow.faults("GET */events malformed; GET */fine_tuning/jobs/* status=429 wait=1")
    said = run(capsys, "jobs", "follow", out, "--every", "0.1", "--json")
    assert said.code == 0, said
    followed = [line["id"] for line in said.lines if line.get("type") == "event"]
    clear_faults(slow)  # those that had no request to strike
    events = run(capsys, "jobs", "events", out, "--json").json
    assert followed == [event["id"] for event in events]
    assert [line for line in said.lines if line.get("type") == "trouble"]
    assert said.lines[-1]["status"] == "succeeded"
    assert said.lines[-1]["ftprep"]["bill"]["difference"] == 0


def test_ctrl_c_only_detaches(unhurried: RehearsalServer, tmp_path: Path, capsys: Captured) -> None:
    out = dataset(tmp_path, EXAMPLES)
    assert run(capsys, "submit", out, "--yes").code == 0
    process = subprocess.Popen(
        [sys.executable, "-m", "ftprep", "jobs", "follow", str(out), "--every", "30"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=as_in_a_terminal,  # noqa: PLW1509  (the child starts another program)
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Created fine-tuning job" in first
    assert f"ftprep jobs follow {out}".encode() in err
    assert KEY.encode() not in first + err
    unhurried.advance(1_000)
    assert run(capsys, "jobs", "follow", out, "--every", "0.1").code == 0


def test_pause_resume_and_cancel(
    unhurried: RehearsalServer, tmp_path: Path, capsys: Captured
) -> None:
    out = dataset(tmp_path, EXAMPLES)
    assert run(capsys, "submit", out, "--yes").code == 0
    unhurried.advance(80)  # past validation and queue; it runs for two minutes
    assert run(capsys, "jobs", "pause", out).out.startswith("Job         ftjob-")
    shown = run(capsys, "jobs", "show", out)
    assert "ftprep jobs resume" in shown.out
    assert run(capsys, "jobs", "resume", out, "--json").json["ftprep"]["phase"] != "paused"
    assert run(capsys, "jobs", "cancel", out).code == 0
    ended = run(capsys, "jobs", "follow", out, "--every", "0.1")
    assert ended.code == 1
    assert "cancelled" in ended.out
    assert run(capsys, "jobs", "show", out).code == 1
    results = run(capsys, "jobs", "results", out, "--no-chart", "--no-files")
    assert results.out.startswith("Steps")  # those that it had come to
    assert "no result file" in results.err


def test_a_record_that_cannot_be_written_hides_nothing(
    unhurried: RehearsalServer, tmp_path: Path, capsys: Captured
) -> None:
    out = dataset(tmp_path, EXAMPLES)
    assert run(capsys, "submit", out, "--yes").code == 0
    (record,) = out.glob("*_job.json")
    with locked(record):
        cancelled = run(capsys, "jobs", "cancel", out)
        assert cancelled.code == 0
        assert "cancelled" in cancelled.out
        assert "the record stays as it was" in cancelled.err
    assert run(capsys, "jobs", "show", out).err == ""
    before = record.read_bytes()
    with locked(record):  # nothing is new, so nothing is written
        assert run(capsys, "jobs", "show", out).err == ""
    assert record.read_bytes() == before


def test_results_of_a_job_that_has_not_begun(
    unhurried: RehearsalServer, tmp_path: Path, capsys: Captured
) -> None:
    out = dataset(tmp_path, EXAMPLES)
    assert run(capsys, "submit", out, "--yes").code == 0
    said = run(capsys, "jobs", "results", out)
    assert (said.code, said.out) == (2, "")
    assert "no step in its log" in said.err


def test_follow_outlives_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    with serving(tmp_path, monkeypatch, Options(speed=20)) as server:
        out = dataset(tmp_path, EXAMPLES)
        assert run(capsys, "submit", out, "--yes").code == 0
        server.faults("GET */events kill after=2")
        started: list[RehearsalServer] = []

        def restart() -> None:
            time.sleep(2)
            server.__exit__(None, None, None)
            started.append(RehearsalServer(tmp_path / "server", Options(speed=500), server.port))
            started[0].__enter__()

        thread = threading.Thread(target=restart)
        thread.start()
        said = run(capsys, "jobs", "follow", out, "--every", "0.1", "--json")
        thread.join()
        events = run(capsys, "jobs", "events", out, "--json").json
        started[0].__exit__(None, None, None)
    assert said.code == 0
    followed = [line["id"] for line in said.lines if line.get("type") == "event"]
    assert followed == [event["id"] for event in events]
    assert [line for line in said.lines if line.get("type") == "trouble"]


def test_a_job_that_failed_names_the_line_it_means(
    server: RehearsalServer, tmp_path: Path, capsys: Captured
) -> None:
    out = dataset(tmp_path, EXAMPLES)
    server.fail_job(
        "invalid_training_file",
        "The job failed due to an invalid training file. Invalid file format. Example 3, "
        "message 2 Discriminator 'role' is missing in value",
        "training_file",
    )
    assert run(capsys, "submit", out, "--yes").code in (0, 1)
    said = run(capsys, "jobs", "follow", out, "--every", "0.05")
    assert said.code == 1
    assert "data_train.jsonl:3" in said.out
    assert "data.jsonl:" in said.out
    assert run(capsys, "jobs", "show", out).code == 1


def test_hostile_words_of_a_service_reach_no_terminal(
    server: RehearsalServer, tmp_path: Path, capsys: Captured
) -> None:
    out = dataset(tmp_path, EXAMPLES)
    server.fail_job("bad\x1b[2J", "\x1b]0;owned\x07 \u202e", "training_file")
    run(capsys, "submit", out, "--yes")
    for words in (("follow", "--every", "0.05"), ("show",), ("events",), ("list",)):
        target = () if words[0] == "list" else (out,)
        for flags in ((), ("--json",)):
            said = run(capsys, "jobs", words[0], *target, *words[1:], *flags)
            assert "\x1b" not in said.out + said.err
            assert "\u202e" not in said.out + said.err
