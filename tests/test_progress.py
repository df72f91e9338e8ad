"""Progress is shown to whoever waits at a terminal, and to nobody else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty")

IMPATIENT = """
import sys
from ftprep.readers import parts
from ftprep.cli import main, progress
parts._LEAST = 2_000
progress._PATIENCE = 0
main(sys.argv[1:])
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.jsonl"
    rows = ({"prompt": f"What is {n}?", "completion": f"It is {n}."} for n in range(400))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def seen_on_terminal(*arguments: str) -> tuple[str, str]:
    """(what a terminal on standard error shows, standard output)."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    command = [sys.executable, "-c", IMPATIENT, *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                block = os.read(ours, 65_536)
            except OSError:  # how Linux tells that the other end is closed
                break
            if not block:
                break
            shown += block
        out, _ = process.communicate()
    os.close(ours)
    return shown.decode("utf-8", "replace"), out.decode("utf-8", "replace")


def test_both_passes_are_shown_with_size_and_time_left(data: Path, tmp_path: Path) -> None:
    shown, out = seen_on_terminal("prepare", str(data), "-o", str(tmp_path / "out"), "--jobs", "1")
    assert "reading" in shown
    assert "writing" in shown
    assert "kB" in shown
    assert ":00" in shown
    assert "reading" not in out


def test_it_leaves_the_terminal_as_it_was(data: Path) -> None:
    shown, _ = seen_on_terminal("check", str(data), "--jobs", "1")
    assert shown.rstrip().endswith("\x1b[2K")  # the line is cleared
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h")  # the cursor is back


def test_quiet_shows_none(data: Path) -> None:
    shown, _ = seen_on_terminal("check", str(data), "-q")
    assert shown == ""


def test_no_terminal_no_progress(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPATIENT, "check", str(data)], capture_output=True, check=False
    )
    assert done.stderr == b""
