"""What is found of planted pairs, against the exact Jaccard index of the texts."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from bench.near import Made, example, jaccard, made
from ftprep.aggregate.fingerprint import Fingerprint
from ftprep.aggregate.near import Near
from ftprep.aggregate.near_matches import matches
from ftprep.model import Origin
from ftprep.near.overlap import ALIKE, View

COUNT = 3_000


def near_of(texts: Sequence[Made], numbers: Sequence[int] | None = None) -> Near:
    near = Near()
    for number in range(len(texts)) if numbers is None else numbers:
        digest = number.to_bytes(16, "little")
        near.add(example(number, texts[number]), Fingerprint(digest, digest, b"", digest))
    return near


@pytest.fixture(scope="module")
def texts() -> list[Made]:
    return list(made(COUNT, seed=7))


@pytest.fixture(scope="module")
def near(texts: list[Made]) -> Near:
    return near_of(texts)


@pytest.mark.parametrize("view", list(View))
def test_planted_pairs_end_in_one_cluster(texts: list[Made], near: Near, view: View) -> None:
    cluster = {row: at for at, rows in enumerate(near.clusters(view)) for row in rows}
    planted = [
        cluster.get(number, -1) == cluster.get(text.origin, -2)
        for number, text in enumerate(texts)
        if text.origin != number and jaccard(texts[text.origin], text, view) >= ALIKE
    ]
    assert len(planted) > 300
    assert sum(planted) / len(planted) >= 0.98


@pytest.mark.parametrize("view", list(View))
def test_what_is_told_is_true(texts: list[Made], near: Near, view: View) -> None:
    told = matches(near, view)
    true = [jaccard(texts[m.example], texts[m.like], view) for m in told]
    assert len(told) > 300
    assert sum(similarity >= ALIKE for similarity in true) / len(true) >= 0.99
    assert min(true) >= ALIKE - 0.1


def test_order_and_cut_do_not_matter(texts: list[Made], near: Near) -> None:
    numbers = list(range(COUNT))
    random.Random(1).shuffle(numbers)
    parts = [near_of(texts, numbers[at::3]) for at in range(3)]
    merged = parts[2]
    merged.merge(parts[0])
    merged.merge(parts[1])
    for view in View:
        assert named(merged, view) == named(near, view)
        assert merged.crowded(view) == near.crowded(view)


def named(near: Near, view: View) -> list[list[Origin]]:
    return [[near.origin(row) for row in group] for group in near.clusters(view)]
