"""How long to wait before a service is asked again."""

from __future__ import annotations

from typing import Final

__all__ = ["backoff"]

_FIRST: Final = 1.0
_LONGEST: Final = 60.0
_DOUBLED: Final = 16
"""Times, after which more would be too large a number."""


def backoff(tries: int, asked: float | None, chance: float) -> float:
    """Seconds to wait after so many tries in a row: they double from one up to a minute, and are at
    least what the service `asked` for.

    `chance`: between 0 and 1; it spreads those who wait over the second half of the time.
    """
    wait = min(_FIRST * 2.0 ** min(tries - 1, _DOUBLED), _LONGEST)
    return max(wait * (0.5 + chance / 2), asked or 0.0)
