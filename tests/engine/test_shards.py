"""A file that is read in parts gives what it gives when read as a whole, byte for byte."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftprep import planning
from ftprep.api import check, prepare
from ftprep.config import Config
from ftprep.errors import FtprepError
from ftprep.model import Kind
from ftprep.readers import parts
from ftprep.report import json_report
from tests.alone import alone

ROWS = st.sampled_from(
    [
        {
            "messages": [
                {"role": "user", "content": "Hi"},
                {"role": "assistant", "content": "Hello."},
            ]
        },
        {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hey."}]},
        {"messages": [{"role": "user", "content": "{name}"}, {"role": "assistant", "content": ""}]},
        {"messages": [{"role": "human", "content": "Ann"}, {"role": "gpt", "content": "a@b.se"}]},
        {"prompt": "What is it?", "completion": "A cat."},
        {"messages": []},
    ]
)
LINES = st.one_of(
    ROWS.map(json.dumps),
    ROWS.map(lambda row: json.dumps(row, indent=1)),
    ROWS.map(lambda row: json.dumps(row)[:-3]),
    st.sampled_from(["", " ", "// a comment", "{", "]", '{"a": NaN}', "\ufffd"]),
)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
FILES = st.lists(st.tuples(LINES, ENDS), min_size=1, max_size=25)


def told(path: Path, jobs: int) -> str:
    out = StringIO()
    json_report.write(check(path, Config(jobs=jobs, isolated=True)), out)
    return out.getvalue()


@pytest.fixture
def cutting(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets the bytes of a part. What is cut is merged, but by no processes: they would take most of
    the time."""

    def cut(least: int) -> None:
        monkeypatch.setattr(parts, "_LEAST", least)

    monkeypatch.setattr(planning, "processes", alone)
    return cut


WHOLE = 1 << 40


@given(file=FILES, pieces=st.integers(2, 9))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_parts_give_what_the_whole_gives(
    cutting: Callable[[int], None], tmp_path: Path, file: Sequence[tuple[str, str]], pieces: int
) -> None:
    path = tmp_path / "data.jsonl"
    first = ('{"messages": []}', "\n")
    path.write_bytes("".join(line + end for line, end in (first, *file)).encode())
    cutting(WHOLE)
    whole = told(path, 1)
    cutting(max(1, path.stat().st_size // pieces))
    assert told(path, 1) == whole


@given(file=FILES, pieces=st.integers(2, 9), kind=st.sampled_from([Kind.CHAT, Kind.COMPLETION]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_parts_are_written_as_the_whole_is(
    cutting: Callable[[int], None],
    tmp_path: Path,
    file: Sequence[tuple[str, str]],
    pieces: int,
    kind: Kind,
) -> None:
    path = tmp_path / "data.jsonl"
    first = ('{"messages": []}', "\n")
    path.write_bytes("".join(line + end for line, end in (first, *file)).encode())
    cutting(WHOLE)
    whole = written(path, tmp_path / "out", kind)
    cutting(max(1, path.stat().st_size // pieces))
    assert written(path, tmp_path / "out", kind) == whole


def written(path: Path, folder: Path, kind: Kind, jobs: int = 1) -> dict[str, bytes]:
    shutil.rmtree(folder, ignore_errors=True)
    prepare(path, folder, Config(jobs=jobs, isolated=True, kind=kind))
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_processes_write_what_one_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "data.jsonl"
    rows = (
        {"prompt": f"What is {n % 2_500}?" + "\n\n###\n\n" * (n % 2), "completion": f"It is {n}."}
        for n in range(3_000)
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    monkeypatch.setattr(parts, "_LEAST", 20_000)
    several = written(path, tmp_path / "out", Kind.COMPLETION, jobs=2)
    assert several == written(path, tmp_path / "out", Kind.COMPLETION)


def test_a_large_file_is_cut_and_read_by_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "data.jsonl"
    rows = (
        {"messages": [{"role": "user", "content": f"Question {n % 900}?"}]}
        | ({"tools": []} if n % 7 else {})
        for n in range(3_000)
    )
    path.write_text("".join(json.dumps(row) + "\r\n" for row in rows), "utf-8")
    monkeypatch.setattr(parts, "_LEAST", 50_000)
    with planning.planned([path], Config(jobs=2, isolated=True)) as planned:
        assert len(planned.shards) == 4
        assert [shard.lines for shard in planned.shards] == sorted(
            path.read_bytes()[: shard.start].count(b"\n") for shard in planned.shards
        )
    assert told(path, 2) == told(path, 1)


def kill(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_is_killed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(json.dumps({"prompt": "a", "completion": "b"}) + "\n", "utf-8")
    monkeypatch.setattr("ftprep.engine.run.check_shard", kill)
    with pytest.raises(FtprepError, match=r"one of the 2 processes .* was killed"):
        check([path, Path(shutil.copy(path, tmp_path / "b.jsonl"))], Config(jobs=2, isolated=True))


def test_cores_are_counted_as_this_process_may_use_them() -> None:
    assert planning.available_cores() >= 1


POOL = """
import os, time
from concurrent.futures import ProcessPoolExecutor
from ftprep.engine.worker import end_with_parent
pool = ProcessPoolExecutor(2, initializer=end_with_parent)
children = pool.map(len, ["a"] * 8)
print(*set(children), *pool._processes, flush=True)
time.sleep(600)
"""


def test_processes_end_with_a_parent_that_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", POOL], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        _, *children = map(int, parent.stdout.readline().split())
        parent.kill()
    assert children
    for child in children:
        for _ in range(600):
            if not alive(child):
                break
            time.sleep(0.05)
        else:
            raise AssertionError(f"process {child} outlives its parent")


def alive(process: int) -> bool:
    """Whether it runs; one that has ended and was not waited for does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
