"""What a loss curve says, told apart from its noise.

The loss of a step is measured on one batch, often of a single example, so that neighbours differ
by chance. A curve is therefore read by the medians of its fifths, and a difference counts only
when it is beyond three standard errors of that noise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median
from typing import Final

__all__ = ["FEWEST", "Change", "climb", "descent", "noise"]

FEWEST: Final = 15
"""Points below which noise cannot be told from a course."""

_PARTS: Final = 5
_SURE: Final = 3.0
"""Standard errors. Four earlier fifths are compared with the last: by chance alone one of them
would pass in less than 1 of 150 flat curves."""

_MEDIAN_ERROR: Final = math.sqrt(math.pi / 2)
"""The standard error of a median, in those of a mean, for normal noise."""

_MAD_SCALE: Final = 1.4826
"""From the median absolute deviation to the standard deviation, for normal noise."""


@dataclass(frozen=True, slots=True)
class Change:
    """From one level of a curve to a later one."""

    before: float
    after: float
    step: int
    """The step in the middle of the earlier stretch."""
    error: float
    """Standard error of the difference."""

    @property
    def share(self) -> float:
        """The difference as a share of the earlier level."""
        return (self.after - self.before) / abs(self.before) if self.before else math.inf

    @property
    def sure(self) -> bool:
        """Whether the difference is beyond what noise makes."""
        return abs(self.after - self.before) > _SURE * self.error


def noise(values: Sequence[float]) -> float:
    """Standard deviation of the noise, from the differences between neighbours.

    A slow course adds little to such differences, and a few wild steps do not move their median.
    """
    differences = [later - sooner for sooner, later in pairwise(values)]
    if not differences:
        return 0.0
    middle = median(differences)
    spread = median(abs(each - middle) for each in differences)
    return _MAD_SCALE * spread / math.sqrt(2)


def climb(steps: Sequence[int], values: Sequence[float]) -> Change | None:
    """From the lowest of the first four fifths to the last fifth; None below `FEWEST` points."""
    if len(values) < FEWEST:
        return None
    cuts = [round(part * len(values) / _PARTS) for part in range(_PARTS + 1)]
    parts = [slice(start, end) for start, end in pairwise(cuts)]
    levels = [median(values[part]) for part in parts]
    lowest = min(range(_PARTS - 1), key=levels.__getitem__)
    within = steps[parts[lowest]]
    return Change(
        levels[lowest],
        levels[-1],
        within[len(within) // 2],
        noise(values) * _MEDIAN_ERROR * _error(len(within), len(values[parts[-1]])),
    )


def descent(steps: Sequence[int], values: Sequence[float]) -> Change | None:
    """From the first steps to the last fifth; None below `FEWEST` points.

    The first steps are a twentieth, at least five, and are told by their mean: a model that learns
    all there is in its first two steps has learned.
    """
    if len(values) < FEWEST:
        return None
    first = max(5, len(values) // 20)
    last = max(2, len(values) // _PARTS)
    error = noise(values) * math.hypot(1 / math.sqrt(first), _MEDIAN_ERROR / math.sqrt(last))
    return Change(fmean(values[:first]), median(values[-last:]), steps[first // 2], error)


def _error(one: int, other: int) -> float:
    return math.sqrt(1 / one + 1 / other)
