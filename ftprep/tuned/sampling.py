"""Ask a model many questions at once, at the pace that the service allows."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import Final, TypeVar

from ftprep.submit.backoff import backoff
from ftprep.submit.failure import RefusedError, UnreachableError
from ftprep.submit.provider import Sample

__all__ = ["Answer", "Pace", "ask_all"]

Question = TypeVar("Question")

_TRIES: Final = 8

_OF_ONE_QUESTION: Final = frozenset({400, 413, 422})
"""Refusals that concern what was asked (too long, filtered). Any other concerns the key or the
model, and would meet every question."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one question."""

    sample: Sample | None
    """None when there is no answer."""
    fault: str = ""
    """Why there is none."""


@dataclass
class Pace:
    """What all who ask share: when one is told to slow down, all wait."""

    ended: threading.Event = field(default_factory=threading.Event)
    """Nobody shall ask any more: the user or the service ended it."""
    sleep: Callable[[float], object] | None = None
    """None: a sleep that the end cuts short."""
    now: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self) -> None:
        """Until nobody is told to slow down any more, or all is ended."""
        while not self.ended.is_set():
            with self._lock:
                left = self._until - self.now()
            if left <= 0:
                return
            (self.sleep or self.ended.wait)(left)

    def slow_down(self, tries: int, asked: float | None) -> None:
        """Let all wait: as long as the service asks, or for a time that grows with `tries`."""
        wait = backoff(tries, asked, self.chance())
        with self._lock:
            self._until = max(self._until, self.now() + wait)


def ask_all(
    ask: Callable[[Question], Sample],
    questions: Sequence[Question],
    *,
    workers: int = 8,
    pace: Pace | None = None,
    done: Callable[[], None] = lambda: None,
) -> list[Answer]:
    """The answers, in the order of the questions.

    A question that the service refuses, or that it cannot answer in eight tries, has a fault for
    an answer; a refusal that would meet every question is raised as `RefusedError`. `done` is
    called after each, by the thread of the caller.
    """
    shared = pace or Pace()
    answers: list[Answer | None] = [None] * len(questions)
    with ThreadPoolExecutor(max_workers=max(1, min(workers, len(questions)))) as pool:
        places = {
            pool.submit(_ask, ask, question, shared): place
            for place, question in enumerate(questions)
        }
        try:
            for future in as_completed(places):
                answers[places[future]] = future.result()
                done()
        except BaseException:
            shared.ended.set()  # those that wait for their turn wake up, and ask nothing
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [answer for answer in answers if answer is not None]


def _ask(ask: Callable[[Question], Sample], question: Question, pace: Pace) -> Answer:
    fault = ""
    for tries in range(1, _TRIES + 1):
        pace.wait()
        if pace.ended.is_set():
            break
        try:
            return Answer(ask(question))
        except UnreachableError as error:
            fault = str(error)
            if tries < _TRIES:
                pace.slow_down(tries, error.retry_after)
        except RefusedError as error:
            if error.status not in _OF_ONE_QUESTION:
                pace.ended.set()
                raise
            return Answer(None, str(error))
    return Answer(None, fault)
