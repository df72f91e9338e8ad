"""Signs are told on curves that have them, and not on noise."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.jobs.curves import noise
from ftprep.jobs.diagnosis import diagnose
from ftprep.jobs.results import Results, Row

Course = Callable[[float], float]


def falling(t: float) -> float:
    return 0.5 + 1.5 * math.exp(-5 * t)


def flat(t: float) -> float:
    return 2.0


def turning(t: float) -> float:
    return 0.8 + math.exp(-8 * t) + 1.2 * t * t


def exploding(t: float) -> float:
    return 1 + 1.5 * math.exp(-8 * t) + max(0.0, 4 * (t - 0.6))


def job(train: Course, valid: Course, *, steps: int, spread: float, seed: int) -> Results:
    chance = random.Random(seed)
    rows = []
    for step in range(1, steps + 1):
        metrics = {"train_loss": train(step / steps) * (1 + chance.gauss(0, spread))}
        if step % 5 == 0:
            metrics["valid_loss"] = valid(step / steps) * (1 + chance.gauss(0, spread))
        rows.append(Row(step, metrics))
    return Results(tuple(rows), ("train_loss", "valid_loss"), ())


def names(results: Results) -> list[str]:
    return [sign.name for sign in diagnose(results)]


@pytest.mark.parametrize("spread", [0.0, 0.02, 0.1])
@pytest.mark.parametrize(
    ("train", "valid", "expected"),
    [
        (falling, falling, []),
        (falling, turning, ["overfitting"]),
        (exploding, exploding, ["divergence"]),
        (flat, flat, ["no-learning"]),
    ],
    ids=["sound", "overfitting", "divergence", "no-learning"],
)
def test_each_sign_is_told_where_it_is(
    train: Course, valid: Course, expected: list[str], spread: float
) -> None:
    for seed in range(5):
        assert names(job(train, valid, steps=400, spread=spread, seed=seed)) == expected


@pytest.mark.parametrize("spread", [0.1, 0.3, 0.6])
def test_noise_alone_seldom_makes_a_sign(spread: float) -> None:
    runs = 200
    false = sum(
        bool(names(job(falling, falling, steps=200, spread=spread, seed=seed)))
        for seed in range(runs)
    )
    assert false <= runs * 0.02


@pytest.mark.parametrize("steps", [0, 1, 2, 14])
def test_short_curves_say_nothing(steps: int) -> None:
    assert names(job(flat, exploding, steps=steps, spread=0.5, seed=1)) == []


def test_a_loss_that_is_no_number_is_divergence() -> None:
    rows = (Row(1, {"train_loss": 2.0}), Row(2, {"train_loss": math.nan}))
    (sign,) = diagnose(Results(rows, ("train_loss",), ()))
    assert sign.name == "divergence"
    assert "step 2" in sign.message


def test_the_whole_validation_file_needs_two_epochs_only() -> None:
    rising = (Row(10, {"full_valid_loss": 1.0}), Row(20, {"full_valid_loss": 1.2}))
    (sign,) = diagnose(Results(rising, ("full_valid_loss",), ()))
    assert sign.name == "overfitting"
    assert "step 10" in sign.message + sign.mend
    falling_rows = (Row(10, {"full_valid_loss": 1.2}), Row(20, {"full_valid_loss": 1.0}))
    assert names(Results(falling_rows, ("full_valid_loss",), ())) == []


def test_what_is_learned_in_the_first_steps_is_learned() -> None:
    rows = tuple(Row(n, {"train_loss": 3.0 if n < 3 else 0.5}) for n in range(1, 301))
    assert names(Results(rows, ("train_loss",), ())) == []


def test_the_noise_of_a_slope_is_that_of_its_steps() -> None:
    chance = random.Random(3)
    values = [10 - 0.01 * n + chance.gauss(0, 0.2) for n in range(2000)]
    assert noise(values) == pytest.approx(0.2, rel=0.1)
    assert noise([1.0]) == 0.0


@given(st.lists(st.floats(min_value=0, max_value=1e9) | st.just(math.nan), max_size=60))
def test_any_curve_has_a_diagnosis(values: list[float]) -> None:
    rows = tuple(
        Row(n, {"train_loss": value, "valid_loss": value}) for n, value in enumerate(values)
    )
    assert all(sign.message and sign.mend for sign in diagnose(Results(rows, (), ())))
