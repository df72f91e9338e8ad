"""Check: a pure function of a shard, then a merge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from ftprep.aggregate.affixes import Affixes
from ftprep.aggregate.aggregate import Aggregate
from ftprep.aggregate.findings import FindingLog
from ftprep.aggregate.fingerprint import fingerprint
from ftprep.aggregate.index import Entry, Index
from ftprep.aggregate.inference import Inference
from ftprep.aggregate.labels import LONGEST_LABEL, Labels
from ftprep.aggregate.lengths import Lengths
from ftprep.examine import Examiner
from ftprep.model import Example, Finding
from ftprep.readers.reader import Shard
from ftprep.rules.catalog import catalog
from ftprep.rules.context import Context
from ftprep.rules.rule import Level
from ftprep.tokens.billing import measure
from ftprep.tokens.count import TokenCounts
from ftprep.understand import Inputs, Item, understand

__all__ = [
    "Judged",
    "Partial",
    "Plan",
    "Tally",
    "check_shard",
    "judge",
    "leaves_out_copies",
    "run",
]

_BATCH = 1_000
"""Examples whose tokens are counted in one call: the tokenizer is batch-shaped, and a batch of a
thousand keeps memory small."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a shard's check depends on. Travels to every process."""

    inputs: Inputs
    context: Context
    codes: tuple[str, ...]
    """The rules that are on."""
    levels: Mapping[str, Level]
    """Code → how bad a finding is, for all rules."""
    fixes: frozenset[str]
    """Codes of the rules whose repairs are applied."""
    encoding: str
    """Of the tokens, see `ftprep.tokens.count.encoding_for`."""
    keep: int
    """Findings kept of each rule."""
    ignored: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """Index of a source → codes that are not asked about it."""

    def codes_of(self, source: int) -> tuple[str, ...]:
        """The rules that are on for one source."""
        ignored = self.ignored.get(source)
        return tuple(c for c in self.codes if c not in ignored) if ignored else self.codes


class Tally:
    """Counts of the records of one source."""

    def __init__(self) -> None:
        self.records = 0
        """Rows of the input, the rows joined into one record counted singly."""
        self.examples = 0
        self.rejected = 0
        """Rows that cannot be written: not read, not understood, or with an error left."""
        self.layouts: Counter[str] = Counter()
        self.columns: Counter[tuple[tuple[str, str], ...]] = Counter()
        """(role, column) pairs of examples that come from a table."""

    def merge(self, other: Tally) -> None:
        """Take in another shard's counts."""
        self.records += other.records
        self.examples += other.examples
        self.rejected += other.rejected
        self.layouts.update(other.layouts)
        self.columns.update(other.columns)


def leaves_out_copies(plan: Plan) -> bool:
    """Whether exact duplicates are written once."""
    return "DUP001" in plan.codes and "DUP001" in plan.fixes


class Judged(NamedTuple):
    """A record after its rules were asked."""

    item: Item
    tokens: TokenCounts | None
    findings: list[Finding]
    """All of them: the reader's, the normalizer's and the rules'."""
    mended: Example | None
    """What would be written; None when the record is rejected."""
    edits: tuple[str, ...]
    """Codes of the rules whose repair changed it."""
    reasons: list[Finding]
    """Why it is rejected; empty when it is not."""


class Partial:
    """What one shard, or several merged, have to tell."""

    def __init__(self, plan: Plan) -> None:
        self.findings = FindingLog(plan.keep, frozenset(c for c, r in catalog().items() if r.once))
        self.tallies: dict[int, Tally] = {}
        self.repaired: Counter[str] = Counter()
        """Code → examples that its repair changed."""
        self.plain = True
        """Whether all examples are of the form for which the bill was verified."""
        self.lengths = Lengths()
        self.index = Index()
        self.labels = Labels()
        self.affixes = Affixes()
        self.inference = Inference()
        self._asked_for = _needed(plan.codes)
        self.conclusions: list[Finding] = []
        """What the dataset rules say, once everything is merged; see `run`."""

    def merge(self, other: Partial) -> None:
        """Take in another shard. Associative and commutative."""
        self.findings.merge(other.findings)
        for source, tally in other.tallies.items():
            self.tallies.setdefault(source, Tally()).merge(tally)
        self.repaired.update(other.repaired)
        self.lengths.merge(other.lengths)
        self.index.merge(other.index)
        self.labels.merge(other.labels)
        self.affixes.merge(other.affixes)
        self.inference.merge(other.inference)
        for kind, facts in self._asked_for.items():
            facts.merge(other._asked_for[kind])

    def aggregate(self, kind: type | None) -> object:
        """The aggregate that a dataset rule needs."""
        held = (self.lengths, self.index, self.labels, self.affixes, self.inference)
        found = next((facts for facts in held if type(facts) is kind), None)
        return self._asked_for[kind] if found is None and kind is not None else found

    def observe(self, written: Example, tokens: TokenCounts) -> None:
        """Show an example to the aggregates that only rules ask for."""
        for facts in self._asked_for.values():
            facts.add(written, tokens)


_ALWAYS = frozenset({Lengths, Index, Labels, Affixes, Inference})
"""Aggregates that the report needs, whatever rules are on."""


def _needed(codes: Iterable[str]) -> dict[type, Aggregate]:
    """A new aggregate of each kind that the rules need beside those that are always there."""
    kinds = dict.fromkeys(rule.needs for code in codes if (rule := catalog()[code]).needs)
    return {kind: kind() for kind in kinds if kind is not None and kind not in _ALWAYS}


def judge(plan: Plan, shard: Shard) -> Iterator[Judged | Finding]:
    """Every record of the shard with all that its rules say, and findings about no record."""
    codes = plan.codes_of(shard.source)
    examiner = Examiner(codes, plan.context, plan.levels, plan.fixes)
    on = frozenset(codes)
    if shard.number == 0:
        source = plan.inputs.sources[shard.source]
        yield from (finding for finding in source.findings if finding.code in on)
    stream = understand(plan.inputs, shard)
    while batch := list(islice(stream, _BATCH)):
        examples = [e.example for e in batch if isinstance(e, Item) and e.example is not None]
        tokens = iter(measure(examples, plan.encoding, plan.context.target.model))
        for entry in batch:
            if isinstance(entry, Finding):
                if entry.code in on:
                    yield entry
            else:
                counts = None if entry.example is None else next(tokens)
                yield _judged(entry, counts, examiner, on)


def _judged(
    item: Item, tokens: TokenCounts | None, examiner: Examiner, on: frozenset[str]
) -> Judged:
    findings = [finding for finding in item.findings if finding.code in on]
    if item.example is None or tokens is None:
        return Judged(item, None, findings, None, (), examiner.condemned(list(item.findings)))
    own = examiner.examine(item.example, tokens)
    mended: Example | None = item.example
    edits: tuple[str, ...] = ()
    left = own
    if own:
        mended, edits = examiner.mend(item.example, own)
        if mended is not None and edits:
            left = examiner.examine(mended, tokens)
    reasons = examiner.condemned(findings + left)
    return Judged(item, tokens, findings + own, None if reasons else mended, edits, reasons)


def check_shard(plan: Plan, shard: Shard) -> Partial:
    """Check one shard: pure, so that any map can call it anywhere."""
    partial = Partial(plan)
    tally = partial.tallies.setdefault(shard.source, Tally())
    for entry in judge(plan, shard):
        if isinstance(entry, Finding):
            partial.findings.add(entry)
        else:
            _count(partial, tally, entry)
    return partial


def _count(partial: Partial, tally: Tally, judged: Judged) -> None:
    partial.findings.extend(judged.findings)
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
    partial.repaired.update(judged.edits)
    partial.lengths.add(example, judged.tokens)
    partial.labels.add(example)
    partial.inference.add(example)
    written = judged.mended or example
    partial.affixes.add(written)
    partial.observe(written, judged.tokens)
    partial.index.add(_entry(written, kept=judged.mended is not None))


def _used(example: Example) -> tuple[tuple[str, str], ...]:
    """(role, column) of the texts that come from a column of their own."""
    used = {turn.role: example.columns.get(turn.pointer, "") for turn in example.turns}
    return tuple((role, column) for role, column in used.items() if column)


def _entry(example: Example, *, kept: bool) -> Entry:
    label = example.label
    if label is None and example.turns and len(example.turns[-1].text) <= LONGEST_LABEL:
        label = example.turns[-1].text
    return Entry(example.origin, fingerprint(example), label, kept, 1 + len(example.others))


def _conclude(plan: Plan, partial: Partial) -> Iterator[Finding]:
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
    total.conclusions = list(_conclude(plan, total))
    return total


@dataclass(frozen=True, slots=True)
class _Checker:
    """`check_shard` with its plan, as one value that can be sent to another process."""

    plan: Plan

    def __call__(self, shard: Shard) -> Partial:
        return check_shard(self.plan, shard)
