"""Every record of a shard with all that its rules say."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import chain, repeat
from pathlib import PurePath
from typing import NamedTuple

from ftprep.aggregate.fingerprint import content_hash
from ftprep.examine import Examiner
from ftprep.many import made
from ftprep.model import Example, Finding, Origin
from ftprep.plan import Plan
from ftprep.readers.reader import Shard
from ftprep.rules.catalog import catalog
from ftprep.shape import Shape, shape_of
from ftprep.tokens.billing import measure
from ftprep.tokens.count import TokenCounts
from ftprep.understand import Item, understand_many

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
    codes = plan.codes_of(shard.source)
    examiner = Examiner(codes, plan.context, plan.levels, plan.fixes)
    on = frozenset(codes)
    if shard.number == 0:
        source = plan.inputs.sources[shard.source]
        yield [_of_file(f, plan) for f in source.findings if f.code in on]
    for batch in understand_many(plan.inputs, shard):
        items = [entry for entry in batch if type(entry) is Item and entry.example is not None]
        if silent:
            items = [item for item in items if item.record.origin not in silent]
        judged = _judged_items(items, plan, examiner, on)
        if len(items) < len(batch):
            judged = _among_others(judged, batch, plan, examiner, on)
        yield judged


def _judged_items(
    items: Sequence[Item], plan: Plan, examiner: Examiner, on: frozenset[str]
) -> list[Judged | Finding]:
    """Records that were understood, each with what is said of it."""
    examples = [item.example for item in items if item.example is not None]
    shapes = [item.shape for item in items]
    tokens = measure(examples, plan.encoding, plan.context.target.model, shapes)
    found = examiner.examine_all(examples, tokens, shapes)
    nothing: tuple[()] = ()
    quiet = zip(items, tokens, shapes, repeat(nothing), examples, repeat(nothing), repeat(nothing))
    judged: list[Judged | Finding] = [*made(Judged, quiet)]
    told = found.keys() | {index for index, item in enumerate(items) if item.findings}
    for index in told:
        own = _judged(
            items[index], tokens[index], shapes[index], found.get(index, []), examiner, on
        )
        judged[index] = _stamped(own, plan) if own.findings else own
    return judged


def _among_others(
    judged: Sequence[Judged | Finding],
    batch: Sequence[Item | Finding],
    plan: Plan,
    examiner: Examiner,
    on: frozenset[str],
) -> list[Judged | Finding]:
    """The same, with what was not understood or need not be asked about again, and with what was
    found between records."""
    told: list[Judged | Finding] = []
    rest = iter(judged)
    following = next(rest, None)
    for entry in batch:
        if isinstance(entry, Finding):
            if entry.code in on:
                told.append(_of_file(entry, plan))
        elif entry.example is None:
            own = _not_understood(entry, examiner, on)
            told.append(_stamped(own, plan) if own.findings else own)
        elif isinstance(following, Judged) and following.item is entry:
            told.append(following)
            following = next(rest, None)
        else:
            told.append(Judged(entry, None, entry.shape, (), entry.example, (), ()))
    return told


def _not_understood(item: Item, examiner: Examiner, on: frozenset[str]) -> Judged:
    findings = [finding for finding in item.findings if finding.code in on]
    return Judged(item, None, None, findings, None, (), examiner.condemned(list(item.findings)))


def _judged(
    item: Item,
    tokens: TokenCounts,
    shape: Shape | None,
    own: list[Finding],
    examiner: Examiner,
    on: frozenset[str],
) -> Judged:
    if not own and not item.findings:
        return Judged(item, tokens, shape, own, item.example, (), own)
    findings = [finding for finding in item.findings if finding.code in on]
    example = item.example
    assert example is not None
    mended: Example | None = example
    edits: tuple[str, ...] = ()
    left = own
    if own:
        mended, edits = examiner.mend(example, own)
        if mended is not None and edits:
            left = examiner.examine(mended, tokens)
            shape = shape_of(mended)
    reasons = examiner.condemned(findings + left)
    mended = None if reasons else mended
    return Judged(item, tokens, shape, findings + own, mended, edits, reasons)


def _of_file(finding: Finding, plan: Plan) -> Finding:
    """A finding about a whole file, with the name of the file as its content."""
    path = plan.inputs.sources[finding.origin.source].path
    return finding._replace(content=f"@{PurePath(path).name}")


def _stamped(judged: Judged, plan: Plan) -> Judged:
    """With the hash of the record in its findings; what is told once a file belongs to the file."""
    content = content_hash(judged.item.record)
    rules = catalog()
    return judged._replace(
        findings=[
            _of_file(f, plan) if rules[f.code].once else f._replace(content=content)
            for f in judged.findings
        ]
    )
