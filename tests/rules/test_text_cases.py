"""The cases of the SRC and TAB rules are those that their program writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.make_text_cases import CASES

FOLDER = Path(__file__).parent.parent / "cases"


@pytest.mark.parametrize("name", CASES)
def test_the_case_is_up_to_date(name: str) -> None:
    assert (FOLDER / name).read_bytes() == CASES[name]
