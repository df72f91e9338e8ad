"""Drop a file into `tests/cases/<CODE>/` and it is a test: `bad-*` has the fault, `good-*` has not.

A folder of that name holds a training set `train.*` and its test set `test.*`. A file `flags.txt`
beside them holds command line flags for all cases of the code.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ftprep.rules.catalog import catalog
from ftprep.testing import Case, cases
from ftprep.testing.running import checked

FOLDER = Path(__file__).parent.parent / "cases"
CASES = cases(FOLDER)

READING = ("SRC", "TAB", "JSN", "XLS", "PAR", "MAP")
"""What is misread or not understood is found wanting by the rules about its content, too."""

FOLLOWS = {
    # Every separator and marker is taken: prompts that differ in one alone.
    "CMP004": {"CMP003", "CMP006", "DUP101"},
    # One prompt with several answers.
    "CMP008": {"DUP002"},
    # The share of what the other counts one by one.
    "DST002": {"TXT031"},
    # A method is asked for that takes other lines.
    "TGT004": {"KND001"},
    # Why there is none.
    "SET004": {"MAP001"},
    # The same long text is the prompt and the answer, of one word again and again.
    "TOK001": {"TXT006"},
    "TOK002": {"TXT006", "TXT032"},
}
"""Code → those of the rules that find something in its bad cases, as they must."""

ALONE = [case for case in CASES if "/bad-" in str(case.id) and not str(case.id).startswith(READING)]


def test_every_folder_is_a_rule() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} <= set(catalog())


@pytest.mark.parametrize("code", catalog())
@pytest.mark.parametrize("side", ["bad", "good"])
def test_every_rule_has_a_pair(code: str, side: str) -> None:
    assert any((FOLDER / code).glob(f"{side}-*"))


@pytest.mark.parametrize("case", CASES)
def test_the_case_is_judged_rightly(case: Case) -> None:
    case.check()


@pytest.mark.parametrize("case", ALONE)
def test_a_bad_case_has_one_fault(case: Case) -> None:
    assert isinstance(case.data, Path)
    test = ("--test", str(case.test)) if case.test else ()
    found = checked(case.data, (*case.flags, *test))["findings_total"]
    others = set(found) - {case.code} - FOLLOWS.get(case.code, set())
    # So few examples, and a model that can no longer be trained, are told of by themselves.
    assert not {code for code in others if not code.startswith(("SET", "TGT"))}
