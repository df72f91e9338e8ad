"""What the retired tool did to people's data without a word, and its crashes: ftprep does right.

The numbers are those of the study of `openai tools fine_tunes.prepare_data` (openai 0.28.1 to
2.34.0): 9.x harmed data with exit code 0, 8.x ended in a traceback.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ftprep.cli import main
from tests.running import Run, check, prepare

WORDS = ["amber", "birch", "cedar", "dove", "ember", "fern", "grove", "heron", "iris", "lotus"]


def jsonl(folder: Path, rows: list[Any], name: str = "data.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def pairs(completions: list[Any], prompt: str = "Tell me about {} number {}") -> list[Any]:
    return [
        {"prompt": prompt.format(WORDS[n % 10], n), "completion": completion}
        for n, completion in enumerate(completions)
    ]


def completions(run: Run) -> set[str]:
    """What was written as completions, without marker and leading space."""
    (stop,) = run.manifest()["contract"]["stop"]
    return {body["completion"].removesuffix(stop).removeprefix(" ") for body in run.bodies()}


def as_completion(folder: Path, rows: list[Any], *flags: str) -> Run:
    return prepare(folder, jsonl(folder, rows), "--to", "completion", *flags)


def table(folder: Path, rows: list[list[str]], name: str = "data.csv") -> Path:
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def test_9_1_completions_with_a_shared_start_survive(tmp_path: Path) -> None:
    texts = [f" Answer: {word} is a word" for word in WORDS]
    run = as_completion(tmp_path, pairs(texts))
    assert completions(run) == {text.removeprefix(" ") for text in texts}
    run = prepare(
        tmp_path, tmp_path / "data.jsonl", "--to", "completion", "--fix", "CMP006", "--force"
    )
    assert completions(run) == {f"{word} is a word" for word in WORDS}


def test_9_2_the_row_that_is_too_long_goes_and_no_other(tmp_path: Path) -> None:
    rows = pairs(["", *(f"reply {word}" for word in WORDS)])
    rows[4]["prompt"] = "very long " * 40_000
    run = prepare(tmp_path, jsonl(tmp_path, rows))
    assert {row["source"]["line"] for row in run.lines("rejected")} == {1, 5}
    assert len(run.bodies()) == 9


@pytest.mark.parametrize(
    "texts",
    [
        ["The cat sat down", "The car drove off", "The cable broke"],
        ["2023-01-10", "2023-01-11", "2023-01-21"],
        ['{"label": "x"}', '{"label": "y"}', '{"label": "z"}'],
    ],
    ids=["9.3 words", "9.3 dates", "9.4 JSON"],
)
def test_9_3_and_9_4_shared_starts_are_not_cut(texts: list[str], tmp_path: Path) -> None:
    run = as_completion(tmp_path, pairs(texts * 4), "--fix", "CMP005", "--fix", "CMP006")
    assert completions(run) == set(texts)


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        (["positive", "negative"], "tive"),
        (["True", "False"], "e"),
        (["It is done.", "It is not."], "."),
        (["x = 1\ny = 2\n", "print(x)\n"], None),
    ],
)
def test_9_5_an_accidental_ending_is_no_stop(
    texts: list[str], wrong: str | None, tmp_path: Path
) -> None:
    run = as_completion(tmp_path, pairs(texts * 10))
    (stop,) = run.manifest()["contract"]["stop"]
    assert stop != wrong
    assert all(stop not in text.removesuffix(stop) for text in texts)
    assert all(body["completion"].endswith(stop) for body in run.bodies())


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_9_6_words_like_na_are_text(kind: str, tmp_path: Path) -> None:
    words = ["NA", "N/A", "n/a", "null", "NULL", "nan", "None", "-", "real answer"]
    rows = [["prompt", "completion"], *([f"Question {n}", word] for n, word in enumerate(words))]
    rows.append(["NA", "an answer for NA"])
    path = tmp_path / f"data.{kind}"
    if kind == "csv":
        table(tmp_path, rows)
    elif kind == "jsonl":
        jsonl(tmp_path, [dict(zip(rows[0], row, strict=True)) for row in rows[1:]])
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(path)
    written = {
        (b["messages"][0]["content"], b["messages"][1]["content"])
        for b in prepare(tmp_path, path).bodies()
    }
    assert written == {tuple(row) for row in rows[1:]}


def test_9_7_missing_values_do_not_become_words(tmp_path: Path) -> None:
    rows = [
        {"prompt": "one", "completion": None},
        {"prompt": "two"},
        {"prompt": None, "completion": "three"},
        *pairs([f"reply {n}" for n in range(12)]),
    ]
    run = prepare(tmp_path, jsonl(tmp_path, rows))
    assert {row["source"]["line"] for row in run.lines("rejected")} == {1, 2, 3}
    texts = {m["content"] for body in run.bodies() for m in body["messages"]}
    assert not texts & {"None", "nan", "null", ""}


def test_9_8_mixed_layouts_are_all_understood(tmp_path: Path) -> None:
    chat = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yo"}]}
    run = prepare(tmp_path, jsonl(tmp_path, [chat, *pairs([f"reply {n}" for n in range(12)])]))
    assert chat in run.bodies()
    assert len(run.bodies()) == 13


def test_9_9_an_array_with_nothing_to_mend_is_written_as_lines(tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text(json.dumps(pairs([f"reply {n}" for n in range(12)])), encoding="utf-8")
    run = prepare(tmp_path, path)
    assert len(run.bodies()) == 12


@pytest.mark.parametrize("value", [["a", "x"], {"answer": "a"}], ids=["list", "object"])
def test_9_10_nested_values_are_not_written_as_python(value: Any, tmp_path: Path) -> None:
    run = prepare(tmp_path, jsonl(tmp_path, pairs([value, *(f"reply {n}" for n in range(12))])))
    assert "['a'" not in json.dumps(run.bodies())
    assert "{'answer'" not in json.dumps(run.bodies())
    assert [row["record"]["completion"] for row in run.lines("rejected")] == [value]


def test_9_11_text_files_are_read_by_their_content(tmp_path: Path) -> None:
    jsonl(tmp_path, pairs([f"reply {n}" for n in range(12)]), "lines.txt")
    assert len(prepare(tmp_path, tmp_path / "lines.txt", "--name", "a").bodies()) == 12
    rows = [["prompt", "completion"], *([f"Question {n}?", f"reply {n}"] for n in range(12))]
    table(tmp_path, rows, "table.txt")
    assert len(prepare(tmp_path, tmp_path / "table.txt", "--name", "b").bodies()) == 12


def test_9_12_capitals_are_kept(tmp_path: Path) -> None:
    codes = [f"SKU-{n}AB" for n in range(12)]
    run = as_completion(tmp_path, pairs(codes))
    assert completions(run) == set(codes)
    assert "CMP007" in run.codes


def test_9_13_nothing_to_train_on_writes_no_training_file(tmp_path: Path) -> None:
    run = prepare(tmp_path, table(tmp_path, [["prompt", "completion"]]))
    assert run.exit_code == 1
    assert not (tmp_path / "out" / "data_train.jsonl").exists()
    assert not run.report["summary"]["ready"]


def test_9_14_a_column_without_a_name_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    rows = "".join(f"{n},Question {n}?,reply {n}\n" for n in range(12))
    path.write_text("prompt,completion\n" + rows, encoding="utf-8")
    run = prepare(tmp_path, path)
    told = json.dumps([*run.bodies(), *run.lines("rejected")])
    assert all(f"Question {n}?" in told and f"reply {n}" in told for n in range(12))
    assert run.report["summary"]["records"] == 12
    assert run.exit_code == 1 or len(run.bodies()) == 12


def test_9_15_text_is_not_cut_at_a_nul(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    rows = "".join(f"Question {n}?,before\0after {n}\n" for n in range(12))
    path.write_text("prompt,completion\n" + rows, encoding="utf-8")
    texts = {m["content"] for body in prepare(tmp_path, path).bodies() for m in body["messages"]}
    assert "before\0after 3" in texts


def test_9_16_every_label_stands_on_both_sides(tmp_path: Path) -> None:
    run = as_completion(tmp_path, pairs(["common"] * 18 + ["rare"] * 2))
    stop = run.manifest()["contract"]["stop"][0]
    for role in ("train", "test"):
        labels = Counter(row["completion"].removesuffix(stop).strip() for row in run.lines(role))
        assert set(labels) == {"common", "rare"}


def test_9_17_cutting_leaves_nothing_blank(tmp_path: Path) -> None:
    rows = pairs(["The answer is", *(f"The answer is {word}" for word in WORDS)])
    run = as_completion(tmp_path, rows, "--fix", "CMP006")
    assert all(text.strip() for text in completions(run))


def test_9_18_two_columns_of_one_name_are_not_guessed(tmp_path: Path) -> None:
    rows = [
        ["Prompt", "PROMPT", "completion"],
        *([f"a {n}", f"b {n}", f"c {n}"] for n in range(12)),
    ]
    run = check(tmp_path, table(tmp_path, rows))
    assert run.report["summary"]["examples"] == 0
    message = run.report["findings"][0]["message"] + run.report["rules"][0]["mend"]
    assert "PROMPT" in json.dumps(run.report["findings"]), message


def test_8_1_a_long_row_after_an_empty_one_does_not_crash(tmp_path: Path) -> None:
    rows = pairs(["", "long " * 3_000, *(f"reply {n}" for n in range(12))])
    run = prepare(tmp_path, jsonl(tmp_path, rows))
    assert run.exit_code in (0, 1)
    assert len(run.bodies()) == 13


def test_8_2_a_long_row_beside_an_unnamed_column_does_not_crash(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    rows = [f"{n},Question {n}?,reply {n}\n" for n in range(12)]
    rows[3] = f"3,{'long ' * 3_000},reply 3\n"
    path.write_text("prompt,completion\n" + "".join(rows), encoding="utf-8")
    run = prepare(tmp_path, path)
    told = json.dumps([*run.bodies(), *run.lines("rejected")])
    assert all(f"reply {n}" in told for n in range(12))


def test_8_3_a_label_that_begins_all_labels_is_kept(tmp_path: Path) -> None:
    texts = ["refund", "refund late", "refund lost"] * 5
    assert completions(as_completion(tmp_path, pairs(texts), "--fix", "CMP006")) == set(texts)


def test_8_4_headers_may_be_numbers_and_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["prompt", "completion", 2024, dt.datetime(2024, 3, 5)])  # noqa: DTZ001
    for n in range(12):
        sheet.append([f"Question {n}?", f"reply {n}", n, "x"])
    book.save(tmp_path / "data.xlsx")
    assert len(prepare(tmp_path, tmp_path / "data.xlsx").bodies()) == 12


def test_8_5_a_zip_is_no_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / "data.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert main(["check", str(tmp_path / "data.xlsx")]) == 2
    assert "data.xlsx" in capsys.readouterr().err


def test_8_6_half_a_character_is_read_and_written(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    lines = [f'{{"prompt": "Q {n}", "completion": "smile \\ud83d {n}"}}' for n in range(12)]
    path.write_text("\n".join(lines), encoding="utf-8")
    run = prepare(tmp_path, path)
    assert run.exit_code in (0, 1)
    assert len(run.bodies()) + len(run.lines("rejected")) == 12


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_8_7_and_8_8_any_terminal_will_do(encoding: str, tmp_path: Path) -> None:
    path = jsonl(tmp_path, pairs([f"’ 東京 🙂 {n}" for n in range(12)]))
    done = subprocess.run(
        [sys.executable, "-m", "ftprep", "check", str(path)],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert b"Traceback" not in done.stderr
    done.stdout.decode(encoding)


def test_8_9_a_folder_in_the_way_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out" / "data_train.jsonl").mkdir(parents=True)
    path = jsonl(tmp_path, pairs([f"reply {n}" for n in range(12)]))
    assert main(["prepare", str(path), "-o", str(tmp_path / "out")]) == 2
    assert main(["prepare", str(path), "-o", str(tmp_path / "out"), "--force"]) == 2
    assert "data_train.jsonl" in capsys.readouterr().err
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["data_train.jsonl"]
