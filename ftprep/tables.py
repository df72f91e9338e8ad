"""The tables of the report: inputs, target, tokens, cost, labels, and the inference contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from ftprep.aggregate.inference import Inference
from ftprep.aggregate.labels import Labels
from ftprep.aggregate.lengths import Lengths
from ftprep.config import Config
from ftprep.cost import Cost, estimate, inference
from ftprep.engine.partial import Partial
from ftprep.engine.plan import Plan
from ftprep.jsontext import loads
from ftprep.model import Kind, Source
from ftprep.report.report import InputRow, LabelRow, TargetRow, Tokens
from ftprep.report.report import Labels as LabelTable
from ftprep.rules.private.mask import masked
from ftprep.style import Style, bare
from ftprep.targets import trainable

if TYPE_CHECKING:
    from ftprep.dataset.prepare import Prepared

__all__ = [
    "contract_of",
    "cost_of",
    "input_of",
    "labels_of",
    "target_of",
    "tokens_of",
]

_CALLS = 1_000
"""Calls of the tuned model that are priced."""

_MOST_LABELS = 100
"""Labels listed in the report."""

_Counted = TypeVar("_Counted")


def input_of(source: Source, checked: Partial, tests: frozenset[int]) -> InputRow:
    """One input and how it was read; `used` is what most of its records have.

    `tests`: indexes of the sources that are the test set.
    """
    tally = checked.tallies.get(source.index)
    layout = source.layout
    used: dict[str, str] = {}
    if tally is not None:
        layout = layout or _most(tally.layouts)
        columns = _most(tally.columns)
        used = dict(columns) if columns else {}
    return InputRow(
        path=source.path,
        format=source.format,
        encoding=source.encoding,
        sheet=source.sheet,
        sha256=source.sha256,
        bytes=source.bytes,
        records=tally.records if tally else 0,
        encoding_confidence=source.encoding_confidence,
        compression=source.compression,
        dialect=dict(source.dialect),
        header_row=source.header_row,
        columns=source.columns,
        layout=layout,
        used=used,
        test=source.index in tests,
    )


def _most(counted: Counter[_Counted]) -> _Counted | None:
    """What occurs most often, the first of equals. (`most_common` loads heapq for that.)"""
    return max(counted, key=counted.__getitem__, default=None)


def target_of(plan: Plan) -> TargetRow:
    """Where the data goes, as of the day of the run."""
    target = plan.context.target
    cutoff = target.model.train_cutoff
    return TargetRow(
        provider=target.provider.name,
        model=target.model.id,
        method=target.method,
        encoding=target.model.encoding,
        train_cutoff=cutoff.isoformat() if cutoff else None,
        trainable=trainable(target.model, plan.context.today),
        alternatives=target.alternatives,
    )


def tokens_of(plan: Plan, lengths: Lengths, *, estimated: bool) -> Tokens | None:
    """Token counts of the examples that are trained on; None without any."""
    if not lengths.count:
        return None
    limit = plan.context.target.model.max_example_tokens
    return Tokens(
        total=lengths.total,
        billed_per_epoch=lengths.billed,
        min=min(lengths.examples),
        p50=lengths.quantile(0.5),
        p95=lengths.quantile(0.95),
        max=max(lengths.examples),
        mean=round(lengths.total / lengths.count, 2),
        by_role=dict(sorted(lengths.by_role.items())),
        histogram=tuple(lengths.histogram()),
        over_limit=lengths.over(limit) if limit else 0,
        limit=limit,
        encoding=plan.encoding,
        estimated=estimated,
    )


def cost_of(
    plan: Plan, config: Config, trained: Partial, prepared: Prepared | None, *, estimated: bool
) -> Cost | None:
    """What training costs, and then a thousand calls like the test set (or like all examples)."""
    lengths = trained.lengths
    if not lengths.count:
        return None
    target = plan.context.target
    cost = estimate(
        target,
        examples=lengths.count,
        billed=lengths.billed,
        billed_most=lengths.billed_most,
        epochs=config.epochs,
        over_limit=lengths.over(target.model.max_example_tokens or max(lengths.examples)),
        estimated=estimated,
    )
    calls = lengths
    if prepared is not None and prepared.test.lengths.count:
        calls = prepared.test.lengths
    # A call sends all but the answer. openai-cookbook, How_to_count_tokens: 3 tokens for each
    # message and 3 to begin the answer; training has 1 for the example and 4 around the answer.
    frame = 2 * calls.count if plan.context.kind is Kind.CHAT else 0
    sent = max(calls.total - calls.answers - calls.unsent - frame, 0)
    scale = _CALLS / calls.count
    return cost.with_inference(
        inference(target, _CALLS, round(sent * scale), round(calls.answers * scale))
    )


def labels_of(labels: Labels, style: Style | None, prepared: Prepared | None) -> LabelTable | None:
    """The classes, with their counts on either side after a split; None without an answer."""
    if not labels.count:
        return None
    rows: tuple[LabelRow, ...] = ()
    if labels.classification:
        counts = _said(labels, style)
        train = _said(prepared.train.labels, style) if prepared else None
        test = _said(prepared.test.labels, style) if prepared else None
        rows = tuple(
            LabelRow(
                label=masked(label),
                count=count,
                share=round(count / counts.total(), 4),
                train=None if train is None else train[label],
                test=None if test is None else test[label],
            )
            for label, count in sorted(counts.items(), key=lambda p: (-p[1], p[0]))[:_MOST_LABELS]
        )
    return LabelTable(
        classification=labels.classification,
        why=labels.why,
        distinct=len(labels.answers) if labels.classification else 0,
        rows=rows,
    )


def _said(labels: Labels, style: Style | None) -> Counter[str]:
    """Labels without the end marker and the leading space that they have in a file."""
    counts: Counter[str] = Counter()
    for answer, count in labels.answers.items():
        counts[bare(answer, style)] += count
    return counts


def contract_of(checked: Partial, trained: Partial, style: Style | None) -> Mapping[str, object]:
    """What a caller of the tuned model must send: the texts and tools of what is trained on, and
    the labels of all examples."""
    facts: Inference = trained.inference
    labels = checked.labels
    return {
        "systems": sorted(text for text in facts.systems if text is not None),
        "system_use": _use(
            facts.systems.total() - facts.systems[None],
            facts.systems.total(),
            varies=facts.too_many_systems,
        ),
        "separator": style.separator if style else None,
        "leading_space": style.space if style else False,
        "stop": [style.end] if style and style.end else [],
        "tools": [loads(tool) for tool in sorted(facts.tools)],
        "tool_use": _use(facts.with_tools, facts.examples, varies=facts.too_many_tools),
        "labels": sorted(_said(labels, style)) if labels.classification else [],
    }


def _use(some: int, of_all: int, *, varies: bool) -> str:
    """How many examples have it; `varies` where there are too many kinds of it to be listed."""
    if varies:
        return "varies"
    return "never" if not some else "always" if some == of_all else "sometimes"
