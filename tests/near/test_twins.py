"""What is done with numpy is what plain Python says."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.near import made
from ftprep.near.bulk import add_all
from ftprep.near.bulk_overlap import BulkOverlap
from ftprep.near.common import COMMON_LEAST
from ftprep.near.overlap import PlainOverlap, View
from ftprep.near.sketch import Sketches
from tests.near.sketched import sketched

words = st.sampled_from(["a", "b", "cat", "x" * 9, "y" * 17, "z" * 30, "日", "é", "+", "7"])
texts = st.lists(words, max_size=30).map(" ".join)
long_texts = st.builds(
    lambda seed, count: " ".join(str((seed * at * at) % 99_991) for at in range(count)),
    st.integers(1, 5),
    st.integers(150, 700),
)
sides = st.one_of(texts, st.text(max_size=60), long_texts)
examples = st.lists(st.tuples(sides, sides), min_size=1, max_size=12)

patient = settings(suppress_health_check=[HealthCheck.too_slow])
"""Long texts take their time to be drawn on a busy machine, which is no fault."""


def plain(pairs: list[tuple[str, str]]) -> Sketches:
    made = Sketches()
    for pair in pairs:
        made.add(*pair)
    return made


def bulk(pairs: list[tuple[str, str]]) -> Sketches:
    made = Sketches()
    add_all(made, [prompt for prompt, _ in pairs], [answer for _, answer in pairs])
    return made


def sets(groups: list[list[int]]) -> set[frozenset[int]]:
    return {frozenset(group) for group in groups}


@patient
@given(examples)
def test_the_sketches_are_equal(pairs: list[tuple[str, str]]) -> None:
    assert sketched(bulk(pairs)) == sketched(plain(pairs))


@patient
@given(examples)
def test_the_similarities_are_equal(pairs: list[tuple[str, str]]) -> None:
    made = plain(pairs)
    asked = [(0, at) for at in range(len(pairs))]
    for view in View:
        expected = PlainOverlap(made).similarities(view, asked)
        assert BulkOverlap(made).similarities(view, asked) == expected


@patient
@given(examples)
def test_the_clusters_are_equal(pairs: list[tuple[str, str]]) -> None:
    made = plain(pairs)
    for view in View:
        groups, crowded = PlainOverlap(made).clusters(view)
        others, as_crowded = BulkOverlap(made).clusters(view)
        assert (sets(groups), crowded) == (sets(others), as_crowded)


@pytest.mark.parametrize("seed", range(3))
def test_the_clusters_of_edited_copies_are_equal(seed: int) -> None:
    pairs = [(text.prompt, text.answer) for text in made(400, seed)]
    sketches = plain(pairs)
    for view in View:
        groups, crowded = PlainOverlap(sketches).clusters(view)
        others, as_crowded = BulkOverlap(sketches).clusters(view)
        assert (sets(groups), crowded) == (sets(others), as_crowded)
        assert len(groups) > 20


@pytest.mark.parametrize("count", [11, 20, 38, 56, 92])
def test_a_similarity_of_just_the_limit_is_enough(count: int) -> None:
    """Of `count` words one in nine shingles is changed at the end: a share of 0.8 is in both."""
    shared = [f"w{at}" for at in range(count)]
    changed = (count - 2) // 9
    ends = ([f"{mark}{at}" for at in range(changed)] for mark in "ab")
    sketches = plain([(" ".join([*shared[:-changed], *end]), "") for end in ends])
    for overlap in (PlainOverlap(sketches), BulkOverlap(sketches)):
        assert overlap.similarities(View.PROMPT, [(0, 1)]) == [0.8]
        assert sets(overlap.clusters(View.PROMPT)[0]) == {frozenset((0, 1))}


def test_the_twins_agree_on_common_shingles_and_crowds() -> None:
    instruction = " ".join(f"rule{at}" for at in range(60))
    pairs = [
        (
            f"{instruction} number {at // 2} of {at // 2 * 7} and so on, said {at % 3}",
            f"the answer is {at % 5}",
        )
        for at in range(3 * COMMON_LEAST)
    ]
    made = plain(pairs)
    assert sketched(bulk(pairs)) == sketched(made)
    for view in View:
        groups, crowded = PlainOverlap(made).clusters(view)
        others, as_crowded = BulkOverlap(made).clusters(view)
        assert (sets(groups), crowded) == (sets(others), as_crowded)
        # Of the three hundred that share the instruction none is like another for that alone.
        assert not any(len(group) > 6 for group in groups)
