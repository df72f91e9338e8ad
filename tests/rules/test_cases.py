"""Drop a file into `tests/cases/<CODE>/` and it is a test: `bad-*` has the fault, `good-*` has not.

A file `flags.txt` beside them holds command line flags for all files of the folder.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ftprep.rules.catalog import catalog
from tests.running import check

FOLDER = Path(__file__).parent.parent / "cases"
CASES = sorted(path for path in FOLDER.glob("*/*") if path.name.startswith(("bad-", "good-")))


def test_every_folder_is_a_rule() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} <= set(catalog())


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_case_is_judged_rightly(case: Path, tmp_path: Path) -> None:
    flags = case.parent / "flags.txt"
    words = flags.read_text(encoding="utf-8").split() if flags.exists() else []
    run = check(tmp_path, case, *words)
    assert (case.parent.name in run.codes) is case.name.startswith("bad-"), run.codes
