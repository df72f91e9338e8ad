r"""One pass over a text tells which of many patterns stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.rules.gate import Gate

PATTERNS = ["ab", "b+c", "(?i)as an ai", "[0-9]{3}", "é|\\x{202E}"]
OTHERS = ["ab", "b+c", "(?i)as an ai", "[0-9]{3}", "é|\u202e"]

EDGES = [
    r"^a", r"a$", r"\A[ \n]", r"[ \n]\z", r"\A\s*n~?\s*\z", r"^\s*n\s*$", r"\Aa|n\z", r"\ba\b",
    r"(?i)\AA", r"\\A", r"[~]\z", r"\A~\n~\z",
]  # fmt: skip
"""Patterns that ask where a text begins and ends."""


@pytest.fixture(autouse=True, scope="module", params=[0, 1_000])
def few(request: pytest.FixtureRequest) -> Iterator[None]:
    """Texts together with others, and each alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ftprep.rules.gate._FEW", request.param)
        yield


@given(st.text(alphabet="abcAS n1i2é\u202e\ud800", max_size=40))
def test_it_finds_what_each_pattern_finds_alone(text: str) -> None:
    expected = [number for number, pattern in enumerate(OTHERS) if re.search(pattern, text)]
    assert sorted(Gate(PATTERNS)(text)) == expected


_edged = Gate(EDGES)


@given(st.lists(st.text(alphabet="aAn~\\ \n\u00a0", max_size=6), max_size=90))
def test_among_others_a_text_is_found_as_alone(texts: list[str]) -> None:
    alone = [(index, sorted(_edged(text))) for index, text in enumerate(texts)]
    found = [(index, sorted(numbers)) for index, numbers in _edged.among(texts)]
    assert found == [(index, numbers) for index, numbers in alone if numbers]


@pytest.mark.parametrize("pattern", EDGES)
def test_a_text_in_the_midst_of_others_is_found(pattern: str) -> None:
    gate = Gate([pattern])
    for text in ("a", "b a", " b", "b\n", "n", "\nn~", "\\A", "b~", "~\n~", "~", "", "An"):
        for where in (0, 1, 70, 99):
            texts = ["-"] * 100
            texts[where] = text
            found = [(where, [0])] if gate(text) else []
            assert list(gate.among(texts)) == found, (pattern, text)


def test_empty_texts_are_found_where_a_pattern_takes_them() -> None:
    assert list(Gate([r"\A\z"]).among(["a", "", "b", ""])) == [(1, [0]), (3, [0])]
    assert list(Gate([r"\A\n"]).among(["a", "", "b", ""])) == []


def test_copies_of_long_texts_are_each_found() -> None:
    long, other = "ab" * 40_000, "cc" * 40_000
    texts = [long, other, "x", long, "ab", other, long] * 20
    expected = [(index, [0]) for index, text in enumerate(texts) if "ab" in text]
    assert list(Gate(PATTERNS[:1]).among(texts)) == expected


def test_no_pattern_stands_nowhere() -> None:
    assert Gate([])("anything") == []
    assert list(Gate([]).among(["anything"])) == []


def test_what_is_beyond_a_regular_language_is_refused() -> None:
    with pytest.raises(ValueError, match="RE2 does not take"):
        Gate(["a(?=b)"])("ab")
    with pytest.raises(ValueError, match="RE2 does not take"):
        list(Gate(["a(?=b)"]).among(["ab"]))
