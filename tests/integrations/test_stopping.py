"""What ends a run from outside leaves nothing half-written, and has its own exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.integrations.data import write_good
from tests.integrations.running import ROOT, Started

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and fifos are of POSIX")

OF_SIGNALS = pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
    ids=["INT", "TERM", "HUP"],
)
SAID = {130: "ftprep: interrupted\n"}

Start = Callable[..., Started]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start ftprep in the folder of the test; it is gone after the test."""
    runs = []

    def start(*arguments: str, hold_at: str = "") -> Started:
        runs.append(Started(tmp_path, *arguments, hold_at=hold_at))
        return runs[-1]

    yield start
    for run in runs:
        run.kill()


@OF_SIGNALS
def test_a_check_leaves_nothing(number: int, code: int, start: Start, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    run = start("check", "pipe.jsonl", hold_at="ftprep.engine.run:_check")
    write_good(tmp_path / "pipe.jsonl")
    run.wait_until_held()
    assert list(tmp_path.glob("tmp/ftprep-*/train-input-0"))
    assert run.stop(number) == (code, SAID.get(code, ""))
    assert run.left() == ["pipe.jsonl", "tmp"]


@pytest.mark.parametrize("module", ["ftprep.cli", "click", "ftprep.cli.check", "ftprep.planning"])
def test_ctrl_c_while_it_is_being_loaded_is_quiet(
    module: str, start: Start, tmp_path: Path
) -> None:
    write_good(tmp_path / "chat.jsonl")
    run = start("check", "chat.jsonl", hold_at=module)
    run.wait_until_held()
    assert run.stop(signal.SIGINT) == (130, SAID[130])


def test_the_installed_command_is_the_module() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert scripts == {"ftprep": "ftprep.__main__:main"}


def test_what_the_command_loads_before_it_notices_ctrl_c_is_little() -> None:
    code = "import sys, ftprep.__main__; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "ftprep.__main__" in loaded
    assert not {"click", "typing", "ftprep.cli"} & set(loaded)


@OF_SIGNALS
def test_prepare_puts_all_in_its_place_or_nothing(
    number: int, code: int, start: Start, tmp_path: Path
) -> None:
    write_good(tmp_path / "chat.jsonl")
    (tmp_path / "out").mkdir()
    old = tmp_path / "out" / "chat_train.jsonl"
    old.write_text("the old one", "utf-8")
    published = "ftprep.dataset.write:Outputs.publish"
    run = start("prepare", "chat.jsonl", "-o", "out", "--force", hold_at=published)
    run.wait_until_held()
    assert list(tmp_path.glob("out/.ftprep-*/chat_manifest.json"))
    assert run.stop(number) == (code, SAID.get(code, ""))
    assert run.left() == ["chat.jsonl", "out", "out/chat_train.jsonl", "tmp"]
    assert old.read_text("utf-8") == "the old one"


def test_a_folder_that_was_made_for_the_files_goes_with_them(start: Start, tmp_path: Path) -> None:
    write_good(tmp_path / "chat.jsonl")
    run = start("prepare", "chat.jsonl", "-o", "out", hold_at="ftprep.build:decide")
    run.wait_until_held()
    assert list(tmp_path.glob("out/.ftprep-*"))
    assert run.stop(signal.SIGTERM) == (143, "")
    assert run.left() == ["chat.jsonl", "tmp"]


def test_a_report_is_replaced_whole_or_not_at_all(start: Start, tmp_path: Path) -> None:
    write_good(tmp_path / "chat.jsonl")
    report = tmp_path / "report.json"
    report.write_text("the old one", "utf-8")
    run = start(
        "check", "chat.jsonl", "--output", "report.json", hold_at="ftprep.cli.reporting:writer"
    )
    run.wait_until_held()
    assert list(tmp_path.glob(".report.json.*"))
    assert run.stop(signal.SIGTERM) == (143, "")
    assert run.left() == ["chat.jsonl", "report.json", "tmp"]
    assert report.read_text("utf-8") == "the old one"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["INT", "TERM"])
@pytest.mark.parametrize("group", [False, True], ids=["to one", "to all, as a terminal does"])
def test_the_processes_of_a_run_end_with_it(
    number: int, group: bool, start: Start, tmp_path: Path
) -> None:
    for name in ("one.jsonl", "two.jsonl"):
        write_good(tmp_path / name)
    run = start(
        "prepare", "one.jsonl", "two.jsonl", "-o", "out", "--jobs", "2",
        hold_at="ftprep.engine.run:check_shard",
    )  # fmt: skip
    processes = run.wait_until_held(processes=2)
    code = 128 + number
    assert run.stop(number, group=group) == (code, SAID.get(code, ""))
    assert run.left() == ["one.jsonl", "tmp", "two.jsonl"]
    assert not list(filter(_runs, processes))


def _runs(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False
