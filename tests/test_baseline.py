"""Known findings are not told again, stay known when rows move, and change nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ftprep.cli import main
from tests.running import check, prepare

BAD = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": ""}]}


def good(number: int) -> dict[str, Any]:
    question = {"role": "user", "content": f"What is {number} + {number}?"}
    return {"messages": [question, {"role": "assistant", "content": f"It is {2 * number}."}]}


def put(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return put(tmp_path / "data.jsonl", [BAD, *(good(n) for n in range(12)), good(3)])


def entries(folder: Path) -> list[dict[str, str]]:
    content = json.loads((folder / "ftprep-baseline.json").read_text("utf-8"))
    found: list[dict[str, str]] = content["findings"]
    return found


def test_what_was_written_down_is_not_told_again(data: Path, tmp_path: Path) -> None:
    before = check(tmp_path, data)
    assert before.exit_code == 1
    assert main(["check", str(data), "--write-baseline", "--reason", "seen"]) == 0
    assert {entry["reason"] for entry in entries(tmp_path)} == {"seen"}
    after = check(tmp_path, data)
    assert (after.exit_code, after.codes) == (0, set())
    baseline = after.report["baseline"]
    assert baseline["by_rule"] == before.report["findings_total"]
    assert baseline["known"] == sum(before.report["findings_total"].values())
    assert baseline["unused"] == []


def test_rows_may_move_and_new_findings_are_told(data: Path, tmp_path: Path) -> None:
    main(["check", str(data), "--write-baseline"])
    other = {"messages": [{"role": "user", "content": "New"}, {"role": "assistant", "content": ""}]}
    put(data, [good(3), *(good(n) for n in range(12)), BAD, other])
    run = check(tmp_path, data)
    assert run.report["findings_total"] == {"MSG006": 1}
    assert run.report["findings"][0]["location"]["line"] == 15


def test_a_known_error_does_not_make_it_ready_nor_is_it_written(data: Path, tmp_path: Path) -> None:
    main(["check", str(data), "--write-baseline"])
    assert check(tmp_path, data).report["summary"]["ready"] is False
    assert "MSG006 answer-empty (known)" in check(tmp_path, data).report["summary"]["reasons"]
    run = prepare(tmp_path, data)
    assert len(run.lines("rejected")) == 2  # the empty answer and the repeat
    assert len(run.bodies()) == 12


def test_a_reason_stays_when_it_is_written_again(data: Path, tmp_path: Path) -> None:
    main(["check", str(data), "--write-baseline", "--reason", "first", "--select", "MSG"])
    main(["check", str(data), "--write-baseline", "--reason", "second"])
    reasons = {entry["code"]: entry["reason"] for entry in entries(tmp_path)}
    assert reasons["MSG006"] == "first"
    assert reasons["DUP001"] == "second"


def test_what_is_not_found_any_more_is_told_and_pruned(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", str(data), "--write-baseline"])
    put(data, [good(n) for n in range(12)])
    run = check(tmp_path, data)
    assert [entry.split()[0] for entry in run.report["baseline"]["unused"]] == ["DUP001", "MSG006"]
    capsys.readouterr()
    main(["check", str(data)])
    assert "2 known findings not found any more" in capsys.readouterr().out
    main(["check", str(data), "--prune-baseline"])
    assert {entry["code"] for entry in entries(tmp_path)} == set(run.report["baseline"]["by_rule"])
    assert check(tmp_path, data).report["baseline"]["unused"] == []


def test_a_file_can_be_named_and_isolated_looks_for_none(data: Path, tmp_path: Path) -> None:
    named = tmp_path / "known" / "here.json"
    named.parent.mkdir()
    main(["check", str(data), "--write-baseline", "--baseline", str(named)])
    assert check(tmp_path, data, "--baseline", named).codes == set()
    assert "MSG006" in check(tmp_path, data).codes
    named.rename(tmp_path / "ftprep-baseline.json")
    assert check(tmp_path, data).codes == set()
    assert "MSG006" in check(tmp_path, data, "--isolated").codes


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"schema_version": 2, "findings": []}', "\xff"]
)
def test_what_is_no_baseline_is_refused(data: Path, tmp_path: Path, content: str) -> None:
    (tmp_path / "ftprep-baseline.json").write_text(content, "latin-1")
    assert main(["check", str(data)]) == 2
    assert main(["check", str(data), "--write-baseline"]) == 2  # its reasons are not thrown away
    (tmp_path / "ftprep-baseline.json").unlink()
    assert main(["check", str(data), "--write-baseline"]) == 0


def test_the_file_is_the_same_on_every_run(data: Path, tmp_path: Path) -> None:
    main(["check", str(data), "--write-baseline"])
    first = (tmp_path / "ftprep-baseline.json").read_bytes()
    main(["check", str(data), "--write-baseline"])
    assert (tmp_path / "ftprep-baseline.json").read_bytes() == first
