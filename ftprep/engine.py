"""Check: a pure function of a shard, then a merge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ftprep.aggregate.fingerprint import fingerprint
from ftprep.aggregate.index import Entry
from ftprep.aggregate.labels import LONGEST_LABEL
from ftprep.judge import Judged, judge
from ftprep.model import Example, Finding
from ftprep.partial import Partial, Tally
from ftprep.plan import Plan
from ftprep.readers.reader import Shard
from ftprep.rules.catalog import catalog

__all__ = ["check_shard", "run"]


def check_shard(plan: Plan, shard: Shard) -> Partial:
    """Check one shard: pure, so that any map can call it anywhere."""
    partial = Partial(plan)
    tally = partial.tallies.setdefault(shard.source, Tally())
    for entry in judge(plan, shard):
        if isinstance(entry, Finding):
            partial.tell([entry], plan)
        else:
            _count(partial, tally, entry, plan)
    return partial


def _count(partial: Partial, tally: Tally, judged: Judged, plan: Plan) -> None:
    partial.tell(judged.findings, plan)
    rows = 1 + len(judged.item.record.others)
    tally.records += rows
    tally.rejected += 0 if judged.mended is not None else rows
    example = judged.item.example
    if example is None or judged.tokens is None:
        return
    tally.examples += 1
    tally.layouts[judged.item.layout or "chat"] += 1
    if example.columns:
        tally.columns[_used(example)] += 1
    written = judged.mended or example
    partial.repaired.update(judged.edits)
    testing = example.origin.source in plan.context.test_sources
    if not testing:  # a test set is not trained on
        partial.lengths.add(example, judged.tokens)
        partial.labels.add(example)
        partial.inference.add(example)
        partial.affixes.add(written)
    partial.observe(written, judged.tokens, testing=testing)
    entry = _entry(written, kept=judged.mended is not None)
    partial.index.add(entry)
    if partial.near is not None:
        partial.near.add(written, entry.fingerprint, entry.label)


def _used(example: Example) -> tuple[tuple[str, str], ...]:
    """(role, column) of the texts that come from a column of their own."""
    used = {turn.role: example.columns.get(turn.pointer, "") for turn in example.turns}
    return tuple((role, column) for role, column in used.items() if column)


def _entry(example: Example, *, kept: bool) -> Entry:
    label = example.label
    if label is None and example.turns and len(example.turns[-1].text) <= LONGEST_LABEL:
        label = example.turns[-1].text
    return Entry(example.origin, fingerprint(example), label, kept, 1 + len(example.others))


def _conclude(plan: Plan, partial: Partial) -> list[Finding]:
    """What the dataset rules that are on say of all the data together."""
    findings = list(_concluded(plan, partial))
    contents = partial.index.contents({finding.origin for finding in findings})
    return [f._replace(content=contents.get(f.origin, "@")) for f in findings]


def _concluded(plan: Plan, partial: Partial) -> Iterator[Finding]:
    for code in plan.codes:
        rule = catalog()[code]
        if rule.check_dataset is not None:
            facts = partial.aggregate(rule.needs)
            for origin, hit in rule.check_dataset(facts, plan.context):
                if code in plan.ignored.get(origin.source, ()):
                    continue
                yield Finding(code, origin, hit.pointer, hit.args)


Map = Callable[[Callable[[Shard], Partial], Sequence[Shard]], Iterable[Partial]]


def run(plan: Plan, shards: Sequence[Shard], apply: Map | None = None) -> Partial:
    """Check all shards and merge what they tell. `apply` maps a function over the shards: the
    builtin, a process pool's or a cluster's; the result is the same to the byte."""
    total = Partial(plan)
    results = (
        (check_shard(plan, shard) for shard in shards)
        if apply is None
        else apply(_Checker(plan), shards)
    )
    for partial in results:
        total.merge(partial)
    if total.near is not None:
        total.near.classification = total.labels.classification
    total.conclusions = _conclude(plan, total)
    return total


@dataclass(frozen=True, slots=True)
class _Checker:
    """`check_shard` with its plan, as one value that can be sent to another process."""

    plan: Plan

    def __call__(self, shard: Shard) -> Partial:
        return check_shard(self.plan, shard)
