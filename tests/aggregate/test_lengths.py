"""Lengths: quantiles and histograms of what was added, in any cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ftprep.aggregate.lengths import Lengths
from ftprep.model import Example, Kind, Origin, Turn
from ftprep.tokens.count import TokenCounts

lengths = st.lists(st.integers(1, 70_000), min_size=1, max_size=80)


def gathered(values: list[int]) -> Lengths:
    result = Lengths()
    for value in values:
        turns = (Turn("user", "", False, ""), Turn("assistant", "", True, ""))
        counts = TokenCounts((value // 2, value - value // 2), value, value, value)
        result.add(Example(Origin(0), Kind.CHAT, {}, turns), counts)
    return result


def test_a_call_like_a_pair_sends_the_question_and_gets_the_preferred_answer() -> None:
    turns = (
        Turn("user", "", False, "/input/messages/0/content"),
        Turn("assistant", "", True, "/preferred_output/0/content"),
        Turn("assistant", "", False, "/non_preferred_output/0/content"),
    )
    found = Lengths()
    for _ in range(2):
        counts = TokenCounts((5, 20, 30), 60, 60, 60)
        found.add(Example(Origin(0), Kind.PREFERENCE, {}, turns), counts)
    assert (found.answers, found.unsent) == (40, 60)


@given(lengths)
def test_quantiles_are_by_nearest_rank(values: list[int]) -> None:
    found, ordered = gathered(values), sorted(values)
    assert found.quantile(0.5) == ordered[-(-len(ordered) // 2) - 1]
    assert found.quantile(1.0) == ordered[-1]
    assert found.total == sum(values)


@given(lengths, st.integers(1, 12))
def test_the_histogram_holds_every_example(values: list[int], bins: int) -> None:
    rows = list(gathered(values).histogram(bins))
    assert sum(count for _, _, count in rows) == len(values)
    assert rows[0][0] <= min(values)
    assert max(values) < rows[-1][1]
    assert all(low < high for low, high, _ in rows)
    assert [high for _, high, _ in rows[:-1]] == [low for low, _, _ in rows[1:]]


@given(lengths, st.integers(0, 80))
def test_a_cut_changes_nothing(values: list[int], cut: int) -> None:
    merged = gathered(values[:cut])
    merged.merge(gathered(values[cut:]))
    assert vars(merged) == vars(gathered(values))


@given(lengths, st.integers(0, 70_000))
def test_over_counts_the_longer_ones(values: list[int], limit: int) -> None:
    assert gathered(values).over(limit) == sum(value > limit for value in values)
