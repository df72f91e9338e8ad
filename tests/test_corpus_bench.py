"""The measurement over a folder: it tells what differs, and fails only for a crash."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

from bench import corpus

CHAT = (
    '{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "chat.jsonl").write_text(f"{CHAT}\n{CHAT}\n")
    (tmp_path / "faq.csv").write_text("question,answer\nHow?,So.\n\n\nWhen?,Now.\n")
    (tmp_path / "empty.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "INDEX.csv").write_text(
        "path,bytes,rows\nchat.jsonl,190,2\nfaq.csv,44,4\nempty.pdf,9,0\nnobody-counted.csv,0,\n"
    )
    return tmp_path


def test_a_wrong_row_count_is_marked_and_explained(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = folder / "table.csv"
    assert corpus.main([str(folder), str(folder / "INDEX.csv"), "--csv", str(table)]) == 0
    with table.open(encoding="utf-8", newline="") as stream:
        rows = {row["file"]: row for row in csv.DictReader(stream)}
    assert [row["mark"] for row in rows.values()] == ["", "differs", "refused", "refused"]
    assert (rows["chat.jsonl"]["read"], rows["chat.jsonl"]["layout"]) == ("2", "chat")
    assert (rows["faq.csv"]["read"], rows["faq.csv"]["expected"]) == ("2", "4")
    assert "TAB009" in rows["faq.csv"]["readers say"]
    assert all(float(row["seconds"]) > 0 and float(row["MB"]) > 5 for row in rows.values())
    printed = capsys.readouterr().out
    assert "differs: faq.csv (read 2 of 4)" in printed
    assert "TAB009" in printed.partition("differs: faq.csv")[2]
    assert "0 crashed, 1 differ in the number of records (0 without a finding)" in printed


def test_the_table_comes_in_markdown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert corpus.main([str(folder), str(folder / "INDEX.csv"), "--markdown"]) == 0
    assert capsys.readouterr().out.startswith("| file | bytes | expected | read |")


def test_what_takes_too_long_is_a_crash(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert corpus.main([str(folder), str(folder / "INDEX.csv"), "--timeout", "0"]) == 1
    assert "CRASHED: chat.jsonl (read 0 of 2, stopped after its time)" in capsys.readouterr().out


def test_a_traceback_is_a_crash(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = folder / "python"
    broken.write_text("#!/bin/sh\necho 'Traceback (most recent call last):' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    assert corpus.main([str(folder), str(folder / "INDEX.csv")]) == 1
    assert "4 crashed" in capsys.readouterr().out
