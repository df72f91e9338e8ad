"""What a job costs, and when the answer may be called exact."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ftprep.cost import EpochCost, default_epochs, estimate, inference
from ftprep.model import Kind
from ftprep.targets import resolve

TODAY = dt.date(2026, 11, 21)
MINI = resolve("gpt-4o-mini", None, Kind.CHAT, None, TODAY)


@pytest.mark.parametrize(
    ("examples", "epochs"),
    [
        # Public jobs of mode `auto`, or of no stated mode.
        (10, 10), (15, 6), (20, 5), (24, 4), (25, 4), (40, 3), (59, 3), (108, 3),
        # The edges of the rule.
        (0, 25), (1, 25), (4, 25), (5, 20), (33, 3), (34, 3), (8_333, 3), (8_334, 2),
        (12_500, 2), (12_501, 1), (25_001, 1), (1_000_000, 1),
    ],
)  # fmt: skip
def test_default_epochs(examples: int, epochs: int) -> None:
    assert default_epochs(examples) == epochs


def test_exact() -> None:
    """The job of 25 examples whose bill is public: 1,526 tokens an epoch, 4 epochs."""
    cost = estimate(MINI, examples=25, billed=1_526, billed_most=1_526)
    assert (cost.epochs, cost.epochs_mode) == (4, "auto")
    assert cost.billed_tokens == cost.billed_tokens_most == 6_104
    assert cost.train_usd == cost.train_usd_most == 0.018312
    assert (cost.exact, cost.why_not_exact) == (True, None)
    assert cost.price_per_million == 3.0
    assert cost.price_as_of == "2026-09"
    assert cost.price_source
    assert cost.table == (
        EpochCost(1, 1_526, 0.004578),
        EpochCost(2, 3_052, 0.009156),
        EpochCost(3, 4_578, 0.013734),
        EpochCost(4, 6_104, 0.018312),
    )


def test_given_epochs_are_in_the_table() -> None:
    cost = estimate(MINI, examples=25, billed=100, billed_most=100, epochs=9)
    assert (cost.epochs, cost.epochs_mode, cost.billed_tokens) == (9, "given", 900)
    assert [row.epochs for row in cost.table] == [1, 2, 3, 4, 9]


def test_a_range() -> None:
    cost = estimate(MINI, examples=100, billed=1_000_000, billed_most=2_000_000, epochs=1)
    assert (cost.train_usd, cost.train_usd_most, cost.exact) == (3.0, 6.0, False)
    assert cost.why_not_exact
    assert "tools" in cost.why_not_exact


@pytest.mark.parametrize(
    ("model", "more", "words"),
    [
        ("gpt-4.1", {}, "no bill of gpt-4.1-2025-04-14 is public"),
        ("gpt-4o-mini", {"over_limit": 1}, "cut at the limit"),
        ("together:qwen", {"estimated": True}, "the encoding of qwen is not published"),
    ],
)
def test_why_not_exact(model: str, more: dict[str, Any], words: str) -> None:
    target = resolve(model, None, Kind.CHAT, None, TODAY)
    cost = estimate(target, examples=10, billed=10, billed_most=10, **more)
    assert not cost.exact
    assert words in str(cost.why_not_exact)


def test_no_price_is_no_number() -> None:
    target = resolve("gpt-4o-mini", "azure", Kind.CHAT, None, TODAY)
    cost = estimate(target, examples=10, billed=10, billed_most=10)
    assert cost.train_usd is None
    assert cost.train_usd_most is None
    assert cost.billed_tokens == 100
    assert {row.train_usd for row in cost.table} == {None}
    assert inference(target, 1, 1, 1).usd is None


def test_inference() -> None:
    calls = inference(MINI, 1_000, 2_000_000, 500_000)
    assert calls.usd == pytest.approx(2 * 0.30 + 0.5 * 1.20)
    cost = estimate(MINI, examples=10, billed=1, billed_most=1)
    assert cost.inference is None
    assert cost.with_inference(calls).inference == calls
