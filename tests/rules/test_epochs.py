"""Epochs that were asked for, beside those that the provider would take."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.aggregate.lengths import Lengths
from ftprep.cost import default_epochs
from ftprep.model import Kind
from ftprep.rules.context import DEFAULT_THRESHOLDS, Context
from ftprep.rules.dataset.epochs import RULES
from ftprep.rules.rule import Rule
from ftprep.targets import resolve

ODD, OVER = RULES
DAY = dt.date(2026, 11, 21)


def said(
    rule: Rule,
    examples: int,
    epochs: int | None,
    provider: str = "openai",
    kind: Kind = Kind.CHAT,
    **thresholds: float,
) -> list[str]:
    lengths = Lengths()
    lengths.examples[7] = examples
    named = {name.replace("_", "-"): value for name, value in thresholds.items()}
    context = Context(
        resolve(None, provider, kind, None, DAY), kind, DAY, {**DEFAULT_THRESHOLDS, **named},
        epochs=epochs,
    )  # fmt: skip
    assert rule.check_dataset is not None
    found = rule.check_dataset(lengths, context)
    return [rule.message.format_map(hit.args) for _, hit in found]


@pytest.mark.parametrize(
    ("examples", "least", "most"), [(10, 8, 12), (33, 1, 5), (1_000, 1, 5), (20_000, 1, 3)]
)
def test_the_range_of_the_page(examples: int, least: int, most: int) -> None:
    assert [n for n in range(1, 51) if not said(ODD, examples, n)] == [*range(least, most + 1)]


def test_how_it_is_told() -> None:
    assert said(ODD, 5_000, 12) == ["12 epoch(s) are many for 5,000 examples: 1 to 5 are usual"]
    assert said(ODD, 10, 1) == ["1 epoch(s) are few for 10 examples: 8 to 12 are usual"]
    assert said(ODD, 5_000, 12, epochs_away=9) == []


@given(st.integers(0, 200_000))
def test_what_the_provider_would_take_is_never_odd(examples: int) -> None:
    assert said(ODD, examples, None) == said(ODD, examples, default_epochs(examples)) == []


def test_too_few_to_train_on_are_told_by_another_rule() -> None:
    assert said(ODD, 9, 1) == []
    assert said(ODD, 9, 1, provider="fireworks") != []


@pytest.mark.parametrize("kind", [Kind.PREFERENCE, Kind.REINFORCEMENT])
def test_nothing_is_public_of_other_kinds(kind: Kind) -> None:
    assert said(ODD, 1_000, 20, kind=kind) == []


def test_what_fireworks_refuses() -> None:
    assert said(OVER, 1_000_000, 3, "fireworks") == []
    (told,) = said(OVER, 1_000_001, 3, "fireworks")
    assert told.startswith("1,000,001 examples in 3 epoch(s) are 3,000,003, more than the limit")
    assert said(OVER, 1_000_001, 3, "openai") == []


def test_the_lower_limit_holds() -> None:
    assert said(OVER, 10, 5, "fireworks", job_examples=40) != []
    assert said(OVER, 3_000_001, 1, "fireworks", job_examples=4_000_000) != []
