"""A pattern does what the pattern of `re` does, later."""

from __future__ import annotations

import gc
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.pattern import Pattern
from ftprep.rules.catalog import catalog

SOURCES = [r"a+", r"(?i)b|c(a)?", r"^a", r"\s*", r"(?<=a)b"]


@pytest.mark.parametrize("source", SOURCES)
@given(text=st.text(alphabet="abcB \n", max_size=20), start=st.integers(0, 20))
def test_it_finds_what_re_finds(source: str, text: str, start: int) -> None:
    late, known = Pattern(source), re.compile(source)

    def spans(matches: list[re.Match[str] | None]) -> list[object]:
        return [match and (match.span(), match.groups()) for match in matches]

    assert spans([late.search(text, start)]) == spans([known.search(text, start)])
    assert spans([late.search(text, 1, start)]) == spans([known.search(text, 1, start)])
    assert spans([late.match(text, start)]) == spans([known.match(text, start)])
    assert spans([late.fullmatch(text)]) == spans([known.fullmatch(text)])
    assert spans([*late.finditer(text, start)]) == spans([*known.finditer(text, start)])
    assert spans([*late.finditer(text, 1, start)]) == spans([*known.finditer(text, 1, start)])
    assert late.sub("-", text) == known.sub("-", text)


def test_flags_hold() -> None:
    assert Pattern("a", re.IGNORECASE).search("A")


def test_nothing_is_compiled_before_it_is_used() -> None:
    wrong = Pattern("(")
    with pytest.raises(re.error):
        wrong.search("")


def test_every_pattern_of_the_rules_compiles() -> None:
    assert catalog()
    ours = [found for found in gc.get_objects() if type(found) is Pattern and found.source != "("]
    assert len(ours) > 50
    for pattern in ours:
        assert pattern.compiled.pattern == pattern.source
