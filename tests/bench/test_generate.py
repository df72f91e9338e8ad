"""The made-up data: varied, sound, of the size it claims, and the same for the same seed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import ftprep
from bench.data.examples import examples
from bench.data.planted import _WORD, sides, similarity
from bench.generate import generate, main, number
from ftprep.near.normal import words

FORMS = [
    *[("chat", form) for form in ("jsonl", "json", "csv", "xlsx", "parquet")],
    *[("completion", form) for form in ("jsonl", "json", "csv", "xlsx", "parquet")],
    *[("tools", form) for form in ("jsonl", "json")],
]


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_all_records_are_read_and_sound(kind: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"data.{form}"
    generate(path, 60, kind=kind)
    report = ftprep.check(path, ftprep.Config(isolated=True))
    assert report.summary.records == 60
    assert report.summary.errors == 0, report.findings


def test_parquet_with_tools_is_read(tmp_path: Path) -> None:
    # A struct column has all keys in all rows, null where a message has none: as others write it.
    path = tmp_path / "data.parquet"
    generate(path, 60, kind="tools")
    assert ftprep.check(path, ftprep.Config(isolated=True)).summary.examples == 60


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        generate(tmp_path / f"{name}.jsonl", 200, near=0.2, seed=seed)
    a, b, c = ((tmp_path / f"{name}.jsonl").read_bytes() for name in "abc")
    assert a == b
    assert a != c


def test_a_hundred_thousand_chats_are_near_55_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "chat.jsonl"
    generate(path, 2_000)
    assert 500 < path.stat().st_size / 2_000 < 640
    report = ftprep.check(path, ftprep.Config(isolated=True))
    assert report.tokens
    assert 105 < report.tokens.total / 2_000 < 135


def test_texts_do_not_repeat() -> None:
    made = examples("completion", 1)
    answers = [next(made)["completion"] for _ in range(3_000)]
    assert len(set(answers)) > 2_990
    words = {word for answer in answers for word in answer.split()}
    assert len(words) > 9_000


def test_planted_pairs_are_listed_with_their_similarity(tmp_path: Path) -> None:
    path = tmp_path / "chat.jsonl"
    generate(path, 1_000, near=0.1)
    bodies = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    with (tmp_path / "chat.planted.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert 70 < len(rows) < 130
    for row in rows:
        at, of = int(row["row"]), int(row["copy_of"])
        assert of < at
        true = similarity(sides(bodies[at]), sides(bodies[of]))
        assert float(row["similarity"]) == pytest.approx(true, abs=0.0001)
    assert any(float(row["similarity"]) < 0.8 for row in rows)
    assert any(0.8 <= float(row["similarity"]) < 1 for row in rows)


@pytest.mark.parametrize("kind", ["chat", "completion", "tools"])
def test_the_truth_splits_words_as_ftprep_does(kind: str) -> None:
    made = examples(kind, 3)
    for _ in range(500):
        for text in sides(next(made)):
            assert _WORD.findall(text.casefold()) == words(text)


def test_similarity_of_known_pairs() -> None:
    assert similarity(("a b c d", "x"), ("a b c d", "x")) == 1
    # Two of three and two of three triples, and one answer in one.
    assert similarity(("a b c d e", "x y z"), ("a b c d f", "x y z")) == pytest.approx(3 / 5)
    assert similarity(("a b c", "x y z"), ("a b c", "u v w")) == 0


def test_all_prompts_begin_with_the_instruction(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    generate(path, 20, kind="completion", instruction=1_500)
    prompts = [json.loads(line)["prompt"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert {prompt[:1_500] for prompt in prompts} == {prompts[0][:1_500]}
    assert len({prompt[:1_600] for prompt in prompts}) > 15


def test_the_last_record_is_as_long_as_asked(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    generate(path, 5, long_record=50_000)
    *others, last = path.read_text(encoding="utf-8").splitlines()
    assert len(json.loads(last)["messages"][-1]["content"]) == 50_000
    assert max(map(len, others)) < 6_000


@pytest.mark.parametrize(
    ("text", "value"), [("100", 100), ("1k", 1_000), ("250K", 250_000), ("1M", 1_000_000)]
)
def test_numbers_with_units(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize("arguments", [["out.txt"], ["out.csv", "--kind", "tools"]])
def test_what_cannot_be_written_is_refused(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main([str(tmp_path / arguments[0]), *arguments[1:]])
    assert refused.value.code == 2
    assert list(tmp_path.iterdir()) == []
    assert "must end in" in (told := capsys.readouterr().err) or "do not fit" in told
