"""How sure a difference between two models is: the paired bootstrap.

Both models answered the same examples. Drawing examples with replacement, again and again, and
looking at the difference each time shows how much of it hangs on which examples happened to be in
the test set (Efron 1979; for systems that are compared on one test set: Koehn 2004).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Statistic = Callable[[Array], Array]

__all__ = ["CONFIDENCE", "DRAWS", "Interval", "mean_of", "paired"]

DRAWS: Final = 2_000
CONFIDENCE: Final = 0.95
_BLOCK: Final = 1_000_000
"""Numbers that are held at a time."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and the bounds between which the middle 95% of the draws lie."""

    value: float
    low: float
    high: float

    @property
    def verdict(self) -> int:
        """1 above zero, -1 below, 0 when zero cannot be excluded."""
        return (self.low > 0) - (self.high < 0)


def mean_of(values: Array) -> Statistic:
    """The mean of one number for each example, as a function of how often each is drawn."""

    def mean(weights: Array) -> Array:
        means: Array = weights @ values / weights.sum(axis=1)
        return means

    return mean


def paired(
    base: Statistic, tuned: Statistic, examples: int, seed: int = 0
) -> tuple[Interval, Interval, Interval]:
    """(base, tuned, tuned minus base), each with its interval.

    A statistic takes weights (draws × examples: how often each example was drawn) and gives one
    number for each draw. Both models are seen in the same draws. Equal arguments give equal bounds
    on every machine.
    """
    import numpy as np

    everything = np.ones((1, examples))
    draws = [(base(weights), tuned(weights)) for weights in _drawn(examples, seed)]
    of_base = np.concatenate([each for each, _ in draws])
    of_tuned = np.concatenate([each for _, each in draws])
    values = float(base(everything)[0]), float(tuned(everything)[0])
    return (
        _interval(values[0], of_base),
        _interval(values[1], of_tuned),
        _interval(values[1] - values[0], of_tuned - of_base),
    )


def _drawn(examples: int, seed: int) -> Iterator[Array]:
    """Weights of all draws, in blocks of bounded size."""
    import numpy as np

    # numpy promises that the numbers of RandomState never change, and of no other generator.
    chance = np.random.RandomState(seed)
    rows = max(1, _BLOCK // examples)
    for start in range(0, DRAWS, rows):
        count = min(rows, DRAWS - start)
        picks = chance.randint(0, examples, size=(count, examples), dtype=np.int64)
        picks += np.arange(count)[:, None] * examples
        counted = np.bincount(picks.ravel(), minlength=count * examples)
        yield counted.reshape(count, examples).astype(np.float64)


def _interval(value: float, draws: Array) -> Interval:
    import numpy as np

    tail = (1 - CONFIDENCE) / 2
    # Bounds that are numbers of the draws themselves: equal draws give exactly that number.
    low, high = np.quantile(draws, [tail, 1 - tail], method="inverted_cdf")
    return Interval(value, float(low), float(high))
