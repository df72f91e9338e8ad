"""Near-duplicates stay on one side of the split."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.aggregate.fingerprint import fingerprint
from ftprep.aggregate.index import Entry, Index
from ftprep.aggregate.near import Near
from ftprep.dataset.split import decide, joined_sides
from ftprep.model import Example, Kind, Origin, Turn
from tests.running import check, prepare

WORDS = [f"word{at}" for at in range(300)]


def texts(count: int, copies: int) -> list[str]:
    draw = random.Random(5)
    made = []
    for _ in range(count):
        words = draw.choices(WORDS, k=40)
        made += [" ".join([*words, f"end{copy}"]) for copy in range(copies)]
    return made


def read(prompts: list[str], groups: list[str | None] | None = None) -> tuple[Index, Near]:
    index, near = Index(), Near()
    for at, prompt in enumerate(prompts):
        turns = (Turn("user", prompt, False, "/0"), Turn("assistant", "yes", True, "/1"))
        body = {"text": prompt, "at": at}
        group = groups[at] if groups else None
        example = Example(Origin(0, 0, at), Kind.CHAT, body, turns, group=group)
        print_ = fingerprint(example)
        index.add_all([Entry(example.origin, print_, None, kept=True)])
        near.add(example, print_)
    return index, near


def test_the_copies_have_one_side_in_any_order() -> None:
    prompts = texts(20, 3)
    joined = joined_sides(*read(prompts))
    assert len(joined) == 40
    assert len(set(joined.values())) == 20
    assert joined_sides(*read(prompts[::-1])) == joined


def test_a_row_that_is_like_no_other_changes_nothing() -> None:
    prompts = texts(20, 3)
    before = joined_sides(*read(prompts))
    assert joined_sides(*read([*prompts, "quite another text than all these"])) == before


def test_a_side_larger_than_the_rest_is_trained_on() -> None:
    index, near = read([*texts(1, 30), "one thing", "another thing", "a third one"])
    for seed in range(20):
        split = decide(index, 0.2, seed, stratified=False, joined=joined_sides(index, near))
        assert 0 < sum(split.is_test(entry.fingerprint.side) for entry in index) <= 3


@given(
    st.lists(
        st.tuples(
            st.integers(0, 9),
            st.integers(0, 3),
            st.sampled_from([None, None, None, "g1", "g2", "g3", "g4"]),
        ),
        min_size=2,
        max_size=40,
    ),
    st.integers(0, 1_000),
    st.booleans(),
)
def test_clusters_and_groups_are_never_parted(
    drawn: list[tuple[int, int, str | None]], seed: int, stratified: bool
) -> None:
    prompts = [f"{' '.join(WORDS[30 * stem : 30 * stem + 30])} end{end}" for stem, end, _ in drawn]
    groups = [group for _, _, group in drawn]
    index, near = read(prompts, groups)
    joined = joined_sides(index, near)
    split = decide(index, 0.3, seed, stratified=stratified, joined=joined)
    side = [split.side_of(*drawn_from) for drawn_from in index.drawn()]
    for kept_together in (groups, [stem for stem, _, _ in drawn]):
        sides: dict[object, set[str]] = {}
        for at, key in enumerate(kept_together):
            if key is not None:
                sides.setdefault(key, set()).add(side[at])
        assert all(len(found) == 1 for found in sides.values())


def test_prepare_keeps_clusters_together(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    rows = [
        {"messages": [{"role": "user", "content": prompt}, {"role": "assistant", "content": "ok"}]}
        for prompt in texts(60, 3)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run = prepare(tmp_path, path)
    side_of: dict[str, set[str]] = {}
    for role in ("train", "test"):
        for line in run.lines(role):
            stem = line["messages"][0]["content"].rsplit(" ", 1)[0]
            side_of.setdefault(stem, set()).add(role)
    assert all(len(sides) == 1 for sides in side_of.values())
    assert len(run.lines("test")) > 10


def test_the_report_counts_them(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    rows = [
        {"messages": [{"role": "user", "content": prompt}, {"role": "assistant", "content": "ok"}]}
        for prompt in texts(5, 3)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert check(tmp_path, path).report["duplicates"]["near"] == 10
    assert check(tmp_path, path, "--select", "MSG").report["duplicates"]["near"] is None


def test_near_duplicates_are_left_out_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    rows = [
        {"messages": [{"role": "user", "content": prompt}, {"role": "assistant", "content": "ok"}]}
        for prompt in texts(20, 3)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert len(prepare(tmp_path, path).bodies()) == 60
    again = prepare(tmp_path, path, "--force", "--fix", "DUP102")
    assert len(again.bodies()) == 20


@pytest.mark.parametrize(
    ("keep", "stays"), [("first", "now"), ("longest", "immediately"), ("newest:date", "soon")]
)
def test_which_one_stays_is_a_choice(tmp_path: Path, keep: str, stays: str) -> None:
    path = tmp_path / "data.csv"
    stem = " ".join(WORDS[:40])
    rows = [
        ("2024-05-01", f"{stem} now"),
        ("2023-01-01", f"{stem} immediately"),
        ("2025-06-30", f"{stem} soon"),
        *(("2020-01-01", prompt) for prompt in texts(10, 1)),
    ]
    lines = [f"{date},{prompt},yes it will be so" for date, prompt in rows]
    path.write_text("\n".join(["date,question,answer", *lines]) + "\n", encoding="utf-8")
    run = prepare(tmp_path, path, "--fix", "DUP102", "--keep", keep)
    prompts = [line["messages"][0]["content"] for line in run.bodies()]
    assert [prompt for prompt in prompts if prompt.startswith(stem)] == [f"{stem} {stays}"]
    assert len(run.lines("rejected")) == 2
