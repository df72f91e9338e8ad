"""Every record of a shard with all that its rules say."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import chain, repeat
from pathlib import PurePath

from ftprep.aggregate.fingerprint import content_hash
from ftprep.engine import redact
from ftprep.engine.examine import Examiner
from ftprep.engine.plan import Plan
from ftprep.engine.understand import Item, understand_many
from ftprep.many import made
from ftprep.model import Example, Finding, Kind, Origin
from ftprep.named import NamedTuple
from ftprep.readers.reader import Shard
from ftprep.rules.catalog import catalog
from ftprep.rules.tools.calls import has_calls
from ftprep.shape import Shape, shape_of
from ftprep.tokens.billing import measure
from ftprep.tokens.count import TokenCounts

__all__ = ["Judged", "judge", "judged_batches"]


class Judged(NamedTuple):
    """A record after its rules were asked."""

    item: Item
    tokens: TokenCounts | None
    """None when it was not understood, or not measured again."""
    shape: Shape | None
    """Of the example as it would be written, if that is a plain conversation."""
    findings: Sequence[Finding]
    """All of them: the reader's, the normalizer's and the rules'."""
    mended: Example | None
    """What would be written; None when the record is rejected."""
    edits: tuple[str, ...]
    """Codes of the rules whose repair changed it."""
    reasons: Sequence[Finding]
    """Why it is rejected; empty when it is not."""


def judge(plan: Plan, shard: Shard, silent: Container[Origin] = ()) -> Iterator[Judged | Finding]:
    """Every record of the shard with all that its rules say, and findings about no record.

    `silent`: records of which an earlier pass knows that nothing is said and nothing is mended.
    They are neither asked about again nor measured.
    """
    return chain.from_iterable(judged_batches(plan, shard, silent))


def judged_batches(
    plan: Plan, shard: Shard, silent: Container[Origin] = ()
) -> Iterator[list[Judged | Finding]]:
    """What `judge` tells, many records at a time."""
    judge = _Judge(plan, shard.source)
    if shard.number == 0:
        yield judge.of_source()
    for batch in understand_many(plan.inputs, shard):
        items = [entry for entry in batch if type(entry) is Item and entry.example is not None]
        if silent:
            items = [item for item in items if item.record.origin not in silent]
        judged = judge.understood(items)
        yield [*judged] if len(items) == len(batch) else judge.among_others(judged, batch)


class _Judge:
    """Asks the rules that are on for one source."""

    def __init__(self, plan: Plan, source: int) -> None:
        codes = plan.codes_of(source)
        self._plan = plan
        self._source = plan.inputs.sources[source]
        self._on = frozenset(codes)
        self._redacts = plan.redact and "TOL004" in self._on
        self._examiner = Examiner(codes, plan.context, plan.levels, plan.fixes)

    def of_source(self) -> list[Judged | Finding]:
        """The findings about the input as a whole."""
        return [_of_file(f, self._plan) for f in self._told(self._source.findings)]

    def understood(self, items: Sequence[Item]) -> list[Judged]:
        """Records that were understood, each with what is said of it."""
        plan = self._plan
        examples = [item.example for item in items if item.example is not None]
        shapes = [item.shape for item in items]
        tokens = measure(examples, plan.encoding, plan.context.target.model, shapes)
        found = self._examiner.examine_all(examples, tokens, shapes)
        none: tuple[()] = ()
        judged = made(
            Judged,
            zip(items, tokens, shapes, repeat(none), examples, repeat(none), repeat(none)),
        )
        # Of nearly all of them nothing is said; the others are judged one by one.
        told = found.keys() | {index for index, item in enumerate(items) if item.findings}
        if self._redacts:
            calling = plan.context.kind is not Kind.COMPLETION
            told |= {i for i, example in enumerate(examples) if calling and has_calls(example)}
        for index in told:
            judged[index] = self._judged(judged[index], found.get(index, []))
        return judged

    def among_others(
        self, judged: Sequence[Judged], batch: Sequence[Item | Finding]
    ) -> list[Judged | Finding]:
        """The same, with what was not understood or need not be asked about again, and with what
        was found between records."""
        told: list[Judged | Finding] = []
        rest = iter(judged)
        following = next(rest, None)
        for entry in batch:
            if isinstance(entry, Finding):
                told += [_of_file(finding, self._plan) for finding in self._told((entry,))]
            elif entry.example is None:
                told.append(self._not_understood(entry))
            elif following is not None and following.item is entry:
                told.append(following)
                following = next(rest, None)
            else:
                told.append(Judged(entry, None, entry.shape, (), entry.example, (), ()))
        return told

    def _judged(self, judged: Judged, own: list[Finding]) -> Judged:
        """A record of which the reader, the normalizer or (`own`) a rule says something."""
        example, shape = judged.mended, judged.shape
        assert example is not None
        assert judged.tokens is not None
        mended: Example | None = example
        edits: tuple[str, ...] = ()
        left = own
        if own:
            mended, edits = self._examiner.mend(example, own)
            if mended is not None and edits:
                left = self._examiner.examine(mended, judged.tokens)
                shape = shape_of(mended)
        findings = self._told(judged.item.findings)
        if self._redacts and mended is not None:
            unfit = list(redact.unfit(mended, self._plan.context))
            own, left = own + unfit, left + unfit
        reasons = self._examiner.condemned(findings + left)
        return self._stamped(
            judged._replace(
                shape=shape,
                findings=findings + own,
                mended=None if reasons else mended,
                edits=edits,
                reasons=reasons,
            )
        )

    def _not_understood(self, item: Item) -> Judged:
        reasons = self._examiner.condemned(list(item.findings))
        findings = self._told(item.findings)
        return self._stamped(Judged(item, None, None, findings, None, (), reasons))

    def _told(self, findings: Sequence[Finding]) -> list[Finding]:
        return [finding for finding in findings if finding.code in self._on]

    def _stamped(self, judged: Judged) -> Judged:
        """With the hash of the record in its findings; what is told once a file belongs to the
        file."""
        if not judged.findings:
            return judged
        content = content_hash(judged.item.record)
        rules = catalog()
        return judged._replace(
            findings=[
                _of_file(f, self._plan) if rules[f.code].once else f._replace(content=content)
                for f in judged.findings
            ]
        )


def _of_file(finding: Finding, plan: Plan) -> Finding:
    """A finding about a whole file, with the name of the file as its content."""
    path = plan.inputs.sources[finding.origin.source].path
    return finding._replace(content=f"@{PurePath(path).name}")
