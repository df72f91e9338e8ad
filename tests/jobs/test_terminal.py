"""`ftprep jobs follow` on a terminal: the log above, the line with the loss below."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ftprep.testing.server import Options
from tests.rehearsing import KEY, classified, dataset, run, serving

pty = pytest.importorskip("pty", reason="Windows has no such terminals")


def on_terminal(*arguments: str) -> tuple[int, str]:
    """(exit code, all that a terminal gets) of a command."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "ftprep", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120", "NO_COLOR": "1"},
    )
    os.close(theirs)
    told = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the process has ended
            break
        told += part
        if not part:
            break
    os.close(ours)
    return process.wait(timeout=30), told.decode()


def test_the_log_stands_above_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(tmp_path, monkeypatch, Options(speed=300)) as server:
        out = dataset(tmp_path, [classified(n) for n in range(20)])
        assert run(capsys, "submit", out, "--yes").code == 0
        server.faults("GET */events status=503 x2")
        code, told = on_terminal("jobs", "follow", str(out), "--every", "0.2")
    assert code == 0
    assert KEY not in told
    assert re.search(r"step \d+ of \d+ · loss \d", told)
    assert len(set(re.findall(r"Step \d+/\d+: training loss=", told))) > 20  # all were seen
    shown = screen(told)
    steps = [line for line in shown if "training loss=" in line]
    assert 0 < len(steps) < 10  # and gave their place to the next
    dates = [line[:25] for line in shown if re.match(r"\d{4}-\d\d-\d\d ", line)]
    assert dates == sorted(dates)
    assert any("Created fine-tuning job" in line for line in shown)
    assert any(line.startswith("OpenAI could not answer (503)") for line in shown)
    assert not any("━" in line for line in shown)  # the bar is gone
    assert re.match(
        r"Job +ftjob-\S+, succeeded", next(one for one in shown if one.startswith("Job "))
    )


def screen(told: str) -> list[str]:
    """The lines that a person finds on the terminal at the end, also those that scrolled away."""
    lines, row, column = [""], 0, 0
    for part in re.findall(r"\x1b\[[?0-9;]*[A-Za-z]|\r|\n|[^\x1b\r\n]+", told):
        if part == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif part == "\r":
            column = 0
        elif part.endswith("A"):
            row -= int(part[2:-1] or 1)
        elif part == "\x1b[2K":
            lines[row] = ""
        elif not part.startswith("\x1b"):
            lines[row] = lines[row][:column] + part
            column = len(lines[row])
    return lines


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from ftprep.cli import main; "
        "[main([name, '--help']) for name in ('jobs', 'tuned')]; "
        "print(*sorted({m.split('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    heavy = {"openai", "httpx", "plotext", "vl_convert", "sacrebleu", "numpy", "pyarrow", "pandas"}
    assert not loaded & heavy


def test_an_output_that_knows_ascii_only_gets_ascii(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(tmp_path, monkeypatch) as server:
        out = dataset(tmp_path, [classified(n) for n in range(20)])
        assert run(capsys, "submit", out, "--yes", "--suffix", "grün").code == 0
        server.advance(10_000)
        done = subprocess.run(
            [sys.executable, "-m", "ftprep", "jobs", "results", str(out)],
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
            capture_output=True,
            check=False,
        )
    assert done.returncode in (0, 1), done.stderr  # 1: the curves warn of something
    assert b"token accuracy" in done.stdout
    assert done.stdout.isascii()
