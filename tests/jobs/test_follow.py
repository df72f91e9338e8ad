"""Events arrive once and in order, whatever the network does."""

from __future__ import annotations

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.jobs.follow import Follower, Trouble
from ftprep.jobs.standing import Standing
from ftprep.submit.failure import RefusedError
from ftprep.submit.provider import Event, Job, Provider
from tests.jobs.fakes import Script, event


def follow(script: Script, slept: list[float] | None = None) -> list[Event | Job | Trouble]:
    waits = [] if slept is None else slept
    return list(
        Follower(cast("Provider", script), "j", sleep=waits.append, chance=lambda: 1.0, every=5)
    )


def ids(told: list[Event | Job | Trouble]) -> list[str]:
    return [each.id for each in told if isinstance(each, Event)]


def test_events_come_once_and_in_order_and_the_end_is_told() -> None:
    script = Script(
        [
            ("running", [event(1)], ""),
            ("running", [event(1), event(2), event(3)], ""),
            ("succeeded", [event(1), event(2), event(3), event(4)], ""),
        ]
    )
    told = follow(script)
    assert ids(told) == ["e1", "e2", "e3", "e4"]
    assert [each.phase for each in told if isinstance(each, Job)] == ["running", "succeeded"]
    assert isinstance(told[-1], Job)


def test_faults_are_told_waited_for_and_lose_nothing() -> None:
    both = [event(1), event(2)]
    script = Script(
        [
            ("running", [event(1)], "job"),
            ("running", both, "events"),
            ("running", both, ""),
            ("succeeded", [*both, event(3)], "job"),
            ("succeeded", [*both, event(3)], ""),
        ]
    )
    slept: list[float] = []
    told = follow(script, slept)
    assert ids(told) == ["e1", "e2", "e3"]
    assert [each.tries for each in told if isinstance(each, Trouble)] == [1, 2, 1]
    assert slept == [1.0, 7.0, 5, 1.0]


def test_waits_grow_to_a_minute() -> None:
    down: list[tuple[str, list[Event], str]] = [("running", [], "job")] * 12
    script = Script([*down, ("succeeded", [], "")])
    slept: list[float] = []
    follow(script, slept)
    assert slept[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert max(slept) == 60


def test_an_event_that_appears_behind_a_newer_one_is_told() -> None:
    script = Script(
        [
            ("running", [event(1, at=100), event(3, at=130)], ""),
            ("succeeded", [event(1, at=100), event(2, at=120), event(3, at=130)], ""),
        ]
    )
    assert ids(follow(script)) == ["e1", "e3", "e2"]


def test_a_refusal_ends_it() -> None:
    class Refusing(Script):
        def job(self, job_id: str) -> Job:
            raise RefusedError("no such job", status=404)

    with pytest.raises(RefusedError):
        follow(Refusing([("running", [], "")]))


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["", "", "job", "events"]))))
def test_no_event_is_lost_or_told_twice(looks: list[tuple[int, str]]) -> None:
    states: list[tuple[str, list[Event], str]] = []
    events: list[Event] = []
    for more, broken in looks:
        events = [*events, *(event(len(events) + n) for n in range(more))]
        states.append(("running", events, broken))
    states.append(("succeeded", events, ""))
    assert ids(follow(Script(states))) == [each.id for each in events]


@pytest.mark.parametrize(
    ("metrics", "message", "line"),
    [
        ({"step": 3.0, "train_loss": 0.5, "total_steps": 9.0}, "", "step 3 of 9 · loss 0.5"),
        ({}, "Step 91/100: training loss=0.31", "step 91 of 100"),
        ({"step": 2.0, "full_valid_loss": 1.25}, "", "step 2 · validation loss 1.25"),
        ({}, "Files validated, moving job to queued state", "waiting for the first step"),
        ({"step": float("nan"), "total_steps": float("inf")}, "", "waiting for the first step"),
    ],
)
def test_the_standing_of_a_job(metrics: dict[str, float], message: str, line: str) -> None:
    standing = Standing()
    standing.take(Event("e", 0, "info", message, metrics))
    assert standing.line() == line


def test_an_older_step_changes_nothing() -> None:
    standing = Standing()
    standing.take(Event("b", 0, "info", "", {"step": 5, "train_loss": 1.0}))
    standing.take(Event("a", 0, "info", "", {"step": 4, "train_loss": 9.0}))
    assert standing.line() == "step 5 · loss 1"
