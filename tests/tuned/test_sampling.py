"""Many questions at once: in order, at the pace of the service, none lost."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.submit.failure import RefusedError, UnreachableError
from ftprep.submit.provider import Sample
from ftprep.tuned.sampling import Pace, ask_all


def quick(slept: list[float] | None = None) -> Pace:
    """A pace whose clock goes on by sleeping."""
    clock = [0.0]
    lock = threading.Lock()

    def sleep(seconds: float) -> None:
        with lock:
            clock[0] += seconds
            if slept is not None:
                slept.append(seconds)

    return Pace(sleep=sleep, now=lambda: clock[0], chance=lambda: 1.0)


def failing(times: int, error: Callable[[], Exception]) -> Callable[[int], Sample]:
    """Answers each question after so many failures."""
    tries: Counter[int] = Counter()

    def ask(question: int) -> Sample:
        tries[question] += 1
        if tries[question] <= times:
            raise error()
        return Sample(str(question))

    return ask


@given(st.integers(0, 40), st.integers(1, 9), st.integers(0, 7))
def test_answers_come_in_the_order_of_the_questions(count: int, workers: int, faults: int) -> None:
    done: list[None] = []
    answers = ask_all(
        failing(faults, lambda: UnreachableError("busy")),
        range(count),
        workers=workers,
        pace=quick(),
        done=lambda: done.append(None),
    )
    assert [answer.sample.text for answer in answers if answer.sample] == [*map(str, range(count))]
    assert len(done) == count


def test_retry_after_is_waited_for_by_all() -> None:
    slept: list[float] = []
    ask = failing(1, lambda: UnreachableError("429", status=429, retry_after=30.0))
    ask_all(ask, range(3), workers=1, pace=quick(slept))
    assert slept == [30.0, 30.0, 30.0]


def test_waits_double() -> None:
    slept: list[float] = []
    ask_all(failing(5, lambda: UnreachableError("500")), [1], pace=quick(slept))
    assert slept == [1, 2, 4, 8, 16]


def test_what_is_never_answered_is_a_fault() -> None:
    (answer,) = ask_all(failing(99, lambda: UnreachableError("always busy")), [1], pace=quick())
    assert answer.sample is None
    assert answer.fault == "always busy"


def test_a_refused_question_leaves_the_others_alone() -> None:
    def ask(question: int) -> Sample:
        if question == 2:
            raise RefusedError("too long", status=400)
        return Sample("fine")

    answers = ask_all(ask, range(4))
    assert [answer.fault for answer in answers] == ["", "", "too long", ""]


@pytest.mark.parametrize("status", [401, 403, 404, 429])
def test_a_refusal_of_all_ends_it(status: int) -> None:
    asked: list[int] = []

    def ask(question: int) -> Sample:
        asked.append(question)
        raise RefusedError("no", status=status)

    with pytest.raises(RefusedError):
        ask_all(ask, range(1000), workers=2)
    assert len(asked) <= 2
