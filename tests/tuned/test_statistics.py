"""Macro-F1 and the paired bootstrap, by hand, by laws, and by how often the bounds hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.tuned.bootstrap import DRAWS, mean_of, paired
from ftprep.tuned.labels import macro_f1

labels = st.sampled_from(["a", "b", "c"])


def once(expected: list[str], answers: list[str]) -> float:
    return float(macro_f1(expected, answers)(np.ones((1, len(expected))))[0])


@pytest.mark.parametrize(
    ("expected", "answers", "score"),
    [
        ("aabb", "aabb", 1.0),
        ("aabb", "bbaa", 0.0),
        # a: 1 hit, expected 2, given 1: 2/3. b: 2 hits, expected 2, given 3: 4/5.
        ("aabb", "abbb", (2 / 3 + 4 / 5) / 2),
        # An answer that is no class: a has 1 of 2, b both; x makes no third class.
        ("aabb", "axbb", (2 / 3 + 1) / 2),
        ("aaab", "aaaa", (6 / 7 + 0) / 2),
        ("abc", "abb", (1 + 2 / 3 + 0) / 3),
    ],
)
def test_macro_f1_by_hand(expected: str, answers: str, score: float) -> None:
    assert once([*expected], [*answers]) == pytest.approx(score)


def by_definition(expected: list[str], answers: list[str]) -> float:
    scores = []
    for name in sorted(set(expected)):
        pairs = list(zip(expected, answers, strict=True))
        hits = sum(one == other == name for one, other in pairs)
        precision = hits / answers.count(name) if name in answers else 0.0
        recall = hits / expected.count(name)
        both = precision + recall
        scores.append(2 * precision * recall / both if both else 0.0)
    return sum(scores) / len(scores)


@given(st.lists(st.tuples(labels, labels | st.just("none of them")), min_size=1, max_size=30))
def test_macro_f1_is_the_mean_over_classes_of_precision_and_recall(
    pairs: list[tuple[str, str]],
) -> None:
    expected, answers = [one for one, _ in pairs], [other for _, other in pairs]
    assert once(expected, answers) == pytest.approx(by_definition(expected, answers))


@given(st.lists(st.tuples(labels, labels), min_size=1, max_size=12), st.data())
def test_weights_stand_for_repetition(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    counts = data.draw(st.lists(st.integers(0, 4), min_size=len(pairs), max_size=len(pairs)))
    if not any(counts):
        return
    repeated = [pair for pair, count in zip(pairs, counts, strict=True) for _ in range(count)]
    weighted = macro_f1([a for a, _ in pairs], [b for _, b in pairs])(np.array([counts], float))
    assert weighted[0] == pytest.approx(once([a for a, _ in repeated], [b for _, b in repeated]))


def means(base: list[float], tuned: list[float], seed: int = 0) -> tuple[float, float, float]:
    difference = paired(
        mean_of(np.array(base)), mean_of(np.array(tuned)), examples=len(base), seed=seed
    )[2]
    return difference.low, difference.value, difference.high


def test_equal_answers_leave_no_doubt() -> None:
    assert means([0, 1, 1, 0], [0, 1, 1, 0]) == (0, 0, 0)


def test_a_constant_gain_is_that_gain() -> None:
    low, value, high = means([0.0, 0.5, 0.25], [0.25, 0.75, 0.5])
    assert (low, value, high) == pytest.approx((0.25, 0.25, 0.25))


def test_the_same_seed_gives_the_same_bounds_and_these() -> None:
    base, tuned = [0.0] * 10 + [1.0] * 10, [1.0] * 15 + [0.0] * 5
    assert means(base, tuned, seed=7) == means(base, tuned, seed=7)
    assert means(base, tuned, seed=7) != means(base, tuned, seed=8)
    # Held against other machines and versions of numpy.
    assert means(base, tuned, seed=0) == pytest.approx((-0.1, 0.25, 0.6))


def test_bounds_hold_about_as_often_as_they_say() -> None:
    chance = np.random.RandomState(5)
    runs, held = 150, 0
    for run in range(runs):
        base = chance.binomial(1, 0.4, size=60).astype(float)
        tuned = chance.binomial(1, 0.6, size=60).astype(float)
        low, _, high = means([*base], [*tuned], seed=run)
        held += low <= 0.2 <= high
    assert 0.89 <= held / runs <= 0.99


def test_the_bounds_are_those_of_the_normal_law_for_many_examples() -> None:
    chance = np.random.RandomState(1)
    gain = chance.normal(0.3, 1.0, size=2_000)
    low, value, high = means([0.0] * 2_000, [*gain])
    error = gain.std() / np.sqrt(2_000)
    assert low == pytest.approx(value - 1.96 * error, abs=0.15 * error)
    assert high == pytest.approx(value + 1.96 * error, abs=0.15 * error)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=30))
def test_bounds_are_within_what_was_measured(pairs: list[tuple[float, float]]) -> None:
    base, tuned = [a for a, _ in pairs], [b for _, b in pairs]
    low, value, high = means(base, tuned)
    gains = [b - a for a, b in pairs]
    assert min(gains) - 1e-9 <= low <= high <= max(gains) + 1e-9
    back = means(tuned, base)
    assert (back[0], back[1]) == pytest.approx((-high, -value), abs=0.2)


def test_draws_are_cut_into_blocks_that_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    base, tuned = [0.0, 1.0] * 20, [1.0, 1.0] * 20
    whole = means(base, tuned)
    for rows in (1, 7, DRAWS):
        monkeypatch.setattr("ftprep.tuned.bootstrap._BLOCK", rows * len(base))
        assert means(base, tuned) == whole
