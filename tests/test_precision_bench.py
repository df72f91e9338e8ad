"""The table of what fires, and the sample that is judged by eye."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import precision


def line(question: str, answer: str) -> str:
    said = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return json.dumps({"messages": said}) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    many = [line(f"Number {n}?", f"{{{{name}}}} says {n}.") for n in range(30)]
    (tmp_path / "many.jsonl").write_text("".join(many))
    (tmp_path / "sub").mkdir()
    few = line("Who?", "x" * 900 + " {{author}} \x1b[2J" + "y" * 900) + "{broken\n"
    (tmp_path / "sub" / "a|b.jsonl").write_text(few)
    (tmp_path / "empty.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "INDEX.csv").write_text("path,rows\nmany.jsonl,30\n")
    return tmp_path


def test_a_line_for_each_rule_that_fires(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert precision.main([str(folder)]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "| rule | level | hits | files | most in |"
    told = "| TXT020 placeholder-unfilled | warning | 31 | 2 | many.jsonl 30, sub/a\\|b.jsonl 1 |"
    assert told in printed
    assert "| JSN002 truncated-json | error | 1 | 1 | sub/a\\|b.jsonl 1 |" in printed
    assert not any("MSG001" in row or "INDEX" in row for row in printed)
    assert printed[-1].startswith("refused: empty.pdf: ")


def test_hits_are_drawn_from_every_file(folder: Path) -> None:
    found, _ = precision.hits(folder)
    drawn = [hit for hit in precision.sample(found, 5, 1) if hit.finding.code == "TXT020"]
    assert len({hit.finding.location for hit in drawn}) == 5
    assert [hit.file for hit in drawn].count("sub/a|b.jsonl") == 1
    assert drawn == [hit for hit in precision.sample(found, 5, 1) if hit.finding.code == "TXT020"]
    assert drawn != [hit for hit in precision.sample(found, 5, 2) if hit.finding.code == "TXT020"]
    assert precision.sample(found, 0, 1) == []


def test_the_text_around_a_hit_is_shown_safely(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert precision.main([str(folder), "--sample", "40"]) == 0
    printed = capsys.readouterr().out.splitlines()
    hits = [number for number, row in enumerate(printed) if row.startswith("TXT020 ")]
    assert len(hits) == 31
    assert printed[hits[0]].startswith("TXT020 ")
    (long,) = [n for n in hits if "sub/a|b.jsonl:1/messages/1/content" in printed[n]]
    text = printed[long + 1]
    assert "{{author}} \\x1b[2J" in text
    assert len(text) < 500
    assert any(row.startswith("JSN002 sub/a|b.jsonl:2") for row in printed)
    assert "    {broken" in printed
    assert not any(not row.isprintable() for row in printed)
