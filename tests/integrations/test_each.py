"""`check --each`: every path is a dataset of its own, and the worst exit code counts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ftprep.cli import main
from tests.integrations.data import write_bad, write_good


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write_good(tmp_path / "good.jsonl")


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return write_bad(tmp_path / "bad.jsonl")


def test_files_that_repeat_each_other_do_not_concern_each_other(
    good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copy(good, good.with_name("copy.jsonl")))
    together = main(["check", str(good), str(copy), "--quiet", "--fail-on", "warning",
                     "--select", "DUP"])  # fmt: skip
    apart = main(["check", "--each", str(good), str(copy), "--quiet", "--fail-on", "warning",
                  "--select", "DUP"])  # fmt: skip
    assert (together, apart) == (1, 0)
    told = capsys.readouterr().out
    assert f"{good}:\n" in told
    assert f"{copy}:\n" in told


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["good"], 0),
        (["good", "bad"], 1),
        (["bad", "good"], 1),
        (["missing", "bad"], 2),
        (["bad", "missing", "good"], 2),
    ],
)
def test_the_worst_code_counts_and_all_are_looked_at(
    names: list[str], code: int, good: Path, bad: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [str(good.with_name(f"{name}.jsonl")) for name in names]
    assert main(["check", "--each", "--quiet", *paths]) == code
    told = capsys.readouterr()
    assert [line for line in told.out.splitlines() if line.endswith(".jsonl:")] == [
        f"{path}:" for path in paths
    ]
    assert told.err.count("no such file") == names.count("missing")


def test_every_path_has_the_settings_nearest_to_it(good: Path, tmp_path: Path) -> None:
    mild = write_bad(tmp_path / "mild" / "bad.jsonl")
    strict = write_bad(tmp_path / "strict" / "bad.jsonl")
    (mild.parent / "ftprep.toml").write_text('fail-on = "never"\n', "utf-8")
    assert main(["check", "--each", "-q", str(mild), str(good)]) == 0
    assert main(["check", "--each", "-q", str(mild), str(strict)]) == 1


@pytest.mark.parametrize(
    "flags",
    [
        ["--format", "json"],
        ["--format", "sarif"],
        ["--format", "junit"],
        ["--output", "report.txt"],
        ["--write-baseline"],
        ["--prune-baseline"],
        ["--test", "other.jsonl"],
    ],
    ids=" ".join,
)
def test_what_has_room_for_one_report_only_is_refused(
    flags: list[str], good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--each", str(good), *flags]) == 2
    assert "--each" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [good.name]


def test_annotations_follow_one_another(
    good: Path, bad: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--each", str(bad), str(good), "--format", "github"]) == 1
    told = capsys.readouterr().out
    assert told.count("::group::") == 2
    assert f"::error file={bad}" in told
    assert f"{bad}:\n" not in told


def test_a_name_cannot_move_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--each", "evil\x1b[2J.csv"]) == 2
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err
