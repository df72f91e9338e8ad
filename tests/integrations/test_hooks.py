"""The hooks, run by pre-commit itself in a scratch repository."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from docs.hooks import DATA, FILE, HOOKS, NOT_DATA
from tests.integrations.data import write_bad, write_good
from tests.integrations.git import environment, git, make_repository
from tests.integrations.stand_in import write_stand_in

ROOT = Path(__file__).parent.parent.parent
CHECK, PREPARE = HOOKS


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """An empty git repository; what pre-commit keeps is beside it."""
    folder = tmp_path / "repository"
    folder.mkdir()
    make_repository(folder, tmp_path)
    return folder


def configure(repository: Path, *repos: dict[str, Any]) -> None:
    """Write the configuration; JSON is YAML."""
    (repository / ".pre-commit-config.yaml").write_text(json.dumps({"repos": repos}), "utf-8")


def local(hook: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A hook of ours, run with this very Python and not installed."""
    entry = hook["entry"].replace("ftprep", f"{shlex.quote(sys.executable)} -m ftprep", 1)
    return {"repo": "local", "hooks": [{**hook, "entry": entry, "language": "system", **changes}]}


def commit(repository: Path) -> subprocess.CompletedProcess[str]:
    """Stage everything and run the hooks as a commit does."""
    git(repository, repository.parent, "add", "--all")
    return pre_commit(repository, "run")


def pre_commit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments], cwd=folder,
        env=environment(folder.parent) | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_file_says_what_the_table_says() -> None:
    assert yaml.safe_load(FILE.read_text("utf-8")) == [asdict(hook) for hook in HOOKS]


def test_pre_commit_takes_the_file() -> None:
    done = pre_commit(ROOT, "validate-manifest", str(FILE))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "path",
    ["train.jsonl", "data/FAQ.XLSX", "a.csv", "a.csv.gz", "data/x.parquet", "chat_train.jsonl"],
)
def test_data_is_taken(path: str) -> None:
    assert re.search(DATA, path)
    assert not re.search(NOT_DATA, path)


@pytest.mark.parametrize(
    "path",
    [
        "package.json", "tsconfig.json", "data/settings.json", "README.md", "csv.py", "a.csv.txt",
        "xlsx", ".hidden.csv", "data/~$FAQ.xlsx", "out/chat_ledger.jsonl",
        "out/chat_rejected.jsonl", "out/chat_report.json", "out/chat_manifest.json",
    ],
)  # fmt: skip
def test_what_is_no_data_is_not_taken(path: str) -> None:
    assert not re.search(DATA, path) or re.search(NOT_DATA, path)


def test_a_bad_file_is_blocked_and_a_good_one_passes(repository: Path) -> None:
    configure(repository, local(asdict(CHECK)))
    write_good(repository / "good.jsonl")
    (repository / "package.json").write_text("{}", "utf-8")
    done = commit(repository)
    assert done.returncode == 0, done.stdout
    assert "Passed" in done.stdout

    bad = write_bad(repository / "data" / "bad.jsonl")
    done = commit(repository)
    assert done.returncode == 1
    assert "data/bad.jsonl:61" in done.stdout
    assert "MSG007" in done.stdout
    assert "exit code: 1" in done.stdout

    write_good(bad)
    assert commit(repository).returncode == 0


def test_files_that_change_together_are_no_single_dataset(repository: Path) -> None:
    configure(repository, local(asdict(CHECK), args=["--select=DUP", "--fail-on=warning"]))
    for name in ("one.jsonl", "two.jsonl"):
        write_good(repository / name)
    done = commit(repository)
    assert done.returncode == 0, done.stdout


def test_no_data_no_run(repository: Path) -> None:
    configure(repository, local(asdict(CHECK)))
    done = commit(repository)
    assert done.returncode == 0
    assert "no files to check" in done.stdout


def test_prepare_writes_the_whole_dataset_again(repository: Path) -> None:
    configure(repository, local(asdict(PREPARE), args=["data", "-o", "made"]))
    write_good(repository / "data" / "one.jsonl", rows=30)
    (repository / ".gitignore").write_text("made/\n", "utf-8")
    assert commit(repository).returncode == 0
    git(repository, repository.parent, "commit", "--quiet", "-m", "one")

    (repository / "data" / "two.csv").write_text("question,answer\nWho?,Me.\n", "utf-8")
    assert commit(repository).returncode == 0
    manifest = json.loads((repository / "made" / "dataset_manifest.json").read_bytes())
    assert len(manifest["inputs"]) == 2, "the file that did not change is still part of it"


def test_prepare_without_arguments_says_what_is_missing(repository: Path) -> None:
    configure(repository, local(asdict(PREPARE)))
    write_good(repository / "one.jsonl")
    done = commit(repository)
    assert done.returncode == 1
    assert "exit code: 2" in done.stdout
    assert "PATH" in done.stdout


def test_pre_commit_installs_and_runs_the_hook(repository: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    write_stand_in(source, ROOT)
    shutil.copy(FILE, source)
    revision = make_repository(source, tmp_path)
    configure(repository, {"repo": str(source), "rev": revision, "hooks": [{"id": CHECK.id}]})

    write_good(repository / "good.jsonl")
    done = commit(repository)
    assert done.returncode == 0, done.stdout + done.stderr
    write_bad(repository / "bad.jsonl")
    done = commit(repository)
    assert done.returncode == 1
    assert "MSG007" in done.stdout
