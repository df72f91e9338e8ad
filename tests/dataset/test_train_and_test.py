"""`check --train … --test …`: the test set is examined beside the training set, and not billed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ftprep.cli import main
from tests.running import check


def chat(question: str, answer: str) -> dict[str, Any]:
    turns = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return {"messages": turns}


def put(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


TRAIN = [chat(f"What is {n} + {n}?", f"It is {2 * n}.") for n in range(20)]
TEST = [chat(f"What is {n} + {n}?", f"It is {2 * n}.") for n in range(100, 105)]


def test_tokens_and_cost_are_those_of_the_training_set(tmp_path: Path) -> None:
    train, test = put(tmp_path / "a.jsonl", TRAIN), put(tmp_path / "b.jsonl", TEST)
    alone = check(tmp_path, train).report
    both = check(tmp_path, "--train", train, "--test", test).report
    assert both["tokens"] == alone["tokens"]
    assert both["cost"] == alone["cost"]
    assert both["summary"]["records"] == 25
    assert [row["path"] for row in both["inputs"]] == [str(train), str(test)]


def test_what_is_wrong_with_the_test_set_is_told(tmp_path: Path) -> None:
    train = put(tmp_path / "a.jsonl", TRAIN)
    test = put(tmp_path / "b.jsonl", [*TEST, chat("Hi", "")])
    run = check(tmp_path, train, "--test", test)
    (finding,) = (row for row in run.report["findings"] if row["code"] == "MSG006")
    assert finding["location"]["path"] == str(test)


def test_there_has_to_be_something_to_train_on(tmp_path: Path) -> None:
    test = put(tmp_path / "b.jsonl", TEST)
    assert main(["check", "--test", str(test)]) == 2
