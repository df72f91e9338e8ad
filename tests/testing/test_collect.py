"""Cases of a folder and of pages, and what is loaded for them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import ftprep.testing as kit
from ftprep.testing import Case, cases, pages
from tests.plugging import python


def test_files_become_cases(tmp_path: Path) -> None:
    folder = tmp_path / "MAP001"
    folder.mkdir()
    for name in ("good-b.csv", "bad-a.csv", "flags.txt", "notes.md"):
        (folder / name).write_text("--map user=a", encoding="utf-8")
    found = cases(tmp_path)
    assert [each.id for each in found] == ["MAP001/bad-a.csv", "MAP001/good-b.csv"]
    flags = ("--map", "user=a")
    assert found[0].values == (Case("MAP001", folder / "bad-a.csv", good=False, flags=flags),)
    assert found[1].values == (Case("MAP001", folder / "good-b.csv", good=True, flags=flags),)


def test_a_case_has_flags_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "MAP001"
    folder.mkdir()
    for name in ("good-b.csv", "bad-a.csv"):
        (folder / name).write_text("a,b\n", encoding="utf-8")
    (folder / "flags.txt").write_text("--map user=a", encoding="utf-8")
    (folder / "flags-bad-a.txt").write_text("--epochs 2", encoding="utf-8")
    found = [each.values[0] for each in cases(tmp_path)]
    assert [case.flags for case in found if isinstance(case, Case)] == [
        ("--map", "user=a", "--epochs", "2"),
        ("--map", "user=a"),
    ]


def test_a_folder_is_a_training_set_and_its_test_set(tmp_path: Path) -> None:
    folder = tmp_path / "DUP111"
    for name in ("bad-leak/train.csv", "bad-leak/test.csv", "good-parts/a.csv"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("question,answer\nWhy?,So.\n", encoding="utf-8")
    bad, good = (each.values[0] for each in cases(tmp_path))
    leak = folder / "bad-leak"
    assert bad == Case("DUP111", leak / "train.csv", good=False, test=leak / "test.csv")
    assert good == Case("DUP111", folder / "good-parts", good=True)
    assert isinstance(bad, Case)
    assert isinstance(good, Case)
    bad.check()
    good.check()


def test_no_case_is_no_test(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is no file"):
        cases(tmp_path)
    with pytest.raises(ValueError, match="no page"):
        pages("NONE")


@pytest.mark.parametrize("case", pages("MSG00"))
def test_the_examples_of_pages_are_cases(case: Case) -> None:
    case.check()


def test_pages_have_bad_and_good() -> None:
    ids = [each.id for each in pages("MSG003")]
    assert "MSG003-bad" in ids
    assert "MSG003-good" in ids


@pytest.mark.parametrize(("name", "needs"), [("cases", "pytest"), ("broken", "hypothesis")])
def test_what_is_missing_is_told(name: str, needs: str) -> None:
    code = f"import sys; sys.modules[{needs!r}] = None; from ftprep.testing import {name}"
    run = python(Path(), "-c", code)
    assert f'ftprep.testing.{name} needs {needs}; "pip install {needs}" adds it' in run.stderr


def test_the_assertion_needs_neither() -> None:
    code = (
        "import sys; from ftprep.testing import assert_rule\n"
        "assert_rule('MSG001', bad='{\"messages\": []}')\n"
        "print('pytest' in sys.modules, 'hypothesis' in sys.modules)"
    )
    run = python(Path(), "-c", code)
    assert run.stdout.strip() == "False False", run.stderr


def test_every_name_is_there() -> None:
    assert set(dir(kit)) == set(kit.__all__)
    assert all(getattr(kit, name) for name in kit.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kit.nothing  # noqa: B018
    assert "ftprep.testing" in sys.modules
