"""Every record of a shard with all that its rules say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import PurePath
from typing import NamedTuple

from ftprep.aggregate.fingerprint import content_hash
from ftprep.examine import Examiner
from ftprep.model import Example, Finding
from ftprep.plan import Plan
from ftprep.readers.reader import Shard
from ftprep.rules.catalog import catalog
from ftprep.tokens.billing import measure
from ftprep.tokens.count import TokenCounts
from ftprep.understand import Item, understand

__all__ = ["Judged", "judge"]

_BATCH = 1_000
"""Examples whose tokens are counted in one call: the tokenizer is batch-shaped, and a batch of a
thousand keeps memory small."""


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


def judge(plan: Plan, shard: Shard) -> Iterator[Judged | Finding]:
    """Every record of the shard with all that its rules say, and findings about no record."""
    codes = plan.codes_of(shard.source)
    examiner = Examiner(codes, plan.context, plan.levels, plan.fixes)
    on = frozenset(codes)
    if shard.number == 0:
        source = plan.inputs.sources[shard.source]
        yield from (_of_file(f, plan) for f in source.findings if f.code in on)
    stream = understand(plan.inputs, shard)
    while batch := list(islice(stream, _BATCH)):
        examples = [e.example for e in batch if isinstance(e, Item) and e.example is not None]
        tokens = iter(measure(examples, plan.encoding, plan.context.target.model))
        for entry in batch:
            if isinstance(entry, Finding):
                if entry.code in on:
                    yield _of_file(entry, plan)
            else:
                counts = None if entry.example is None else next(tokens)
                judged = _judged(entry, counts, examiner, on)
                yield _stamped(judged, plan) if judged.findings else judged


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
