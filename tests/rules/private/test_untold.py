"""No report tells a private value, in any format: reports go to the logs of CI systems."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ftprep.cli import main
from ftprep.report import FORMATS
from tests.rules.private.values import REAL
from tests.running import check, prepare


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Every private value in a prompt of its own, an answer, and the arguments of a tool."""
    rows = []
    for _, around, value in REAL:
        text = around.format(value)
        call = {"name": "f", "arguments": json.dumps({"note": text})}
        answer = {"role": "assistant", "content": text}
        tool = {
            "role": "assistant",
            "tool_calls": [{"id": "c", "type": "function", "function": call}],
        }
        result = {"role": "tool", "tool_call_id": "c", "content": text}
        user = {"role": "user", "content": text}
        rows.append({"messages": [user, tool, result, answer]})
    path = tmp_path / "chat.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_all_of_them_are_found(path: Path, tmp_path: Path) -> None:
    found = check(tmp_path, path, "--select", "PII,SEC").report["findings_total"]
    assert sum(found.values()) >= 3 * len(REAL)
    assert set(found) == {f"PII00{n}" for n in range(1, 7)} | {f"SEC00{n}" for n in range(1, 5)}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_format_tells_them(name: str, path: Path, tmp_path: Path) -> None:
    output = tmp_path / "told"
    main(["check", str(path), "--format", name, "--output", str(output)])
    _silent(output.read_text(encoding="utf-8"))


def test_neither_do_the_report_and_the_manifest_of_prepare(path: Path, tmp_path: Path) -> None:
    run = prepare(tmp_path, path, "--fail-on", "never")
    for role in ("report", "manifest", "ledger"):
        _silent(Path(run.report["split"]["files"][role]).read_text(encoding="utf-8"))


def _silent(told: str) -> None:
    assert told
    for _, _, value in REAL:
        assert value not in told
        assert json.dumps(value)[1:-1] not in told
