"""Standard output that goes away, fails, or is no file."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ftprep import api
from ftprep.cli import main
from tests.integrations.data import write_good

POSIX = pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    return write_good(tmp_path / "chat.jsonl")


@POSIX
@pytest.mark.parametrize(
    "command",
    [
        "check {chat}", "check {chat} --format json", "check {chat} --format github",
        "check --each {chat}", "prepare {chat} --diff", "rule", "rule --all", "models", "config",
        "check --help", "--help", "--version",
    ],
)  # fmt: skip
def test_nobody_reads_is_141(command: str, chat: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "ftprep", *command.replace("{chat}", str(chat)).split()],
        stdout=writing, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@POSIX
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_head_takes_its_line_and_nothing_is_said(unbuffered: str) -> None:
    done = subprocess.run(
        ["bash", "-c", '"$0" -m ftprep rule --all --format json | head -n 1; echo $PIPESTATUS',
         sys.executable],
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout.split(), done.stderr) == (["[", "141"], "")


@POSIX
def test_nobody_reads_the_errors_either() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "ftprep", "check", "nothing.jsonl"],
        stdout=writing, stderr=writing, check=False,
    )  # fmt: skip
    os.close(writing)
    assert done.returncode == 2


def test_a_failing_disk_is_told_where_output_is_no_file(
    chat: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*arguments: object, **more: object) -> None:
        raise OSError(errno.EIO, "Input/output error", "chat.jsonl")

    monkeypatch.setattr(api, "check", fail)
    with pytest.raises(ValueError, match="fileno"):
        sys.stdout.fileno()
    assert main(["check", str(chat)]) == 2
    assert capsys.readouterr().err == "ftprep: Input/output error (chat.jsonl)\n"


def test_a_link_is_kept_and_what_it_points_to_is_replaced(chat: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text("the old one", "utf-8")
    link = tmp_path / "link.json"
    link.symlink_to(report)
    assert main(["check", str(chat), "--format", "json", "--output", str(link)]) == 0
    assert link.is_symlink()
    assert report.read_text("utf-8").startswith("{")
    assert not list(tmp_path.glob(".*"))
