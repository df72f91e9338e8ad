"""The limit of calls a minute, told in headers as the API tells it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from ftprep.testing.server.refusal import Refusal

__all__ = ["RateLimit"]


class RateLimit:
    """A bucket that holds one minute's calls and fills evenly. In real time: it is the client that
    has to wait. Forgotten when the server ends."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = a_minute
        self._left = float(a_minute)
        self._clock = clock
        self._seen = clock()

    def take(self, model: str) -> None:
        """Count one call. Refuses it when there is none left."""
        self._fill()
        if self._left < 1:
            wait = (1 - self._left) * 60 / self._most
            raise Refusal(
                429,
                f"Rate limit reached for {model} on requests per min (RPM): Limit {self._most}, "
                f"Used {self._most}, Requested 1. Please try again in {wait:.3g}s. Visit "
                "https://platform.openai.com/account/rate-limits to learn more.",
                kind="requests",
                code="rate_limit_exceeded",
                headers={
                    **self.headers(),
                    "retry-after": str(math.ceil(wait)),
                    "retry-after-ms": str(math.ceil(wait * 1000)),
                },
            )
        self._left -= 1

    def headers(self) -> dict[str, str]:
        """What an answer tells of the limit."""
        full = (self._most - self._left) * 60 / self._most
        return {
            "x-ratelimit-limit-requests": str(self._most),
            "x-ratelimit-remaining-requests": str(max(0, int(self._left))),
            "x-ratelimit-reset-requests": f"{math.ceil(full * 1000)}ms",
        }

    def _fill(self) -> None:
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._seen) * self._most / 60)
        self._seen = now
