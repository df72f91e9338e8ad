"""Every record of a shard with all that its rules say."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import chain, islice
from pathlib import PurePath
from typing import NamedTuple

from ftprep.aggregate.fingerprint import content_hash
from ftprep.examine import Examiner
from ftprep.model import Example, Finding, Origin
from ftprep.plan import Plan
from ftprep.readers.reader import Shard
from ftprep.rules.catalog import catalog
from ftprep.shape import Shape, shape_of, shapes_of
from ftprep.tokens.billing import measure
from ftprep.tokens.count import TokenCounts
from ftprep.understand import Item, understand

__all__ = ["Judged", "judge", "judged_batches"]

_BATCH = 1_000
"""Examples whose tokens are counted in one call: the tokenizer is batch-shaped, and a batch of a
thousand keeps memory small."""


class Judged(NamedTuple):
    """A record after its rules were asked."""

    item: Item
    tokens: TokenCounts | None
    """None when it was not understood, or not measured again."""
    shape: Shape | None
    """Of the example as it would be written, if that is a plain conversation."""
    findings: list[Finding]
    """All of them: the reader's, the normalizer's and the rules'."""
    mended: Example | None
    """What would be written; None when the record is rejected."""
    edits: tuple[str, ...]
    """Codes of the rules whose repair changed it."""
    reasons: list[Finding]
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
    stream = understand(plan.inputs, shard)
    while batch := list(islice(stream, _BATCH)):
        examples = [
            entry.example
            for entry in batch
            if type(entry) is Item
            and entry.example is not None
            and entry.record.origin not in silent
        ]
        shapes = shapes_of(examples)
        tokens = measure(examples, plan.encoding, plan.context.target.model, shapes)
        found = examiner.examine_all(examples, tokens, shapes)
        facts = zip(tokens, shapes, found, strict=True)
        told: list[Judged | Finding] = []
        for entry in batch:
            if isinstance(entry, Finding):
                if entry.code in on:
                    told.append(_of_file(entry, plan))
                continue
            if entry.example is None:
                judged = _not_understood(entry, examiner, on)
            elif entry.record.origin in silent:
                judged = Judged(entry, None, None, [], entry.example, (), [])
            else:
                counts, shape, own = next(facts)
                judged = _judged(entry, counts, shape, own, examiner, on)
            told.append(_stamped(judged, plan) if judged.findings else judged)
        yield told


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
