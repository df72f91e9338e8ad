"""`--keep newest:COLUMN`: a column that is not there is refused, and the others are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ftprep import Config, FtprepError, api
from ftprep.cli import main
from ftprep.near.keep import Keep
from tests.running import prepare

ROWS = [("2024-01-01", "Is it late", "Yes it is"), ("2025-01-01", "Is it blue", "No it is red")]


def refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """What `prepare` says when it refuses; nothing may be written."""
    code = main(["prepare", *map(str, arguments), "-o", str(tmp_path / "out")])
    assert code == 2
    assert not (tmp_path / "out").exists()
    return capsys.readouterr().err


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "data.csv"
    lines = ["date,question,answer", *(",".join(row) for row in ROWS)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "data.jsonl"
    rows = [{"date": date, "prompt": one, "completion": two} for date, one, two in ROWS]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_a_table_names_its_columns(
    tmp_path: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(tmp_path, capsys, table, "--keep", "newest:Date")
    assert 'no column "Date" for --keep newest; there are: date, question, answer' in said


def test_lines_name_their_keys(
    tmp_path: Path, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(tmp_path, capsys, lines, "--keep", "newest:Date", "--to", "completion")
    assert 'no example has anything in the column "Date"' in said
    assert "the first records have: date, prompt, completion" in said


def test_one_input_that_has_the_column_is_enough(tmp_path: Path, table: Path, lines: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("question,answer\nWho are you,I am me\n", "utf-8")
    for inputs in ((table,), (lines,), (table, other), (other, lines)):
        assert prepare(tmp_path, *inputs, "--keep", "newest:date", "--force").exit_code < 2


def test_an_input_without_examples_is_no_fault_of_the_column(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", "utf-8")
    assert prepare(tmp_path, empty, "--keep", "newest:date").exit_code == 1


def test_python_says_it_too(tmp_path: Path) -> None:
    frame = [{"question": "Is it late", "answer": "Yes it is"}]
    config = Config(keep=Keep.parsed("newest:date"))
    with pytest.raises(FtprepError, match="question, answer"):
        api.prepare(frame, tmp_path / "out", config)


def test_joined_rows_have_no_newest(
    tmp_path: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flags = ("--group-by", "question", "--keep", "newest:date")
    assert "does not go with --group-by" in refused(tmp_path, capsys, table, *flags)
