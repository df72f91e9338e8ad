"""What a person can ask of rules: levels, limits, files that are passed over, repairs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.running import check, prepare


def chat(question: str, answer: str, role: str = "user") -> dict[str, Any]:
    turns = [{"role": role, "content": question}, {"role": "assistant", "content": answer}]
    return {"messages": turns}


ROWS = [chat(f"What is {n} + {n}?", f"It is {2 * n}.") for n in range(20)]


def put(path: Path, rows: list[Any]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture
def repeated(tmp_path: Path) -> Path:
    return put(tmp_path / "data.jsonl", [*ROWS, ROWS[3]])


def test_a_level_makes_it_fail(repeated: Path, tmp_path: Path) -> None:
    assert check(tmp_path, repeated).exit_code == 0
    run = check(tmp_path, repeated, "--level", "DUP=note", "--level", "DUP001=error")
    assert run.exit_code == 1
    assert {row["level"] for row in run.report["findings"] if row["code"] == "DUP001"} == {"error"}
    assert run.report["summary"]["ready"] is False


def test_a_lower_level_lets_a_row_through(tmp_path: Path) -> None:
    data = put(tmp_path / "data.jsonl", [*ROWS, chat("Hi", "  ")])
    assert len(prepare(tmp_path, data).bodies()) == 20
    run = prepare(tmp_path, data, "--level", "MSG006=warning", "--force")
    assert (len(run.bodies()), run.exit_code) == (21, 0)


@pytest.mark.parametrize(
    ("limit", "code"),
    [("DUP001=0", 1), ("DUP001=1", 0), ("DUP=1", 0), ("DUP001=4%", 1), ("DUP001=5%", 0)],
)
def test_a_limit_decides_whatever_the_level(
    repeated: Path, tmp_path: Path, limit: str, code: int
) -> None:
    assert check(tmp_path, repeated, "--limit", limit).exit_code == code
    run = check(tmp_path, repeated, "--limit", limit, "--fail-on", "warning", "--ignore", "SET,TGT")
    assert run.exit_code == code


def test_some_files_are_passed_over(tmp_path: Path) -> None:
    for name in ("old/a.jsonl", "new/b.jsonl"):
        put(tmp_path / name, [*ROWS, chat("Hi", "", "user")])
    found = check(tmp_path, tmp_path / "old", tmp_path / "new").report["findings_total"]
    assert found["MSG006"] == 2
    glob = f"{tmp_path}/old/*=MSG,DUP"
    run = check(tmp_path, tmp_path / "old", tmp_path / "new", "--per-file-ignore", glob)
    assert run.report["findings_total"]["MSG006"] == 1
    places = [row["location"]["path"] for row in run.report["findings"] if row["code"] == "MSG006"]
    assert places == [str(tmp_path / "new/b.jsonl")]


@pytest.mark.parametrize("glob", ["**/*.jsonl", "**/data.jsonl", "*.jsonl", "a/**/data.jsonl"])
def test_folders_of_a_glob_may_be_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, glob: str
) -> None:
    put(tmp_path / "a" / "data.jsonl", [*ROWS, chat("Hi", "", "user")])
    monkeypatch.chdir(tmp_path if glob.startswith("a/") else tmp_path / "a")
    data = "a/data.jsonl" if glob.startswith("a/") else "data.jsonl"
    assert "MSG006" in check(tmp_path, data, "--per-file-ignore", "b/**/data.jsonl=MSG").codes
    assert "MSG006" not in check(tmp_path, data, "--per-file-ignore", f"{glob}=MSG").codes


def test_a_file_of_settings_is_obeyed(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.ftprep]\nlimits = { DUP001 = { max_rate = 0.01 } }\nignore = ["SET", "TGT"]\n'
    )
    data = put(tmp_path / "data.jsonl", [*ROWS, ROWS[3]])
    run = check(tmp_path, data)
    assert (run.exit_code, run.codes) == (1, {"DUP001"})
    assert check(tmp_path, data, "--isolated").exit_code == 0
    assert check(tmp_path, data, "--limit", "DUP001=1").exit_code == 0


def test_a_repair_can_be_left_out(repeated: Path, tmp_path: Path) -> None:
    assert len(prepare(tmp_path, repeated).bodies()) == 20
    assert len(prepare(tmp_path, repeated, "--no-fix", "DUP", "--force").bodies()) == 21
    assert len(prepare(tmp_path, repeated, "--ignore", "DUP", "--force").bodies()) == 21


def test_a_repair_that_is_left_out_rejects_what_it_would_have_mended(tmp_path: Path) -> None:
    data = put(tmp_path / "data.jsonl", [*ROWS, chat("Hi", "Hello.", "User")])
    assert len(prepare(tmp_path, data).bodies()) == 21
    run = prepare(tmp_path, data, "--no-fix", "MSG004", "--force")
    assert (len(run.bodies()), len(run.lines("rejected"))) == (20, 1)
    assert run.lines("rejected")[0]["reasons"][0]["code"] == "MSG004"


def test_completions_without_separators(tmp_path: Path) -> None:
    rows = [{"prompt": f"Name {n}", "completion": f" number {n}"} for n in range(20)]
    data = put(tmp_path / "data.jsonl", rows)
    run = prepare(tmp_path, data, "--to", "completion", "--no-fix", "CMP", "--test-size", "0")
    assert sorted(map(json.dumps, run.bodies())) == sorted(map(json.dumps, rows))
    assert run.manifest()["contract"]["separator"] is None


@pytest.mark.parametrize(
    "flags",
    [
        ["--level", "ZZZ=error"],
        ["--level", "DUP=bad"],
        ["--limit", "DUP=many"],
        ["--limit", "DUP=120%"],
        ["--per-file-ignore", "*.csv=ZZZ"],
        ["--fix", "ZZZ"],
        ["--fix", "MSG001"],
        ["--no-fix", "ZZZ"],
        ["--reason", "x"],
    ],
)
def test_what_does_not_exist_is_refused(repeated: Path, tmp_path: Path, flags: list[str]) -> None:
    run = check if "--reason" in flags else prepare
    assert run(tmp_path, repeated, *flags).exit_code == 2
