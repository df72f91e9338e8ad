"""Follow a job: every event once, in order, whatever happens to the network on the way."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from ftprep.submit.backoff import backoff
from ftprep.submit.failure import UnreachableError
from ftprep.submit.provider import ENDED, Event, Job, Provider

__all__ = ["Follower", "Trouble"]

_LATE: Final = 60
"""Seconds by which an event may appear behind a newer one: services log from several machines."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """The service could not be reached, and will be asked again."""

    message: str
    tries: int
    """How often in a row."""
    seconds: float
    """Until the next try."""


@dataclass
class Follower:
    """Asks about a job until it has ended.

    What the service refuses (a key, an id) is raised as `ServiceError`. What may pass (a broken
    connection, 429, 500 and above) is told as `Trouble`, and asked again after a time that doubles
    up to a minute, or after the one that the service names; there is no last try, since a job goes
    on for hours. Memory: the ids of the events.
    """

    provider: Provider
    job_id: str
    every: float = 5.0
    """Seconds between two looks."""
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    """Spreads the tries of many followers; between 0 and 1."""
    _told: set[str] = field(default_factory=set)
    _newest: int = 0
    _status: str = ""

    def __iter__(self) -> Iterator[Event | Job | Trouble]:
        """Events as they come; the job at first, when its status changes, and when it has ended."""
        tries = 0
        while True:
            try:
                # First the job, then its events: those of a job that has ended are complete.
                job = self.provider.job(self.job_id)
                events = self._new_events()
            except UnreachableError as error:
                tries += 1
                wait = backoff(tries, error.retry_after, self.chance())
                yield Trouble(str(error), tries, wait)
                self.sleep(wait)
                continue
            tries = 0
            yield from events
            if job.status != self._status:
                self._status = job.status
                yield job
            if job.phase in ENDED:
                return
            self.sleep(self.every)

    def _new_events(self) -> list[Event]:
        """The events that were not told yet, oldest first.

        Nothing is marked as told before the whole list has come: what breaks off in the middle of
        it is read again from the start.
        """
        found: dict[str, Event] = {}
        for event in self.provider.events(self.job_id):
            if event.id not in self._told:
                found.setdefault(event.id, event)  # a page may repeat what the one before it had
            elif event.at < self._newest - _LATE:
                break
        self._told.update(found)
        self._newest = max((self._newest, *(event.at for event in found.values())))
        return [*reversed(found.values())]
