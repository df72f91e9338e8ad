"""The time that jobs live in: it runs faster than ours, and can be put forward."""

from __future__ import annotations

import time
from dataclasses import dataclass

__all__ = ["Clock"]


@dataclass(frozen=True, slots=True)
class Clock:
    """Virtual time in seconds since 1970.

    It goes on from `started` (real seconds since 1970) at `speed` times the pace of real time, also
    while the server is not running, as time at a real service does.
    """

    started: float
    speed: float
    skipped: float = 0.0
    """Seconds that it was put forward by."""

    def now(self) -> float:
        """The time that jobs, files and models see."""
        return self.started + (time.time() - self.started) * self.speed + self.skipped

    def unhurried(self) -> float:
        """The same without the pace: for what the client must do in time, such as an upload's
        hour, which must not shrink to a second because jobs are hurried."""
        return time.time() + self.skipped
