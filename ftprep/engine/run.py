"""Check: a pure function of a shard, then a merge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from ftprep.collector import seldom
from ftprep.engine.judge import Judged, judged_batches
from ftprep.engine.memory import give_back
from ftprep.engine.observe import count, observe
from ftprep.engine.partial import Partial, Tally
from ftprep.engine.plan import Plan
from ftprep.frozen import frozen
from ftprep.model import Finding
from ftprep.readers.reader import Shard
from ftprep.rules.catalog import catalog

__all__ = ["check_shard", "conclude", "gather", "run"]

_SHARDS_BETWEEN: Final = 4
"""After so many shards, 17 MB of JSONL or more, memory that is free is given back."""


def check_shard(plan: Plan, shard: Shard) -> Partial:
    """Check one shard: pure, so that any map can call it anywhere."""
    partial = Partial(plan)
    _check(plan, shard, partial)
    return partial


def _check(plan: Plan, shard: Shard, partial: Partial) -> None:
    """Add to `partial` what a shard has to tell."""
    with seldom():
        _check_records(plan, shard, partial)


def _check_records(plan: Plan, shard: Shard, partial: Partial) -> None:
    tally = partial.tallies.setdefault(shard.source, Tally())
    for batch in judged_batches(plan, shard):
        judged: list[Judged] = []
        for entry in batch:
            if isinstance(entry, Finding):
                partial.tell([entry], plan)
                continue
            judged.append(entry)
            if entry.findings:
                partial.tell(entry.findings, plan)
            if entry.edits:
                partial.repaired.update(entry.edits)
        understood = [one for one in judged if one.item.example is not None]
        count(tally, judged)
        partial.silent.add_all(
            [one.item.record.origin for one in judged if not one.findings and one.mended]
        )
        observe(partial, understood, plan)


def _concluded(plan: Plan, partial: Partial) -> Iterator[Finding]:
    """What the dataset rules that are on say of all the data together."""
    for code in plan.codes:
        rule = catalog()[code]
        if rule.check_dataset is not None:
            facts = partial.aggregate(rule.needs)
            for origin, hit in rule.check_dataset(facts, plan.context):
                if code in plan.ignored.get(origin.source, ()):
                    continue
                yield Finding(code, origin, hit.pointer, hit.args)


Map = Callable[[Callable[[Shard], Partial], Sequence[Shard]], Iterable[Partial]]


def run(
    plan: Plan,
    shards: Sequence[Shard],
    apply: Map | None = None,
    done: Callable[[Shard], None] | None = None,
) -> Partial:
    """Check all shards, merge what they tell, and conclude from all of it. See `gather`."""
    total = gather(plan, shards, apply, done)
    conclude(plan, total)
    return total


def gather(
    plan: Plan,
    shards: Sequence[Shard],
    apply: Map | None = None,
    done: Callable[[Shard], None] | None = None,
) -> Partial:
    """Check all shards and merge what they tell. `apply` maps a function over the shards: the
    builtin, a process pool's or a cluster's; the result is the same to the byte. `done` is called
    with each shard that is merged."""
    total = Partial(plan)
    results = None if apply is None else iter(apply(_Checker(plan), shards))
    for number, shard in enumerate(shards, 1):
        if results is None:
            _check(plan, shard, total)  # merging would take as long as all facts of one shard
        else:
            total.merge(next(results))
        if done is not None:
            done(shard)
        if number % _SHARDS_BETWEEN == 0:
            give_back()
    return total


def conclude(plan: Plan, total: Partial) -> None:
    """Ask the rules about all the data together, once everything is merged."""
    if total.near is not None:
        total.near.classification = total.labels.classification
    findings = list(_concluded(plan, total))
    contents = total.index.contents({finding.origin for finding in findings})
    total.conclusions = [f._replace(content=contents.get(f.origin, "@")) for f in findings]


@frozen
class _Checker:
    """`check_shard` with its plan, as one value that can be sent to another process."""

    plan: Plan

    def __call__(self, shard: Shard) -> Partial:
        return check_shard(self.plan, shard)
