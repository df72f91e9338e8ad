"""What one shard, or several merged, have to tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ftprep.aggregate.affixes import Affixes
from ftprep.aggregate.aggregate import Aggregate, Grouping
from ftprep.aggregate.findings import FindingLog
from ftprep.aggregate.group import Group
from ftprep.aggregate.index import Index
from ftprep.aggregate.inference import Inference
from ftprep.aggregate.labels import Labels
from ftprep.aggregate.lengths import Lengths
from ftprep.aggregate.near import Near
from ftprep.aggregate.silent import Silent
from ftprep.engine.plan import Key, Plan
from ftprep.engine.redact import PrivateValues
from ftprep.model import Example, Finding
from ftprep.rules.catalog import catalog
from ftprep.tokens.count import TokenCounts

__all__ = ["Partial", "Tally"]


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


class Partial:
    """What one shard, or several merged, have to tell."""

    def __init__(self, plan: Plan) -> None:
        self.findings = FindingLog(plan.keep, frozenset(c for c, r in catalog().items() if r.once))
        self.tallies: dict[int, Tally] = {}
        self.known: Counter[Key] = Counter()
        """Known findings → how often they were found; they are in no other count."""
        self.repaired: Counter[str] = Counter()
        """Code → examples that its repair changed."""
        self.lengths = Lengths()
        self.index = Index()
        self.labels = Labels()
        self.affixes = Affixes()
        self.inference = Inference()
        self.near = Near() if any(catalog()[code].needs is Near for code in plan.codes) else None
        """None when no rule asks for near-duplicates."""
        self.silent = Silent()
        self.private = PrivateValues() if plan.redact else None
        """None when nothing is to be redacted."""
        self._asked_for = _needed(plan.codes)
        self._grouping = {k: f for k, f in self._asked_for.items() if isinstance(f, Grouping)}
        self.conclusions: list[Finding] = []
        """What the dataset rules say, once everything is merged; see `conclude`."""

    def merge(self, other: Partial) -> None:
        """Take in another shard. Associative and commutative."""
        self.findings.merge(other.findings)
        self.known.update(other.known)
        for source, tally in other.tallies.items():
            self.tallies.setdefault(source, Tally()).merge(tally)
        self.repaired.update(other.repaired)
        self.silent.merge(other.silent)
        self.lengths.merge(other.lengths)
        self.index.merge(other.index)
        self.labels.merge(other.labels)
        self.affixes.merge(other.affixes)
        self.inference.merge(other.inference)
        if self.near is not None and other.near is not None:
            self.near.merge(other.near)
        if self.private is not None and other.private is not None:
            self.private.merge(other.private)
        for kind, facts in self._asked_for.items():
            facts.merge(other._asked_for[kind])

    def aggregate(self, kind: type | None) -> object:
        """The aggregate that a dataset rule needs."""
        held = (self.lengths, self.index, self.labels, self.affixes, self.inference, self.near)
        found = next((facts for facts in held if type(facts) is kind), None)
        return self._asked_for[kind] if found is None and kind is not None else found

    def tell(self, findings: Iterable[Finding], plan: Plan) -> None:
        """Take in findings, unless they are known."""
        for finding in findings:
            key = finding.code, finding.content
            if key in plan.known:
                self.known[key] += 1
            else:
                self.findings.add(finding)

    def observe(
        self, example: Example, written: Example, tokens: TokenCounts, *, testing: bool
    ) -> None:
        """Show an example, as it is and as it would be written, to the aggregates.

        `testing`: it is of the test set, which is not trained on.
        """
        if not testing:
            self.lengths.add(example, tokens)
            self.labels.add(example)
            self.inference.add(example)
            self.affixes.add(written)
        if self.private is not None:
            self.private.add(written, tokens)
        for facts in self._asked_for.values():
            if not testing or getattr(facts, "both_sides", False):
                facts.add(written, tokens)

    def observe_group(self, group: Group, *, testing: bool) -> None:
        """Show plain conversations of one shape, which are written as they are."""
        if not testing:
            self.lengths.add_group(group)
            self.labels.add_group(group)
            self.inference.add_group(group)
            self.affixes.add_group(group)
        if self.private is not None:
            for example, tokens in zip(group.examples, group.tokens, strict=True):
                self.private.add(example, tokens)
        for kind, facts in self._asked_for.items():
            if testing and not getattr(facts, "both_sides", False):
                continue
            if (grouping := self._grouping.get(kind)) is not None:
                grouping.add_group(group)
                continue
            for example, tokens in zip(group.examples, group.tokens, strict=True):
                facts.add(example, tokens)


_ALWAYS = frozenset({Lengths, Index, Labels, Affixes, Inference, Near})
"""Aggregates that the report needs, whatever rules are on."""


def _needed(codes: Iterable[str]) -> dict[type, Aggregate]:
    """A new aggregate of each kind that the rules need beside those that are always there."""
    kinds = dict.fromkeys(rule.needs for code in codes if (rule := catalog()[code]).needs)
    return {kind: kind() for kind in kinds if kind is not None and kind not in _ALWAYS}
