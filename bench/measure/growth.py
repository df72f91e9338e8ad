"""How time grows with size: the exponent above what every run costs."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["exponent"]


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float | None:
    """The k of `seconds = start + c * size ** k`, from the second to the last size.

    Sizes ascend. What every run costs, `start`, is what the two smallest sizes say, drawn straight
    on to nothing. None where that cannot be told: fewer than three sizes, or times that do not
    grow.
    """
    if len(sizes) < 3:
        return None
    slope = (seconds[1] - seconds[0]) / (sizes[1] - sizes[0])
    start = seconds[0] - slope * sizes[0]
    if slope <= 0 or seconds[-1] <= seconds[1]:
        return None
    return math.log((seconds[-1] - start) / (seconds[1] - start)) / math.log(sizes[-1] / sizes[1])
