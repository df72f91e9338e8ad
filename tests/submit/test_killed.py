"""A submission that is ended at any step goes on: one upload per file, one job, no lost id."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ftprep.submit.connect import connect
from ftprep.testing.server import RehearsalServer
from tests.rehearsing import KEY, record

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes are forked")

MOST_STEPS = 60


def copies(out: Path, root: Path, count: int) -> None:
    """Datasets that differ by a line, so that the server keeps them apart."""
    for number in range(count + 1):
        folder = Path(shutil.copytree(out, root / str(number)))
        manifest = json.loads((folder / "sums_manifest.json").read_bytes())
        for role in ("train", "test"):
            path = folder / f"sums_{role}.jsonl"
            first, rest = path.read_bytes().split(b"\n", 1)
            content = first.replace(b"What is", f"{number}: what is".encode()) + b"\n" + rest
            path.write_bytes(content)
            told = manifest["outputs"][role]
            told.update(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
        (folder / "sums_manifest.json").write_text(json.dumps(manifest))


def killed(root: Path, *more: str) -> list[dict[str, Any]]:
    """What `tests.submit.killing` tells."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.submit.killing", str(root), *more],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert KEY not in done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def verify(root: Path, told: list[dict[str, Any]]) -> None:
    """Every dataset has its two files and its job at the server, by the ids in its record."""
    service = connect("openai")
    files = Counter(file.name for file in service.files())
    held = {file.name: file.id for file in service.files()}
    jobs = Counter(job.metadata["ftprep_key"] for job in service.jobs())
    ids = {job.metadata["ftprep_key"]: job.id for job in service.jobs()}
    for row in told:
        content = record(root / str(row["number"]))
        assert row["again"] == 0, (root / f"{row['number']}.log").read_text()
        assert len(content["files"]) == 2
        for file in content["files"]:
            assert files[file["name"]] == 1, row
            assert file["id"] == held[file["name"]], row
        assert [job["id"] for job in content["jobs"]] == [ids[content["jobs"][0]["key"]]], row
        assert jobs[content["jobs"][0]["key"]] == 1, row
        assert KEY not in (root / f"{row['number']}.log").read_text()
        assert not list((root / str(row["number"])).glob("*.lock"))


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ([], {"after upload", "after create", "before fsync"}),
        (["1500"], {"after complete", "before create"}),
    ],
    ids=["whole", "in parts"],
)
def test_it_goes_on_from_every_step(
    server: RehearsalServer, out: Path, tmp_path: Path, part: list[str], named: set[str]
) -> None:
    root = tmp_path / "killed"
    copies(out, root, MOST_STEPS)
    told = killed(root, *part)
    verify(root, told)
    seen = {row["step"] for row in told}
    assert seen >= named | {"before _write", "after _write"}
    # The last was not ended any more: every step has had its turn.
    assert told[-1]["killed"] == 0
    assert len(told) > 20
