"""What ends a run from outside leaves nothing half-written, and has its own exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integrations.data import write_good

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and fifos are of POSIX")

WAIT = 60
"""Seconds; a busy machine is slow."""
SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
OF_SIGNALS = pytest.mark.parametrize(("number", "code"), SIGNALS, ids=["INT", "TERM", "HUP"])


def start(folder: Path, *arguments: str | Path) -> subprocess.Popen[bytes]:
    """Run ftprep in `folder`, with its temporary files in `folder/tmp`."""
    (folder / "tmp").mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "ftprep", *map(str, arguments)], cwd=folder,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(folder / "tmp"),
             "PYTHONPATH": str(Path(__file__).parent.parent.parent)},
        start_new_session=True, preexec_fn=_as_in_a_terminal,  # noqa: PLW1509
    )  # fmt: skip


def _as_in_a_terminal() -> None:
    """Whoever runs these tests in the background may have told them to ignore signals."""
    for number, _ in SIGNALS:
        signal.signal(number, signal.SIG_DFL)


def wait_for(there: Callable[[], bool], child: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + WAIT
    while not there():
        assert child.poll() is None, "it ended too early"
        assert time.monotonic() < end, "it never came so far"
        time.sleep(0.005)


def end(child: subprocess.Popen[bytes], number: int, *, group: bool = False) -> tuple[int, bytes]:
    (os.killpg if group else os.kill)(child.pid, number)
    _, errors = child.communicate(timeout=WAIT)
    assert b"Traceback" not in errors
    return child.returncode, errors


def begun(folder: Path, pattern: str) -> Callable[[], bool]:
    return lambda: next(folder.glob(pattern), None) is not None


@OF_SIGNALS
def test_check_leaves_nothing(number: int, code: int, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "slow.jsonl")
    child = start(tmp_path, "check", "slow.jsonl", "--output", "report.txt")
    with (tmp_path / "slow.jsonl").open("wb") as pipe:
        pipe.write(b'{"messages": []}\n')
        pipe.flush()
        wait_for(begun(tmp_path, "tmp/ftprep-*/input-0"), child)
        assert end(child, number)[0] == code
    assert sorted(path.name for path in tmp_path.iterdir()) == ["slow.jsonl", "tmp"]
    assert not list((tmp_path / "tmp").iterdir())


@OF_SIGNALS
@pytest.mark.parametrize("stage", ["out/.ftprep-*", "out/.ftprep-*/*_train.jsonl"])
def test_prepare_leaves_nothing(number: int, code: int, stage: str, tmp_path: Path) -> None:
    write_good(tmp_path / "big.jsonl", rows=5_000)
    child = start(tmp_path, "prepare", "big.jsonl", "-o", "out")
    wait_for(begun(tmp_path, stage), child)
    assert end(child, number)[0] == code
    assert sorted(path.name for path in tmp_path.iterdir()) == ["big.jsonl", "tmp"]
    assert not list((tmp_path / "tmp").iterdir())


@OF_SIGNALS
def test_what_was_there_before_stays_as_it_was(number: int, code: int, tmp_path: Path) -> None:
    write_good(tmp_path / "big.jsonl", rows=100)
    assert start(tmp_path, "prepare", "big.jsonl", "-o", "out").wait(WAIT) == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    write_good(tmp_path / "big.jsonl", rows=5_000)
    child = start(tmp_path, "prepare", "big.jsonl", "-o", "out", "--force")
    wait_for(begun(tmp_path, "out/.ftprep-*/*_train.jsonl"), child)
    assert end(child, number)[0] == code
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


@pytest.mark.parametrize("group", [False, True], ids=["parent", "group"])
def test_the_processes_of_a_run_end_with_it(group: bool, tmp_path: Path) -> None:
    for name in ("one.jsonl", "two.jsonl"):
        write_good(tmp_path / name, rows=20_000)
    child = start(tmp_path, "prepare", "one.jsonl", "two.jsonl", "-o", "out", "--jobs", "2")
    wait_for(begun(tmp_path, "out/.ftprep-*"), child)
    asked = time.monotonic()
    assert end(child, signal.SIGTERM, group=group)[0] == 143
    assert time.monotonic() - asked < 5, "it waited for the files to be read to their end"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.jsonl", "tmp", "two.jsonl"]


def test_ctrl_c_says_so_and_no_more(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "slow.jsonl")
    child = start(tmp_path, "check", "slow.jsonl")
    with (tmp_path / "slow.jsonl").open("wb"):
        wait_for(begun(tmp_path, "tmp/ftprep-*"), child)
        code, errors = end(child, signal.SIGINT)
    assert code == 130
    assert errors.split() == [b"ftprep:", b"interrupted"]


@pytest.mark.parametrize(
    "command",
    [
        "check {data}", "check {data} --format json", "check {data} --format sarif",
        "check {data} --format github", "check {data} --format junit", "check --each {data}",
        "rule", "rule --all", "models", "config", "check --help", "--help", "--version",
    ],
)  # fmt: skip
def test_a_closed_pipe_is_141(command: str, tmp_path: Path) -> None:
    data = write_good(tmp_path / "data.jsonl")
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "ftprep", *command.replace("{data}", str(data)).split()],
        stdout=writing, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(writing)
    assert done.returncode == 141
    assert done.stderr == b""


def test_head_takes_its_line_and_nothing_is_said(tmp_path: Path) -> None:
    data = write_good(tmp_path / "data.jsonl")
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m ftprep rule --all --format json | head -n 1; "
         f'echo "${{PIPESTATUS[0]}}"; {sys.executable} -m ftprep check {data} | head -n 1'],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.splitlines()[:2] == ["[", "141"]


def test_a_report_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    data = write_good(tmp_path / "data.jsonl")
    report = tmp_path / "report.json"
    report.write_text("the old one", "utf-8")
    link = tmp_path / "link.json"
    link.symlink_to(report)
    child = start(tmp_path, "check", data, "--format", "json", "--output", link)
    assert child.wait(WAIT) == 0
    assert link.is_symlink()
    assert report.read_text("utf-8").startswith("{")
    assert not list(tmp_path.glob(".*"))
