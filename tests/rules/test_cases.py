"""Drop a file into `tests/cases/<CODE>/` and it is a test: `bad-*` has the fault, `good-*` has not.

A file `flags.txt` beside them holds command line flags for all files of the folder.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ftprep.rules.catalog import catalog
from ftprep.testing import Case, cases

FOLDER = Path(__file__).parent.parent / "cases"


def test_every_folder_is_a_rule() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} <= set(catalog())


@pytest.mark.parametrize("case", cases(FOLDER))
def test_the_case_is_judged_rightly(case: Case) -> None:
    case.check()
