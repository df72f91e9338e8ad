"""Diff: every example of both editions is the same, changed, moved, added or removed, once."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftprep import api
from ftprep.cli import main
from ftprep.editions.lineup import Row, line_up
from ftprep.model import Origin
from ftprep.schemas import explain
from tests.iterating import chat, run, write

LONG = "We have looked into it, and the parcel will be with you on Monday before noon."


def told(tmp_path: Path, before: list[Any], after: list[Any], *flags: str) -> dict[str, Any]:
    one, other = write(tmp_path / "a.jsonl", before), write(tmp_path / "b.jsonl", after)
    code, document = run(tmp_path, "diff", one, other, "--read-as", "jsonl", *flags)
    assert not list(explain("diff", document))
    assert code == int(document["differs"])
    return document


def numbers(document: dict[str, Any]) -> tuple[int, int, int, int]:
    counts = document["examples"]
    return counts["same"], counts["changed"], counts["added"], counts["removed"]


lines = st.one_of(
    st.builds(chat, st.sampled_from("abcde"), st.sampled_from(["x", "y", LONG])),
    st.builds(lambda p: {"prompt": p, "completion": "c"}, st.sampled_from("pq")),
    st.sampled_from([[], {"messages": 3}, "x"]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(lines, min_size=1, max_size=12), st.lists(lines, min_size=1, max_size=12))
def test_the_counts_add_up_and_order_does_not_matter(before: list[Any], after: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        same, changed, added, removed = numbers(told(folder, before, after))
        assert same + changed + removed == len(before)
        assert same + changed + added == len(after)
        common = sum(min(before.count(x), after.count(x)) for x in _distinct(before))
        assert same == common
        assert numbers(told(folder, before[::-1], after)) == (same, changed, added, removed)
        backwards = numbers(told(folder, after, before))
        assert backwards == (same, changed, removed, added)


def _distinct(rows: list[Any]) -> list[Any]:
    return [row for at, row in enumerate(rows) if row not in rows[:at]]


def test_what_does_not_differ_gives_exit_code_0(tmp_path: Path) -> None:
    rows = [chat("a"), chat("b"), [1]]
    document = told(tmp_path, rows, rows[::-1])
    assert not document["differs"]
    assert document["before"]["not_understood"] == 1
    assert document["shown"] == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([chat("a", "x")], [chat("a", "y")], (0, 1, 0, 0)),
        ([chat("a", "x", "Be brief.")], [chat("a", "x", "Be kind.")], (0, 1, 0, 0)),
        ([chat("a", "x", "Be brief.")], [chat("a", "y")], (0, 1, 0, 0)),
        ([chat("Where is it?", LONG)], [chat("Where's it?", LONG)], (0, 1, 0, 0)),
        ([chat("a", "x")], [chat("b", "x")], (0, 0, 1, 1)),
        ([chat("a", LONG)], [chat("b", LONG), chat("c", LONG)], (0, 0, 2, 1)),
        ([chat("a")], [chat("a"), chat("a")], (1, 0, 1, 0)),
        ([chat("", "x")], [chat("", "y")], (0, 0, 1, 1)),
        ([chat("a", "x"), chat("a", "y")], [chat("a", "y"), chat("a", "z")], (1, 1, 0, 0)),
    ],
)
def test_an_example_is_known_again(
    tmp_path: Path, before: list[Any], after: list[Any], expected: tuple[int, ...]
) -> None:
    assert numbers(told(tmp_path, before, after)) == expected


def test_what_changed_is_shown_where_it_stands(tmp_path: Path) -> None:
    document = told(tmp_path, [chat("n"), chat("a", "x")], [chat("a", "y"), chat("m")])
    change = next(row for row in document["shown"] if row["what"] == "changed")
    assert change["differences"] == [["/messages/1/content", "x", "y"]]
    assert (change["before"]["line"], change["after"]["line"]) == (2, 1)
    assert {row["what"] for row in document["shown"]} == {"changed", "added", "removed"}
    assert told(tmp_path, [chat("a")], [chat("b")], "--show", "0")["shown"] == []


def test_of_equal_questions_those_with_one_system_text_belong_together(tmp_path: Path) -> None:
    before = [chat("a", "x", "Be brief."), chat("a", "y", "Be kind.")]
    after = [chat("a", "z", "Be kind."), chat("a", "w", "Be brief.")]
    document = told(tmp_path, before, after)
    places = [[each[0] for each in row["differences"]] for row in document["shown"]]
    assert places == [["/messages/2/content"]] * 2


def test_a_copy_on_the_other_side_is_new_and_nothing_moved() -> None:
    row = Row(Origin(0, 0, 1), "test", True, b"w", b"p", b"q", b"a", b"")
    copy = row._replace(origin=Origin(0, 0, 0), side="train")
    found = line_up([row], [copy, row])
    assert [pair.moved for pair in found.pairs] == [False]
    assert found.added == [copy]
    assert [pair.moved for pair in line_up([row], [copy]).pairs] == [True]


def test_moves_labels_cost_and_contract(tmp_path: Path) -> None:
    rows = [chat(f"Is {n} right?", "yes" if n % 3 else "no", "Say yes or no.") for n in range(30)]
    more = [chat(f"And {n}?", "maybe", "Say what it is.") for n in range(12)]
    one = write(tmp_path / "d.jsonl", rows)
    other = write(tmp_path / "e.jsonl", [*rows, *more])
    for data, out, seed in ((one, "a", "1"), (one, "b", "2"), (other, "c", "1")):
        main(["prepare", str(data), "-o", str(tmp_path / out), "--seed", seed, "-q"])
    code, document = run(tmp_path, "diff", tmp_path / "a", tmp_path / "b")
    assert code == 1
    assert document["examples"]["moved"] > 0
    assert numbers(document) == (30, 0, 0, 0)
    moved = [row for row in document["shown"] if row["what"] == "moved"]
    assert all(row["side_before"] != row["side_after"] for row in moved)
    _, document = run(tmp_path, "diff", tmp_path / "a", tmp_path / "c")
    assert {"label": "maybe", "before": 0, "after": 9} in document["labels"] or any(
        row["label"] == "maybe" and row["before"] == 0 for row in document["labels"]
    )
    parts = {row["part"] for row in document["contract"]}
    assert parts == {"systems", "labels"}
    assert document["after"]["tokens"] > document["before"]["tokens"]
    assert document["after"]["train_usd"] is not None


def test_any_two_formats_are_compared(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("question,answer\nWhy?,So.\nWhere?,There.\n", encoding="utf-8")
    other = write(tmp_path / "b.jsonl", [chat("Why?", "So."), chat("Where?", "Here.")])
    _, document = run(tmp_path, "diff", table, other)
    assert numbers(document) == (1, 1, 0, 0)


def test_a_frame_of_text_is_calm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = write(tmp_path / "a.jsonl", [chat("a", "\x1b[2J sk-proj-" + "a1B2" * 12)])
    other = write(tmp_path / "b.jsonl", [chat("a", "y"), chat("\x1b]0;x\x07", "z")])
    assert main(["diff", str(one), str(other)]) == 1
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "a1B2a1B2" not in said
    assert "1 added, 1 changed" in said
    assert main(["diff", str(one), str(one), "-q"]) == 0
    assert capsys.readouterr().out == "Same: 1 example, none of which differs\n"


def test_what_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = write(tmp_path / "a.jsonl", [chat("a")])
    assert main(["diff", str(one), str(tmp_path / "b.jsonl")]) == 2
    assert "no such file" in capsys.readouterr().err


def test_an_input_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "v").mkdir()
    one = write(tmp_path / "v" / "a.jsonl", [chat("a")])
    other = write(tmp_path / "b.jsonl", [chat("b")])
    before = one.read_bytes()
    for path, output in ((one, one), (other, other), (tmp_path / "v", one)):
        assert main(["diff", str(path), str(other), "--output", str(output)]) == 2
        assert "is an input itself" in capsys.readouterr().err
    assert one.read_bytes() == before
    assert main(["diff", str(one), str(other), "--output", str(tmp_path / "v" / "new.txt")]) == 1


def test_from_python(tmp_path: Path) -> None:
    one = write(tmp_path / "a.jsonl", [chat("a")])
    other = write(tmp_path / "b.jsonl", [chat("a"), chat("b")])
    comparison = api.diff(one, other)
    assert comparison.differs
    assert comparison.examples.added_to == {"train": 1, "test": 0}
    assert json.dumps(comparison.before.files) == json.dumps([str(one)])
