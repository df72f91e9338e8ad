"""Check: a pure function of a shard, then a merge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ftprep.aggregate.fingerprint import fingerprint
from ftprep.aggregate.group import Group
from ftprep.aggregate.index import Entry
from ftprep.aggregate.labels import LONGEST_LABEL
from ftprep.collector import seldom
from ftprep.judge import Judged, judged_batches
from ftprep.model import Example, Finding
from ftprep.partial import Partial, Tally
from ftprep.plan import Plan
from ftprep.readers.reader import Shard
from ftprep.rules.catalog import catalog
from ftprep.shape import Shape
from ftprep.tokens.count import TokenCounts

__all__ = ["check_shard", "run"]


def check_shard(plan: Plan, shard: Shard) -> Partial:
    """Check one shard: pure, so that any map can call it anywhere."""
    with seldom():
        return _checked(plan, shard)


def _checked(plan: Plan, shard: Shard) -> Partial:
    partial = Partial(plan)
    tally = partial.tallies.setdefault(shard.source, Tally())
    for batch in judged_batches(plan, shard):
        understood: list[Judged] = []
        for entry in batch:
            if isinstance(entry, Finding):
                partial.tell([entry], plan)
                continue
            if entry.findings:
                partial.tell(entry.findings, plan)
            elif entry.mended is not None:
                partial.silent.add(entry.item.record.origin)
            rows = 1 + len(entry.item.record.others)
            tally.records += rows
            tally.rejected += 0 if entry.mended is not None else rows
            if entry.item.example is not None:
                understood.append(entry)
        if understood:
            _count(partial, tally, understood, plan)
    return partial


def _count(partial: Partial, tally: Tally, batch: Sequence[Judged], plan: Plan) -> None:
    tally.examples += len(batch)
    tally.layouts.update([judged.item.layout or "chat" for judged in batch])
    testing = batch[0].item.record.origin.source in plan.context.test_sources
    groups: dict[Shape, tuple[list[Example], list[TokenCounts]]] = {}
    for judged in batch:
        example, tokens, shape = judged.item.example, judged.tokens, judged.shape
        assert example is not None
        assert tokens is not None
        written = judged.mended or example
        if example.columns:
            tally.columns[_used(example)] += 1
        if judged.edits:
            partial.repaired.update(judged.edits)
        if shape is not None and written is example:
            alike = groups.get(shape)
            if alike is None:
                alike = groups[shape] = ([], [])
            alike[0].append(example)
            alike[1].append(tokens)
        else:
            partial.observe(example, written, tokens, testing=testing)
        entry = _entry(written, shape, kept=judged.mended is not None)
        partial.index.add(entry)
        if partial.near is not None:
            keep = plan.context.keep
            stamp = keep.stamp(judged.item.record.data) if keep.column else ""
            partial.near.add(written, entry.fingerprint, entry.label, stamp)
    for shape, (examples, counts) in groups.items():
        partial.observe_group(Group(shape, examples, counts), testing=testing)


def _used(example: Example) -> tuple[tuple[str, str], ...]:
    """(role, column) of the texts that come from a column of their own."""
    used = {turn.role: example.columns.get(turn.pointer, "") for turn in example.turns}
    return tuple((role, column) for role, column in used.items() if column)


def _entry(example: Example, shape: Shape | None, *, kept: bool) -> Entry:
    label = example.label
    if label is None and example.turns and len(example.turns[-1].text) <= LONGEST_LABEL:
        label = example.turns[-1].text
    return Entry(example.origin, fingerprint(example, shape), label, kept, 1 + len(example.others))


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


def run(
    plan: Plan,
    shards: Sequence[Shard],
    apply: Map | None = None,
    done: Callable[[Shard], None] | None = None,
) -> Partial:
    """Check all shards and merge what they tell. `apply` maps a function over the shards: the
    builtin, a process pool's or a cluster's; the result is the same to the byte. `done` is called
    with each shard that is merged."""
    total = Partial(plan)
    results = (
        (check_shard(plan, shard) for shard in shards)
        if apply is None
        else apply(_Checker(plan), shards)
    )
    for shard, partial in zip(shards, results, strict=True):
        total.merge(partial)
        if done is not None:
            done(shard)
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
