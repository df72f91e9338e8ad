"""Preference pairs: counts that merge, and the ratio in the middle."""

from __future__ import annotations

from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.aggregate.pairs import Pairs
from ftprep.model import Example, Kind, Origin, Turn

NO_TOKENS: Any = None
TEXTS = st.lists(st.tuples(st.text("ab", max_size=9), st.text("ab", max_size=9)), max_size=12)


def pair(number: int, good: str, poor: str) -> Example:
    body = {
        "input": {"messages": [{"role": "user", "content": "?"}]},
        "preferred_output": [{"role": "assistant", "content": good}],
        "non_preferred_output": [{"role": "assistant", "content": poor}],
    }
    turns = (
        Turn("assistant", good, True, "/preferred_output/0/content"),
        Turn("assistant", poor, False, "/non_preferred_output/0/content"),
    )
    return Example(Origin(0, 0, number), Kind.PREFERENCE, body, turns)


def taken(numbered: list[tuple[int, tuple[str, str]]]) -> Pairs:
    pairs = Pairs()
    for number, texts in numbered:
        pairs.add(pair(number, *texts), NO_TOKENS)
    return pairs


@given(TEXTS, st.integers(0, 12), st.randoms(use_true_random=False))
def test_pairs_merge_in_any_order(texts: list[tuple[str, str]], cut: int, random: Any) -> None:
    numbered = list(enumerate(texts))
    whole = taken(numbered)
    random.shuffle(numbered)
    first, second = taken(numbered[:cut]), taken(numbered[cut:])
    second.merge(first)
    assert vars(second) == vars(whole)
    assert second.contradictions() == whole.contradictions()


@given(TEXTS)
def test_contradictions_are_those_that_a_search_finds(texts: list[tuple[str, str]]) -> None:
    first: dict[tuple[str, str], int] = {}
    for number, both in enumerate(texts):
        first.setdefault(both, number)
    turned = {
        (max(place, first[poor, good]), min(place, first[poor, good]))
        for (good, poor), place in first.items()
        if good != poor and (poor, good) in first
    }
    found = taken(list(enumerate(texts))).contradictions()
    assert {(later.position, earlier.position) for later, earlier in found} == turned


@given(st.lists(st.integers(0, 400), min_size=1, max_size=9).filter(lambda n: len(n) % 2 == 1))
def test_the_ratio_is_that_in_the_middle(lengths: list[int]) -> None:
    pairs = taken([(place, ("a" * n, "b" * 100)) for place, n in enumerate(lengths)])
    wanted = median((1 + n) / 101 for n in lengths)
    assert pairs.median_ratio == pytest.approx(wanted, rel=0.04)


def test_dominance_counts_both_directions() -> None:
    pairs = taken([(0, ("aa", "b")), (1, ("aa", "b")), (2, ("a", "bb")), (3, ("a", "b"))])
    assert pairs.dominance == 0.25
    assert Pairs().dominance == 0
    assert Pairs().median_ratio == 1
