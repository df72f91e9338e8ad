"""What the curves of a job warn of: overfitting, divergence, no learning.

Each sign has a criterion that can be read, and is told only where noise does not explain it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeGuard

from ftprep.jobs.curves import Change, climb, descent
from ftprep.jobs.results import Results

__all__ = ["Sign", "diagnose"]

_OVERFIT: Final = 0.05
_DIVERGED: Final = 0.20
_LEARNED: Final = 0.05
_HIDDEN: Final = 0.15
"""Shares of the earlier loss; ours. The signs below tell what each bounds."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One warning about a job."""

    name: str
    """`overfitting`, `divergence` or `no-learning`."""
    message: str
    mend: str


def diagnose(results: Results) -> list[Sign]:
    """The warnings, worst first; none where the curves are sound or too short to tell."""
    diverged = list(_divergence(results))
    # Where training itself goes wrong, the validation loss follows and says nothing of its own.
    return diverged or [*_overfitting(results), *_no_learning(results)]


def _divergence(results: Results) -> Iterator[Sign]:
    """The training loss is no finite number at some step; or its last fifth (median) is more than
    20% and more than three standard errors of the noise above the lowest earlier fifth."""
    broken = [
        row.step for row in results.rows if not math.isfinite(row.metrics.get("train_loss", 0.0))
    ]
    mend = (
        "Train again with a lower --learning-rate-multiplier (half of it) or a larger "
        "--batch-size, and look for examples that do not belong."
    )
    if broken:
        yield Sign(
            "divergence", f"the training loss is no number any more at step {broken[0]}", mend
        )
        return
    change = climb(*results.series("train_loss"))
    if _rises(change, _DIVERGED):
        yield Sign("divergence", f"the training loss {_course(change)}", mend)


def _overfitting(results: Results) -> Iterator[Sign]:
    """The validation loss of the last fifth of its points (median) is more than 5% and more than
    three standard errors of the noise above the lowest earlier fifth. Where the loss of the whole
    validation file is known: its last value is more than 5% above its lowest."""
    steps, values = results.series("full_valid_loss")
    if len(values) >= 2:
        lowest = min(range(len(values)), key=values.__getitem__)
        change: Change | None = Change(values[lowest], values[-1], steps[lowest], 0.0)
    else:
        change = climb(*results.series("valid_loss"))
    if _rises(change, _OVERFIT):
        yield Sign(
            "overfitting",
            f"the validation loss {_course(change)}: the model learns the training examples by "
            "heart",
            f"Use a checkpoint near step {change.step} (ftprep jobs checkpoints), or train again "
            "with fewer --epochs or more varied examples.",
        )


def _no_learning(results: Results) -> Iterator[Sign]:
    """From the first steps (a twentieth, at least five) to the last fifth the training loss changes
    by less than 5%, and even with two standard errors of the noise by less than 15%."""
    change = descent(*results.series("train_loss"))
    if change is None or change.before <= 0:
        return
    hidden = abs(change.share) + 2 * change.error / change.before
    if abs(change.share) < _LEARNED and hidden < _HIDDEN:
        yield Sign(
            "no-learning",
            f"the training loss stays where it began ({change.before:.3g} at first, "
            f"{change.after:.3g} at the end)",
            "Train again with more --epochs or a higher --learning-rate-multiplier, and see that "
            "the answers can be told from the prompts.",
        )


def _rises(change: Change | None, share: float) -> TypeGuard[Change]:
    return change is not None and change.sure and change.share > share


def _course(change: Change) -> str:
    return (
        f"rises from {change.before:.3g} about step {change.step} to {change.after:.3g} at the end"
    )
