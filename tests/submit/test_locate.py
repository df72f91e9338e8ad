"""A service's error as a finding at our line, back to the row and the cell."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ftprep import api
from ftprep.dataset.dataset import Dataset, find_dataset
from ftprep.submit import complaint
from ftprep.submit.locate import locate
from ftprep.testing.server import RehearsalServer
from tests.rehearsing import Said

Run = Callable[..., Said]

UNREADABLE = (
    "Invalid file format. Example 1273 cannot be parsed. Error: line contains invalid json: "
    "Expecting ',' delimiter: line 1 column 79 (char 78) (line 1273)"
)
NO_DICTIONARY = (
    "Expected file to have JSONL format, where every line is a JSON dictionary. Line 1 is not a "
    'dictionary (HINT: line starts with: "{"p...").'
)
NO_ROLE = (
    "The job failed due to an invalid training file. Invalid file format. Example 100, message 2 "
    "Discriminator 'role' is missing in value"
)


@pytest.mark.parametrize(
    ("text", "param", "role", "lines"),
    [
        (UNREADABLE, "", "train", (1273,)),
        (NO_DICTIONARY, "", "train", (1,)),
        ("Training file has 7 example(s), but must have at least 10 examples", "training_file",
         "train", ()),
        (NO_ROLE, "training_file", "train", (100,)),
        ("This file failed moderation safety checks... Flagged lines: 4, 13, 27", "", "train",
         (4, 13, 27)),
        ('Invalid file format. Example 1 contains an extra "weight".', "validation_file", "test",
         (1,)),
        ("The job failed due to an invalid validation file. Example 3 is missing key 'messages'",
         "", "test", (3,)),
        ("Rate limit reached", "", "train", ()),
        ("", "", "train", ()),
    ],
)  # fmt: skip
def test_the_lines_that_an_error_means(
    text: str, param: str, role: str, lines: tuple[int, ...]
) -> None:
    told = complaint.read(text, param)
    assert (told.role, told.lines) == (role, lines)


@pytest.mark.parametrize(
    ("words", "pointer"),
    [
        (("weight",), "/messages/1/weight"),
        (("<|fim_suffix|>",), "/messages/0/content"),
        (("asistant", "role", "system", "user"), "/messages/1/role"),
        (("role", "user"), ""),
        (("nowhere",), ""),
        ((), ""),
    ],
)
def test_the_place_inside_a_line(words: tuple[str, ...], pointer: str) -> None:
    question = {"role": "user", "content": "a <|fim_suffix|> b"}
    body = {"messages": [question, {"role": "asistant", "content": "c", "weight": 0}]}
    assert complaint.pointer_in(body, words) == pointer


@pytest.fixture
def table(tmp_path: Path) -> Dataset:
    """What was prepared from a table with its own names of columns, and a bad row above all."""
    path = tmp_path / "faq.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["Nr", "Question", "Answer"])
        rows.writerow([0, "No answer?", ""])
        rows.writerows([n, f"What is {n}?", f"It is\n{n * n}."] for n in range(1, 41))
    api.prepare(path, tmp_path / "out")
    return find_dataset(tmp_path / "out")


def row_of(dataset: Dataset, number: int) -> str:
    """The question that stands in a line of the train file."""
    line = dataset.train.path.read_bytes().splitlines()[number - 1]
    question: str = json.loads(line)["messages"][0]["content"]
    return question


def test_back_to_the_row_and_the_column(table: Dataset) -> None:
    words = row_of(table, 5)
    found = locate(table, f'Invalid file format. Example 5 contains "{words}".')
    (line,) = found.lines
    assert line.number == 5
    (source,) = line.sources
    assert Path(str(source.path)).name == "faq.csv"
    assert source.column == "Question"
    with Path(str(source.path)).open(newline="", encoding="utf-8") as file:
        written = list(csv.reader(file))
    number = int(row_of(table, 5).removeprefix("What is ").removesuffix("?"))
    # Row 1 is the header; an answer takes two lines of the file.
    assert source.row == number + 2 or source.line == 3 + 2 * (number - 1)
    assert written[number + 1][1] == row_of(table, 5)


def test_an_error_that_our_check_does_not_know_is_called_missed(table: Dataset) -> None:
    assert locate(table, "Example 3 is ugly.").missed


def test_a_line_that_the_file_has_not(table: Dataset) -> None:
    assert locate(table, "Example 4000 is ugly.").lines == ()


def test_a_file_that_was_edited_after_it_was_prepared(table: Dataset) -> None:
    """Forced: the check knows what the service refuses."""
    lines = table.train.path.read_bytes().splitlines(keepends=True)
    lines[2] = b'{"messages": [{"role": "user", "content": "Hi"}]}\n'
    lines[3] = b"this is no JSON\n"
    table.train.path.write_bytes(b"".join(lines))
    found = locate(table, "Example 3 has no assistant message. Example 4 cannot be parsed.")
    assert not found.missed
    assert "assistant" in " ".join(found.lines[0].told)
    assert "JSN001" in " ".join(found.lines[1].told)


def test_without_a_ledger_the_line_is_told(table: Dataset) -> None:
    table.ledger.unlink()
    (line,) = locate(table, "Example 3 is ugly.").lines
    assert (line.number, line.sources) == (3, ())


def test_what_the_service_refuses_is_told_at_our_line(
    server: RehearsalServer, out: Path, source: Path, ftprep: Run
) -> None:
    """A line that was broken after it was prepared, and submitted by force."""
    train = out / "sums_train.jsonl"
    lines = train.read_bytes().splitlines(keepends=True)
    lines[6] = lines[6].replace(b'"messages"', b'"weight":1,"messages"')
    train.write_bytes(b"".join(lines))
    ftprep("submit", out, "--yes", "--force", "a try")
    server.advance(100_000)
    told = ftprep("submit", out, "--yes", "--force", "a try")
    assert told.code == 1
    assert 'Example 7 contains an extra "weight"' in told.text
    assert f"{train}:7 /weight" in told.text
    assert f"from {source}:" in told.text
    assert "MSG013" in told.text


def test_a_file_that_is_refused_when_it_is_uploaded(
    server: RehearsalServer, out: Path, ftprep: Run
) -> None:
    train = out / "sums_train.jsonl"
    train.write_bytes(b"[]\n" + train.read_bytes())
    told = ftprep("submit", out, "--yes", "--force", "a try")
    assert told.code == 1
    assert "Line 1 is not a dictionary" in told.text
    assert f"{train}:1" in told.text
