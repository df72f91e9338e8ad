"""A job that goes on while it is looked at, and a network that breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ftprep.submit.failure import UnreachableError
from ftprep.submit.provider import Event, Job


def event(number: int, at: int | None = None) -> Event:
    """An event of a training step."""
    return Event(f"e{number}", number if at is None else at, "info", f"Step {number}/9", {})


@dataclass
class Script:
    """Each look at the job sees the next state: (phase, events so far, what breaks)."""

    states: list[tuple[str, list[Event], str]]
    looks: int = 0
    asked: list[str] = field(default_factory=list)

    def job(self, job_id: str) -> Job:
        self.looks = min(self.looks + 1, len(self.states))
        phase, _, broken = self._now()
        self.asked.append("job")
        if broken == "job":
            raise UnreachableError("down", retry_after=None)
        status: Any = phase
        return Job(job_id, status, status, "m", 0)

    def events(self, job_id: str) -> Iterator[Event]:
        _, events, broken = self._now()
        for count, each in enumerate(reversed(events)):
            if broken == "events" and count == 1:
                raise UnreachableError("broke off", retry_after=7.0)
            yield each

    def _now(self) -> tuple[str, list[Event], str]:
        return self.states[self.looks - 1]
