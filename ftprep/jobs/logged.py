"""Curves from a job's log: while it runs, or where the service keeps no result file."""

from __future__ import annotations

from collections.abc import Iterable

from ftprep.jobs.results import COLUMNS, Results, Row, canonical
from ftprep.submit.answers import whole
from ftprep.submit.provider import Event

__all__ = ["from_events"]

_NO_MEASURE = frozenset({"step", "total_steps"})


def from_events(events: Iterable[Event]) -> Results:
    """One row for each step that an event has numbers of; no rows where none has.

    A step that is told twice, as after a pause, has the numbers of the later event.
    """
    steps: dict[int, dict[str, float]] = {}
    for event in sorted(events, key=lambda event: event.at):
        step = whole(event.metrics.get("step"))
        if step is None:
            continue
        steps.setdefault(step, {}).update(
            (canonical(name), value)
            for name, value in event.metrics.items()
            if name not in _NO_MEASURE
        )
    names = {name for metrics in steps.values() for name in metrics}
    known = [name for name in COLUMNS if name in names]
    return Results(
        tuple(Row(step, metrics) for step, metrics in sorted(steps.items())),
        (*known, *sorted(names - set(COLUMNS))),
        (),
    )
