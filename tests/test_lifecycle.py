"""Every command of docs/lifecycle.md is run as it stands there, against the rehearsal server."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from ftprep.testing.server import Options, RehearsalServer
from tests.rehearsing import classified, run, serving

PAGE = Path(__file__).parents[1] / "docs" / "lifecycle.md"
RETIRED = (
    "prepare_data",
    "fine_tunes.create",
    "fine_tunes.follow",
    "fine_tunes.get",
    "fine_tunes.list",
    "fine_tunes.cancel",
    "fine_tunes.results",
    "fine_tunes.delete",
    "models.delete",
    "completions.create",
)
CELLS = re.compile(r"^\| (?P<first>.*) \| (?P<second>.*) \|$", re.MULTILINE)
COMMAND = re.compile(r"`(ftprep [^`]+)`")


def commands() -> Iterator[str]:
    """Those of both tables, in the order of the page."""
    for row in CELLS.finditer(PAGE.read_text("utf-8")):
        yield from COMMAND.findall(row["first"] + row["second"])


def test_every_retired_command_has_a_successor() -> None:
    rows = [(row["first"], row["second"]) for row in CELLS.finditer(PAGE.read_text("utf-8"))]
    for name in RETIRED:
        assert [now for then, now in rows if name in then and COMMAND.search(now)], name


def test_every_command_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data.jsonl"
    data.write_text("".join(json.dumps(classified(n)) + "\n" for n in range(60)), encoding="utf-8")
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text("".join(map(_pair, range(60))), encoding="utf-8")
    names = {
        "PAIRS": str(pairs),
        "FILE": str(data),
        "MODEL": "gpt-4o-mini-2024-07-18",
        "TEST": "DIR/data_test.jsonl",
    }
    order = [*commands()]
    # The page goes by the retired commands; a job is paused and resumed before it is cancelled.
    for verb in ("pause", "resume"):
        moved = next(each for each in order if f"jobs {verb}" in each)
        order.remove(moved)
        order.insert(order.index("ftprep jobs cancel ID2"), moved)
    with serving(tmp_path, monkeypatch, Options(speed=10)) as server:
        for command in order:
            words = [names.get(word, word) for word in shlex.split(command)[1:]]
            if "pause" in words:  # what is paused must be running, and not have ended
                _start_second(server, names, capsys)
                words[-1] = names["ID2"]
            if "follow" in words:
                server.advance(10_000)
            said = run(capsys, *words)
            findings = "compare" in words or "PAIRS" in command
            assert said.code in ((0, 1) if findings else (0,)), (command, said)
            assert said.out, command
            _learn(names, tmp_path, capsys)


def _pair(number: int) -> str:
    pair = {"prompt": f"How much is {number} and 1?", "completion": f"It is {number + 1}."}
    return json.dumps(pair) + "\n"


def _start_second(
    server: RehearsalServer, names: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A job that runs, for the next twelve seconds."""
    submitted = run(
        capsys, "submit", "DIR", "--model", names["MODEL"], "--epochs", "50", "--seed", "2", "--yes"
    )
    assert submitted.code == 0, submitted
    names["ID2"] = run(capsys, "jobs", "list", "--json", "-n", "1").json[0]["id"]
    server.advance(80)  # past validation and queue


def _learn(names: dict[str, str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names that stand for what came of the commands so far."""
    for record in (folder / "DIR").glob("*_job.json"):
        names.setdefault("ID", json.loads(record.read_bytes())["jobs"][-1]["id"])
    models = run(capsys, "tuned", "list", "--json").json
    for model in models:
        names.setdefault("CHECKPOINT" if ":ckpt-" in model else "TUNED", model)
