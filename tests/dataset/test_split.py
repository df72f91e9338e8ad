"""The laws of the split."""

from __future__ import annotations

from collections import Counter

from hypothesis import assume, given
from hypothesis import strategies as st

from ftprep.aggregate.fingerprint import Fingerprint
from ftprep.aggregate.index import Entry
from ftprep.config import MOST_TEST_EXAMPLES
from ftprep.dataset.split import Split, decide
from ftprep.model import Origin

sides = st.binary(min_size=16, max_size=16)


def entries(prompts: list[bytes], labels: list[str] | None = None) -> list[Entry]:
    return [
        Entry(
            Origin(0, 0, position),
            Fingerprint(prompt + bytes([position % 251]), prompt, b"", prompt),
            labels[position % len(labels)] if labels else None,
            kept=True,
        )
        for position, prompt in enumerate(prompts)
    ]


def numbered(count: int) -> list[bytes]:
    return [number.to_bytes(16, "big") for number in range(count)]


def held_out_of(split: Split, prompts: list[bytes]) -> set[bytes]:
    return {prompt for prompt in prompts if split.is_test(prompt)}


@given(st.lists(sides, min_size=2, max_size=60, unique=True), st.lists(sides, max_size=20))
def test_adding_rows_moves_nobody_save_the_one_promised(old: list[bytes], new: list[bytes]) -> None:
    _, often = Counter(old + new).most_common(1)[0]
    assume(2 * often <= len(old + new))  # what makes more than half of all is trained on
    before = decide(entries(old), 0.2, 7, stratified=False)
    after = decide(entries(old + new), 0.2, 7, stratified=False)
    moved = {side for side in old if before.is_test(side) != after.is_test(side)}
    assert moved <= before.test | before.train


@given(sides, st.integers(1, 9), st.sampled_from([0.2, 0.9, 1, 5]), st.integers(-5, 5))
def test_what_has_one_prompt_only_is_trained_on(
    side: bytes, count: int, size: float, seed: int
) -> None:
    assert not decide(entries([side] * count), size, seed, stratified=False).is_test(side)


def test_adding_rows_moves_nobody_in_data_of_usual_size() -> None:
    old, new = numbered(500), numbered(700)
    before = decide(entries(old), 0.2, 42, stratified=False)
    after = decide(entries(new), 0.2, 42, stratified=False)
    assert held_out_of(before, old) == held_out_of(after, old)


@given(st.permutations(numbered(30)))
def test_the_order_of_the_rows_does_not_matter(prompts: list[bytes]) -> None:
    split = decide(entries(prompts), 0.2, 1, stratified=False)
    assert split == decide(entries(sorted(prompts)), 0.2, 1, stratified=False)


@given(st.lists(sides, min_size=2, max_size=50, unique=True), st.integers(-5, 5))
def test_there_is_something_on_either_side(prompts: list[bytes], seed: int) -> None:
    split = decide(entries(prompts), 0.2, seed, stratified=False)
    assert 0 < len(held_out_of(split, prompts)) < len(prompts)


def test_the_share_is_about_a_fifth() -> None:
    prompts = numbered(4_000)
    held_out = len(held_out_of(decide(entries(prompts), 0.2, 42, stratified=False), prompts))
    assert 720 < held_out < 880


def test_no_more_than_a_thousand_are_held_out() -> None:
    prompts = numbered(9_000)
    split = decide(entries(prompts), 0.2, 42, stratified=False)
    assert len(held_out_of(split, prompts)) == MOST_TEST_EXAMPLES


def test_a_number_is_met_exactly_where_prompts_are_distinct() -> None:
    prompts = numbered(1_000)
    split = decide(entries(prompts), 150, 42, stratified=False)
    assert len(held_out_of(split, prompts)) == 150


def test_zero_holds_nothing_out() -> None:
    prompts = numbered(50)
    assert not held_out_of(decide(entries(prompts), 0, 42, stratified=True), prompts)


def test_every_label_of_two_stands_on_both_sides() -> None:
    prompts = numbered(200)
    labels = ["often"] * 17 + ["rare", "seldom", "scarce"]
    made = entries(prompts, labels)
    split = decide(made, 0.2, 42, stratified=True)
    sides_of = {
        label: Counter(split.is_test(e.fingerprint.side) for e in made if e.label == label)
        for label in set(labels)
    }
    assert all(counts[True] and counts[False] for counts in sides_of.values())


def test_a_lone_label_is_trained_on() -> None:
    prompts = numbered(2)
    made = entries(prompts, ["one", "other"])
    split = decide(made, 0.2, 42, stratified=True)
    assert isinstance(split, Split)


@given(st.lists(sides, min_size=2, max_size=40, unique=True))
def test_splitting_the_sides_again_changes_nothing(prompts: list[bytes]) -> None:
    split = decide(entries(prompts), 0.2, 42, stratified=False)
    test = held_out_of(split, prompts)
    again = [*(p for p in prompts if p not in test), *sorted(test)]
    assert held_out_of(decide(entries(again), 0.2, 42, stratified=False), again) == test


def test_another_seed_draws_others() -> None:
    prompts = numbered(300)
    first, second = (decide(entries(prompts), 0.2, seed, stratified=False) for seed in (1, 2))
    assert held_out_of(first, prompts) != held_out_of(second, prompts)
