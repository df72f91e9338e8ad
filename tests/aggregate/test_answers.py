"""The forms of the answers merge in any cut and order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.aggregate.answers import MOST_KEPT, Answers, Odds
from ftprep.model import Example, Kind, Origin, Turn
from ftprep.tokens.count import TokenCounts

TEXTS = st.sampled_from(
    ["{}", "[1]", '{"a": 1', "a", "A long answer that is whole, and that ends with a full stop.",
     "A long answer that is cut off somewhere in the midst of its", "",
     "How do I do this, please? So."]
)  # fmt: skip
TOKENS = TokenCounts((1, 1), 2, 2, 2)


def example(number: int, text: str) -> Example:
    turns = (
        Turn("user", "How do I do this, please?", False, "/messages/0/content"),
        Turn("assistant", text, True, "/messages/1/content"),
    )
    return Example(Origin(0, 0, number), Kind.CHAT, {}, turns)


def gathered(rows: list[tuple[int, str]]) -> Answers:
    answers = Answers()
    for number, text in rows:
        answers.add(example(number, text), TOKENS)
    return answers


def told(answers: Answers) -> tuple[object, ...]:
    odds = (answers.not_json, answers.cut, answers.echoes)
    counts = (answers.count, answers.json, answers.sentences, answers.unended)
    return (*counts, *((o.count, list(o)) for o in odds))


@given(st.lists(TEXTS, max_size=20), st.integers(0, 20))
def test_a_cut_changes_nothing(texts: list[str], cut: int) -> None:
    rows = list(enumerate(texts))
    one, other = gathered(rows[:cut]), gathered(rows[cut:])
    other.merge(one)
    assert told(other) == told(gathered(rows))


@pytest.mark.parametrize("seed", range(5))
def test_the_first_are_kept_in_any_order(seed: int) -> None:
    numbers = list(range(3 * MOST_KEPT))
    random.Random(seed).shuffle(numbers)
    odds = Odds()
    for number in numbers:
        odds.add(example(number, ""), "", "")
    assert odds.count == 3 * MOST_KEPT
    assert [odd.origin.position for odd in odds] == list(range(MOST_KEPT))
