"""What `prepare` would change, without writing."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.dataset.outcome import Copies, Outcome, Outcomes
from ftprep.engine.judge import Judged, judge
from ftprep.planning import Planned
from ftprep.report.report import Change
from ftprep.summary import style_of
from ftprep.tell import location, tell, told_differences

__all__ = ["preview"]


def preview(planned: Planned) -> Iterator[Change]:
    """Every record that would be edited or left out, in reading order."""
    plan = planned.plan
    checked = planned.check()
    outcomes = Outcomes(plan, checked, style_of(plan, checked))
    copies = Copies()
    for shard in planned.shards:
        for judged in judge(plan, shard):
            if not isinstance(judged, Judged):
                continue
            record, example = judged.item.record, judged.item.example
            outcome = outcomes.of(judged)
            if again := copies.repeated(outcome.key, record.origin):
                outcome = Outcome(None, (), [again])
            if outcome.example is not None and not outcome.edits:
                continue
            yield Change(
                location(record.origin, plan.inputs.sources),
                outcome.edits,
                told_differences(example.body, outcome.example.body)
                if example is not None and outcome.example is not None
                else (),
                tuple(tell(reason, plan) for reason in outcome.reasons),
            )
