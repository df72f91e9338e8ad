"""The scripts that are measured beside ftprep do the work they are said to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import ftprep
from bench import cookbook, floor, found
from bench.generate import generate

USER = {"role": "user", "content": "Hi"}
ANSWER = {"role": "assistant", "content": "Hello."}


def test_the_floor_counts_every_token(tmp_path: Path) -> None:
    path = tmp_path / "chat.jsonl"
    generate(path, 300)
    examples, tokens, lines = floor.main(path)
    report = ftprep.check(path, ftprep.Config(isolated=True))
    assert (examples, lines) == (300, 300)
    # The report counts besides: 1 for each example, 4 for each message (its frame and its role).
    messages = sum(line.count('"role"') for line in path.read_text(encoding="utf-8").splitlines())
    assert report.tokens
    assert report.tokens.total == tokens + 300 + 4 * messages


@pytest.mark.parametrize(
    ("example", "fault"),
    [
        ("text", "data_type"),
        ({"messages": []}, "missing_messages_list"),
        ({"messages": [USER, {"role": "assistant"}, ANSWER]}, "message_missing_key"),
        ({"messages": [USER, {**ANSWER, "mood": "good"}]}, "message_unrecognized_key"),
        ({"messages": [{**USER, "role": "human"}, ANSWER]}, "unrecognized_role"),
        ({"messages": [{**USER, "content": ""}, ANSWER]}, "missing_content"),
        ({"messages": [USER]}, "example_missing_assistant_message"),
    ],
)
def test_the_cookbook_script_finds_the_seven_faults(example: Any, fault: str) -> None:
    assert cookbook.faults([example]).get(fault) == 1
    assert not cookbook.faults([{"messages": [USER, ANSWER]}])


def test_the_cookbook_script_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "chat.jsonl"
    generate(path, 50)
    cookbook.main(path)
    told = capsys.readouterr().out
    assert "Num examples: 50" in told
    report = ftprep.check(path, ftprep.Config(isolated=True))
    # It adds 3 to each example where the API bills 1.
    assert report.tokens
    assert f"Billed per epoch: {report.tokens.total + 100}" in told


def test_planted_pairs_are_found_and_what_is_told_is_true(tmp_path: Path) -> None:
    path = tmp_path / "chat.jsonl"
    generate(path, 800, near=0.2)
    numbers = found.found(path)
    assert numbers["planted"] > 80
    assert numbers["told"] > 30
    assert numbers["recall"] > 0.95
    assert numbers["precision"] > 0.95
