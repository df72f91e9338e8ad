"""Make something at a service exactly once, although answers get lost.

The interfaces know no idempotency keys. What is made bears a mark of ours (the hash in a file's
name, the key in a job's metadata), so before each attempt we look whether it is there.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final, TypeVar

from ftprep.submit.failure import UnreachableError

__all__ = ["once"]

_ATTEMPTS: Final = 6

_FIRST: Final = 0.5
_LONGEST: Final = 20.0
"""Seconds between two attempts: they double from the first to the longest."""

_MOST_ASKED: Final = 120.0
"""Seconds of Retry-After that are waited for; a longer time is told to the person."""

T = TypeVar("T")


def once(make: Callable[[], T], find: Callable[[], T | None], sleep: Callable[[float], None]) -> T:
    """What `find` finds, or else what `make` makes.

    Where no answer came it waits, looks again and only then makes again. A service that has made
    it but does not list it yet would be asked twice; the wait is there to let it appear.
    """
    for attempt in range(_ATTEMPTS):
        found = find()
        if found is not None:
            return found
        try:
            return make()
        except UnreachableError as error:
            wait = _wait(error, attempt)
            if attempt == _ATTEMPTS - 1 or wait > _MOST_ASKED:
                raise
        sleep(wait)
    raise AssertionError("the last attempt returns or raises")


def _wait(error: UnreachableError, attempt: int) -> float:
    if error.retry_after is not None:
        return error.retry_after
    # Jitter keeps many clients from coming back at the same moment.
    grown: float = min(_FIRST * 2**attempt, _LONGEST)
    return grown * (1 + random.random() / 4)  # noqa: S311
