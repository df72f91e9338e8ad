"""The commands of docs/rehearsal.md, run as one shell script."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
BLOCK = re.compile(r"(<!-- not run[^\n]*\n)?```sh\n(.*?)```", re.DOTALL)


def script() -> str:
    """All blocks of the page but those that say that they are not run."""
    page = (TOP / "docs" / "rehearsal.md").read_text("utf-8")
    return "".join(text for skipped, text in BLOCK.findall(page) if not skipped)


def free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return int(some.getsockname()[1])


@pytest.mark.skipif(shutil.which("bash") is None, reason="the page is written for bash")
def test_the_page_works_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "sample_data").symlink_to(TOP / "sample_data")
    commands = "\n".join(
        (
            "set -e",
            f'ftprep() {{ "{sys.executable}" -m ftprep "$@"; }}',
            f'python() {{ exec "{sys.executable}" "$@"; }}',
            "trap 'kill $server 2>/dev/null || true' EXIT",
            script().replace("8765", str(free_port())),
        )
    )
    known = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    done = subprocess.run(
        ["bash", "-c", commands],
        cwd=tmp_path,
        env={**known, "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "as estimated" in done.stdout
    assert "The tuned model is better" in done.stdout
    written = {path.name for path in (tmp_path / "rehearsal").iterdir()}
    assert written >= {
        "tickets_train.jsonl",
        "tickets_job.json",
        "tickets_results.csv",
        "tickets_results.parquet",
        "tickets_results.svg",
        "answers.html",
    }
    assert "sk-rehearsal" not in done.stdout


def test_the_readme_has_the_same_commands() -> None:
    readme = (TOP / "README.md").read_text("utf-8")
    shown = readme.split("<!-- rehearsal -->")[1].split("```sh\n")[1].split("```")[0]
    assert shown.splitlines() == script().splitlines()
