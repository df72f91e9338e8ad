"""One pass over a text tells which of many patterns stand in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.rules.gate import Gate

PATTERNS = ["ab", "b+c", "(?i)as an ai", "[0-9]{3}", "é|\\x{202E}"]
OTHERS = ["ab", "b+c", "(?i)as an ai", "[0-9]{3}", "é|\u202e"]


@given(st.text(alphabet="abcAS n1i2é\u202e\ud800", max_size=40))
def test_it_finds_what_each_pattern_finds_alone(text: str) -> None:
    expected = [number for number, pattern in enumerate(OTHERS) if re.search(pattern, text)]
    assert sorted(Gate(PATTERNS)(text)) == expected


def test_no_pattern_stands_nowhere() -> None:
    assert Gate([])("anything") == []


def test_what_is_beyond_a_regular_language_is_refused() -> None:
    with pytest.raises(ValueError, match="RE2 does not take"):
        Gate(["a(?=b)"])("ab")
