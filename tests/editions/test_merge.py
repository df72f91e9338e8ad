"""Merge: everybody keeps their side, copies are left out, and no like crosses to the other side."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftprep import api
from ftprep.cli import main
from ftprep.config import Config
from ftprep.schemas import explain
from tests.iterating import bodies, chat, near, run, write


def prepared(tmp_path: Path, rows: list[Any], *flags: str, out: str = "old") -> Path:
    data = write(tmp_path / "data.jsonl", rows)
    assert main(["prepare", str(data), "-o", str(tmp_path / out), "-q", *flags]) in (0, 1)
    return tmp_path / out


def questions(first: int, last: int, answer: str = "Yes.") -> list[dict[str, Any]]:
    return [chat(f"Is {number} right?", answer) for number in range(first, last)]


def test_everybody_keeps_their_side_and_what_is_new_is_told(tmp_path: Path) -> None:
    old = prepared(tmp_path, questions(0, 40))
    new = write(tmp_path / "new.jsonl", questions(30, 60))
    code, told = run(tmp_path, "merge", old, new, "-o", tmp_path / "out", "--fail-on", "never")
    assert code == 0
    for side in ("train", "test"):
        before = bodies(old, side)
        assert bodies(tmp_path / "out", side)[: len(before)] == before
    assert len(bodies(tmp_path / "out", "train") + bodies(tmp_path / "out", "test")) == 60
    assert told["report"]["findings_total"]["DUP001"] == 10
    assert (
        told["report"]["split"]["rejected_records"] == told["report"]["summary"]["rejected"] == 10
    )
    counts = told["diff"]["examples"]
    assert (counts["same"], counts["added"], counts["removed"], counts["moved"]) == (40, 20, 0, 0)
    assert not list(explain("diff", told["diff"]))
    assert not list(explain("report", told["report"]))


questions_of = st.integers(0, 30).map(lambda n: chat(f"Is {n} so?"))
lines = st.one_of(
    questions_of,
    st.integers(0, 9).map(near),
    st.builds(lambda n, a: chat(f"Is {n} so?", a), st.integers(0, 30), st.sampled_from("abc")),
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(lines, min_size=2, max_size=25),
    st.lists(lines, min_size=1, max_size=25),
    st.sampled_from([0, 0.2, 0.5, 3]),
    st.integers(0, 3),
    st.booleans(),
)
def test_whatever_seed_and_share_no_side_changes(
    old: list[Any], new: list[Any], size: float, seed: int, bare: bool
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = write(folder / "data.jsonl", old)
        first = folder / "first"
        if bare:
            first.mkdir()
            (first / "data_train.jsonl").write_bytes(data.read_bytes())
        else:
            api.prepare(data, first, Config(seed=1, test_size=0.3))
        given_new = write(folder / "new.jsonl", new)
        config = Config(seed=seed, test_size=size)
        place = first / "data_train.jsonl" if bare else first
        report, comparison = api.merge(place, [given_new], folder / "out", config)
        for side in ("train", "test"):
            kept = bodies(first, side)
            stands = bodies(folder / "out", side)
            assert all(line in stands for line in kept)
        sides = {
            side: {json.dumps(line["messages"][:-1]) for line in bodies(folder / "out", side)}
            for side in ("train", "test")
        }
        assert not sides["train"] & sides["test"]
        assert comparison.examples.moved == 0
        split = report.split
        assert split is not None
        records = split.train_records + split.test_records + split.rejected_records
        assert records == report.summary.records


def test_what_is_like_an_old_example_goes_to_its_side(tmp_path: Path) -> None:
    for seed in range(6):
        old = prepared(tmp_path, [near(0), *questions(0, 12)], "--force", "--seed", str(seed))
        side = "test" if near(0) in bodies(old, "test") else "train"
        new = write(tmp_path / "new.jsonl", [near(1), near(2)])
        flags = ("--test-size", "0.5", "--seed", "99", "--force", "--fail-on", "never")
        run(tmp_path, "merge", old, new, "-o", tmp_path / "out", *flags)
        assert near(1) in bodies(tmp_path / "out", side)
        assert near(2) in bodies(tmp_path / "out", side)


def test_what_is_like_both_sides_is_left_out_and_told(tmp_path: Path) -> None:
    old = prepared(tmp_path, questions(0, 12))
    _straddle(old)
    new = write(tmp_path / "new.jsonl", [near(3)])
    _, told = run(tmp_path, "merge", old, new, "-o", tmp_path / "out", "--fail-on", "never")
    rejected = bodies(tmp_path / "out", "rejected")
    assert [row["record"] for row in rejected] == [near(3)]
    reason = rejected[0]["reasons"][0]
    assert reason["code"] == "DUP102"
    assert "% like the example at" in reason["message"]
    assert told["report"]["summary"]["rejected"] == 1


def test_not_even_what_stands_on_both_sides_is_moved(tmp_path: Path) -> None:
    old = prepared(tmp_path, questions(0, 12))
    _straddle(old, (chat("Why?", "So."), chat("Why?", "Not so.")))
    new = write(tmp_path / "new.jsonl", [chat("Why?", "Maybe.")])
    run(tmp_path, "merge", old, new, "-o", tmp_path / "out", "--fail-on", "never")
    assert bodies(tmp_path / "out", "train") == bodies(old, "train")
    assert bodies(tmp_path / "out", "test") == bodies(old, "test")
    (rejected,) = bodies(tmp_path / "out", "rejected")
    assert rejected["reasons"][0]["code"] == "DUP103"


def _straddle(folder: Path, pair: tuple[Any, Any] = (near(0), near(1))) -> None:
    """Put what is alike on both sides, as another tool may have, and let the manifest say so."""
    path = next(folder.glob("*_manifest.json"))
    manifest = json.loads(path.read_bytes())
    for line, side in zip(pair, ("train", "test"), strict=True):
        told = manifest["outputs"][side]
        file = folder / told["file"]
        file.write_bytes(file.read_bytes() + json.dumps(line).encode() + b"\n")
        told["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    path.write_text(json.dumps(manifest), encoding="utf-8")


def test_a_file_without_a_manifest_is_trained_on(tmp_path: Path) -> None:
    old = write(tmp_path / "mine.jsonl", questions(0, 20))
    new = write(tmp_path / "new.jsonl", questions(20, 60))
    run(tmp_path, "merge", old, new, "-o", tmp_path / "out", "--test-size", "0.5")
    train = bodies(tmp_path / "out", "train")
    assert train[:20] == questions(0, 20)
    assert bodies(tmp_path / "out", "test")
    assert (tmp_path / "out" / "mine_manifest.json").exists()


def test_the_flags_are_about_the_new_data(tmp_path: Path) -> None:
    old = prepared(tmp_path, questions(0, 20))
    table = tmp_path / "new.csv"
    table.write_bytes("Frage;Antwort\nGrüße?;Ja\nWo?;Da\n".encode("cp1252"))
    flags = ("--map", "user=Frage", "--map", "assistant=Antwort", "--delimiter", ";",
             "--encoding", "cp1252", "--system", "Kurz.", "--fail-on", "never")  # fmt: skip
    _, told = run(tmp_path, "merge", old, table, "-o", tmp_path / "out", *flags)
    every = bodies(tmp_path / "out", "train") + bodies(tmp_path / "out", "test")
    assert chat("Grüße?", "Ja", "Kurz.") in every
    assert all(line in every for line in questions(0, 20))
    parts = {row["part"] for row in told["diff"]["contract"]}
    assert parts == {"systems", "system_use", "labels"}


def test_the_flags_are_not_about_an_old_file_either(tmp_path: Path) -> None:
    old = write(tmp_path / "mine.jsonl", questions(0, 20))
    table = tmp_path / "new.csv"
    table.write_text("Frage,Antwort\nWo?,Da\n", encoding="utf-8")
    flags = ("--map", "user=Frage", "--map", "assistant=Antwort", "--fail-on", "never")
    _, told = run(tmp_path, "merge", old, table, "-o", tmp_path / "out", *flags)
    counts = told["diff"]["examples"]
    assert (counts["same"], counts["added"], counts["removed"]) == (20, 1, 0)
    assert told["diff"]["before"]["not_understood"] == 0


def test_preference_pairs(tmp_path: Path) -> None:
    pairs = [
        {
            "input": {"messages": [{"role": "user", "content": f"Is {n} so?"}]},
            "preferred_output": [{"role": "assistant", "content": "Yes, it is."}],
            "non_preferred_output": [{"role": "assistant", "content": "Who knows?"}],
        }
        for n in range(30)
    ]
    old = prepared(tmp_path, pairs[:20])
    new = write(tmp_path / "new.jsonl", pairs[10:])
    _, told = run(tmp_path, "merge", old, new, "-o", tmp_path / "out", "--fail-on", "never")
    assert told["report"]["summary"]["kind"] == "preference"
    assert told["diff"]["examples"]["same"] == 20
    assert told["diff"]["examples"]["added"] == 10


def test_equal_prompts_stay_together_without_the_search_for_likes(tmp_path: Path) -> None:
    old = prepared(tmp_path, questions(0, 20))
    new = write(tmp_path / "new.jsonl", questions(0, 20, "No."))
    flags = ("--ignore", "DUP1,LAB1", "--test-size", "0.5", "--seed", "5", "--fail-on", "never")
    run(tmp_path, "merge", old, new, "-o", tmp_path / "out", *flags)
    for side in ("train", "test"):
        prompts = [line["messages"][0]["content"] for line in bodies(old, side)]
        after = [line["messages"][0]["content"] for line in bodies(tmp_path / "out", side)]
        assert sorted(after) == sorted(prompts * 2)


def test_several_processes_write_the_same(tmp_path: Path) -> None:
    old = prepared(tmp_path, [*questions(0, 20), near(0)])
    news = [write(tmp_path / f"{n}.jsonl", [*questions(n, n + 20), near(n)]) for n in (9, 30)]
    for jobs in ("1", "2"):
        run(tmp_path, "merge", old, *news, "-o", tmp_path / jobs, "--jobs", jobs)
    for side in ("train", "test", "rejected"):
        assert bodies(tmp_path / "1", side) == bodies(tmp_path / "2", side)


def test_the_manifest_says_what_holds_unless_a_flag_does(tmp_path: Path) -> None:
    flags = ("--model", "gpt-3.5-turbo", "--seed", "7", "--no-fix", "DUP001")
    old = prepared(tmp_path, questions(0, 20), *flags)
    new = write(tmp_path / "new.jsonl", questions(15, 25))
    _, told = run(tmp_path, "merge", old, new, "-o", tmp_path / "a", "--fail-on", "never")
    assert told["report"]["target"]["model"].startswith("gpt-3.5-turbo")
    assert told["report"]["split"]["seed"] == 7
    assert len(bodies(tmp_path / "a", "train") + bodies(tmp_path / "a", "test")) == 30
    _, told = run(tmp_path, "merge", old, new, "-o", tmp_path / "b", "--model", "gpt-4o-mini",
                  "--seed", "3", "--fail-on", "never")  # fmt: skip
    assert told["report"]["target"]["model"].startswith("gpt-4o-mini")
    assert told["report"]["split"]["seed"] == 3


def completions(first: int, last: int) -> list[dict[str, str]]:
    return [{"prompt": f"Capital {n}", "completion": f"Town {n}"} for n in range(first, last)]


def test_prompts_and_completions_keep_their_markers(tmp_path: Path) -> None:
    old = prepared(tmp_path, completions(0, 20), "--to", "completion")
    new = write(tmp_path / "new.jsonl", completions(20, 40))
    _, told = run(tmp_path, "merge", old, new, "-o", tmp_path / "out", "--fail-on", "never")
    for side in ("train", "test"):
        before = bodies(old, side)
        assert bodies(tmp_path / "out", side)[: len(before)] == before
    every = bodies(tmp_path / "out", "train") + bodies(tmp_path / "out", "test")
    assert len(every) == 40
    assert {line["prompt"][-7:] for line in every} == {"\n\n###\n\n"}
    assert {line["completion"][-4:] for line in every} == {" END"}
    assert not told["diff"]["contract"]
    assert not {"CMP001", "CMP002", "CMP003"} & set(told["report"]["findings_total"])


def test_copies_are_known_whether_they_have_the_markers_or_not(tmp_path: Path) -> None:
    old = prepared(tmp_path, completions(0, 20), "--to", "completion")
    styled = [{"prompt": f"Capital {n}\n\n###\n\n", "completion": f"Town {n}"} for n in range(5)]
    blank = {"prompt": "Capital 99", "completion": " "}
    new = write(tmp_path / "new.jsonl", [*completions(0, 25), *styled, blank])
    _, told = run(tmp_path, "merge", old, new, "-o", tmp_path / "out", "--fail-on", "never")
    assert told["report"]["findings_total"]["DUP001"] == 25
    assert told["diff"]["examples"]["added"] == 5
    rejected = bodies(tmp_path / "out", "rejected")
    assert rejected[-1]["record"] == blank
    assert "DUP001" not in {reason["code"] for reason in rejected[-1]["reasons"]}


def test_open_ended_completions_keep_their_sides(tmp_path: Path) -> None:
    rows = [{"prompt": "", "completion": f"Slogan {n} for you"} for n in range(60)]
    old = prepared(tmp_path, rows[:30], "--to", "completion")
    new = write(tmp_path / "new.jsonl", rows[20:])
    flags = ("--seed", "4", "--test-size", "0.4", "--fail-on", "never")
    _, told = run(tmp_path, "merge", old, new, "-o", tmp_path / "out", *flags)
    counts = told["diff"]["examples"]
    assert (counts["same"], counts["added"], counts["moved"]) == (30, 30, 0)
    assert counts["added_to"]["train"]
    assert counts["added_to"]["test"]


def test_a_marker_inside_a_new_text_stops_the_merge(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = prepared(tmp_path, completions(0, 20), "--to", "completion")
    new = write(tmp_path / "new.jsonl", [{"prompt": "a\n\n###\n\nb", "completion": "c"}])
    assert main(["merge", str(old), str(new), "-o", str(tmp_path / "out")]) == 2
    assert "holds that inside its text" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_merged_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = prepared(tmp_path, questions(0, 20))
    new = write(tmp_path / "new.jsonl", questions(20, 30))
    assert main(["merge", str(old), str(new), "-o", str(old), "--force"]) == 2
    assert "is an input and would be replaced" in capsys.readouterr().err
    assert main(["merge", str(tmp_path / "none"), str(new), "-o", str(tmp_path / "out")]) == 2
    assert "no such file" in capsys.readouterr().err
    train = old / "data_train.jsonl"
    train.write_bytes(train.read_bytes() + b"\n")
    for place in (old, train, old / "data_manifest.json"):
        assert main(["merge", str(place), str(new), "-o", str(tmp_path / "out")]) == 2
        assert "is not the file that prepare wrote" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_several_manifests_are_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = prepared(tmp_path, questions(0, 20), "--name", "a")
    prepared(tmp_path, questions(0, 20), "--name", "b")
    new = write(tmp_path / "new.jsonl", questions(20, 30))
    assert main(["merge", str(old), str(new), "-o", str(tmp_path / "out")]) == 2
    assert "holds 2 datasets" in capsys.readouterr().err
    place = old / "b_test.jsonl"
    assert run(tmp_path, "merge", place, new, "-o", tmp_path / "out", "--fail-on", "never")[0] == 0
    assert (tmp_path / "out" / "b_train.jsonl").exists()


def test_a_merge_of_a_merge_keeps_all_sides(tmp_path: Path) -> None:
    place = prepared(tmp_path, questions(0, 20))
    for step in range(3):
        new = write(tmp_path / "new.jsonl", questions(20 + 9 * step, 29 + 9 * step))
        out = tmp_path / f"out{step}"
        _, told = run(tmp_path, "merge", place, new, "-o", out, "--fail-on", "never",
                      "--seed", str(step))  # fmt: skip
        assert told["diff"]["examples"]["moved"] == 0
        assert told["diff"]["examples"]["added"] == 9
        place = out


def test_text_tells_changes_findings_and_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = prepared(tmp_path, questions(0, 20))
    new = write(tmp_path / "new.jsonl", [*questions(19, 22), chat("\x1b[2JWhy?", "")])
    main(["merge", str(old), str(new), "-o", str(tmp_path / "out")])
    said = capsys.readouterr().out
    for words in ("20 the same", "DUP001", "MSG006", "Written", "new.jsonl:4"):
        assert words in said
    assert "\x1b[2J" not in said
    main(["merge", str(old), str(new), "-o", str(tmp_path / "out"), "--force", "-q"])
    assert len(capsys.readouterr().out.splitlines()) == 3
