"""`prepare --diff` shows what prepare would change, and writes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep import api
from ftprep.cli import main
from ftprep.difference import differences
from tests.running import prepare


def chat(question: str, answer: str, role: str = "user") -> dict[str, Any]:
    turns = [{"role": role, "content": question}, {"role": "assistant", "content": answer}]
    return {"messages": turns}


ROWS = [chat(f"What is {n} + {n}?", f"It is {2 * n}.") for n in range(12)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [*ROWS, chat("Hi", "Hello.", "User"), chat("Yo", ""), ROWS[0]]
    path = tmp_path / "data.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_it_shows_what_prepare_does(data: Path, tmp_path: Path) -> None:
    changes = list(api.preview(data))
    run = prepare(tmp_path, data)
    edited = {row["source"]["line"]: tuple(row["edits"]) for row in run.lines("ledger")}
    shown = {change.location.line: change.edits for change in changes if not change.reasons}
    assert shown == {line: codes for line, codes in edited.items() if codes}
    rejected = {row["source"]["line"]: row["reasons"][0]["code"] for row in run.lines("rejected")}
    assert {c.location.line: c.reasons[0].code for c in changes if c.reasons} == rejected


def test_it_writes_nothing_and_shows_before_and_after(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prepare", str(data), "--diff"]) == 0
    assert sorted(tmp_path.iterdir()) == [data]
    told = capsys.readouterr().out
    assert f"{data}:13  MSG004\n  /messages/0/role\n  - User\n  + user\n" in told
    assert f"{data}:14  left out: MSG006" in told
    assert told.endswith("1 edited, 2 left out\n")


def test_without_a_folder_it_says_what_to_give(data: Path) -> None:
    assert main(["prepare", str(data)]) == 2


def test_control_characters_do_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "data.jsonl"
    row = {**chat("Hi", "Hello."), "note": "\x1b[31mred\u202e"}
    path.write_text(json.dumps(row) + "\n", "utf-8")
    main(["prepare", str(path), "--diff"])
    told = capsys.readouterr().out
    assert "red" in told
    assert "\x1b" not in told
    assert "\u202e" not in told


def test_the_report_shows_the_first_repairs(data: Path, tmp_path: Path) -> None:
    (rule,) = (row for row in prepare(tmp_path, data).report["rules"] if row["code"] == "MSG004")
    assert rule["repaired"] == 1
    (repair,) = rule["repairs"]
    assert (repair["location"]["line"], repair["pointer"]) == (13, "/messages/0/role")
    assert (repair["before"], repair["after"]) == ("User", "user")


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON, JSON)
def test_equal_values_and_only_they_have_no_differences(before: Any, after: Any) -> None:
    assert list(differences(before, before)) == []
    same = json.dumps(before, sort_keys=True) == json.dumps(after, sort_keys=True)
    assert (not list(differences(before, after))) is same
