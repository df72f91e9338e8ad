"""Put together what a run has to tell: the Report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ftprep.aggregate.inference import Inference
from ftprep.aggregate.labels import Labels
from ftprep.aggregate.lengths import Lengths
from ftprep.config import Config
from ftprep.cost import Cost, estimate, inference
from ftprep.engine import Partial, Plan
from ftprep.jsontext import loads
from ftprep.model import Finding, Kind, Source
from ftprep.report.report import (
    Duplicates,
    FindingRow,
    InputRow,
    LabelRow,
    Report,
    RuleRow,
    SplitRow,
    Summary,
    TargetRow,
    Tokens,
)
from ftprep.report.report import (
    Labels as LabelTable,
)
from ftprep.rules.catalog import catalog
from ftprep.rules.rule import Level
from ftprep.style import Style, decide
from ftprep.targets import trainable

if TYPE_CHECKING:
    from ftprep.prepare import Prepared
from ftprep.tell import mend, tell

__all__ = ["style_of", "summarize"]

_CALLS = 1_000
"""Calls of the tuned model that are priced."""

_MOST_LABELS = 100
"""Labels listed in the report."""


def style_of(plan: Plan, config: Config, checked: Partial) -> Style | None:
    """How prompt/completion lines are (or would be) written; None for other kinds."""
    if plan.context.kind is not Kind.COMPLETION:
        return None
    return decide(checked.affixes, config.fixes)


def summarize(
    plan: Plan,
    config: Config,
    checked: Partial,
    style: Style | None,
    *,
    encoding_estimated: bool,
    prepared: Prepared | None = None,
    split: SplitRow | None = None,
) -> Report:
    """The report of a check, or of a prepare when `prepared` is given.

    For a check it speaks of the examples as they stand. For a prepare, tokens, cost and the number
    of examples are those of the train file; the findings are those of the input.
    """
    trained = checked if prepared is None else prepared.train
    findings, counts = _findings(plan, checked, trained)
    repaired = Counter[str]() if prepared is None else prepared.repaired
    rules = _rules(plan, findings, counts, repaired)
    problems = [row for row in rules if row.level == Level.ERROR.word]
    ready = _ready(problems, prepared)
    return Report(
        command="check" if prepared is None else "prepare",
        inputs=tuple(_input(source, checked) for source in plan.inputs.sources),
        target=_target(plan),
        summary=_summary(plan, checked, rules, problems, ready),
        tokens=_tokens(plan, trained.lengths, estimated=encoding_estimated),
        cost=_cost(plan, config, trained, prepared, estimated=encoding_estimated),
        labels=_labels(checked.labels, prepared),
        duplicates=Duplicates(
            exact=checked.index.repeats,
            near=None,
            conflicts=len(checked.index.conflicts()),
        ),
        split=split,
        rules=rules,
        findings=_told(plan, findings),
        findings_total=dict(sorted(counts.items())),
        contract=_contract(checked, style),
    )


def _findings(plan: Plan, checked: Partial, trained: Partial) -> tuple[list[Finding], Counter[str]]:
    """The findings that are known, in reading order, and the number of all of them by code."""
    rules = catalog()
    log = checked.findings
    about_all = [f for f in checked.conclusions if not rules[f.code].of_training]
    about_training = [f for f in trained.conclusions if rules[f.code].of_training]
    counts = log.counts() + Counter(f.code for f in (*about_all, *about_training))
    return sorted([*log, *about_all, *about_training], key=_in_reading_order), counts


def _told(plan: Plan, findings: Iterable[Finding]) -> tuple[FindingRow, ...]:
    """The first findings of each rule in words."""
    kept: Counter[str] = Counter()
    told = []
    for finding in findings:
        kept[finding.code] += 1
        if kept[finding.code] <= plan.keep:
            told.append(tell(finding, plan.inputs.sources))
    return tuple(told)


def _in_reading_order(finding: Finding) -> tuple[Any, ...]:
    return finding.origin, finding.code, finding.pointer


def _rules(
    plan: Plan, findings: Iterable[Finding], counts: Counter[str], repaired: Counter[str]
) -> tuple[RuleRow, ...]:
    rules = catalog()
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.code, finding)
    rows = [
        RuleRow(
            code=code,
            name=rules[code].name,
            level=rules[code].level.word,
            count=count,
            mend=mend(first[code], plan.inputs.sources),
            fixable=rules[code].mends,
            repaired=repaired[code],
        )
        for code, count in counts.items()
    ]
    return tuple(sorted(rows, key=lambda r: (-rules[r.code].level, -r.count, r.code)))


def _ready(problems: Sequence[RuleRow], prepared: Prepared | None) -> bool:
    """Whether a job could be started: a check asks for no error at all; after prepare the rows with
    errors are out of the way, and only what concerns the training file or the target counts."""
    if prepared is None:
        return not problems
    rules = catalog()
    return not any(rules[f.code].level is Level.ERROR for f in prepared.train.conclusions)


def _input(source: Source, checked: Partial) -> InputRow:
    tally = checked.tallies.get(source.index)
    layout = source.layout
    used: dict[str, str] = {}
    if tally is not None:
        layout = layout or next((name for name, _ in tally.layouts.most_common(1)), None)
        used = next((dict(pairs) for pairs, _ in tally.columns.most_common(1)), {})
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
    )


def _target(plan: Plan) -> TargetRow:
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


def _summary(
    plan: Plan, checked: Partial, rules: Sequence[RuleRow], problems: Sequence[RuleRow], ready: bool
) -> Summary:
    tallies = checked.tallies.values()
    by_level: Counter[str] = Counter()
    for row in rules:
        by_level[row.level] += row.count
    repeated = checked.index.repeated_rows if _leaves_out_repeats(plan) else 0
    return Summary(
        records=sum(tally.records for tally in tallies),
        examples=sum(tally.examples for tally in tallies),
        rejected=sum(tally.rejected for tally in tallies) + repeated,
        errors=by_level["error"],
        warnings=by_level["warning"],
        notes=by_level["note"],
        ready=ready,
        kind=plan.context.kind.value,
        reasons=() if ready else tuple(f"{row.code} {row.name}" for row in problems),
    )


def _leaves_out_repeats(plan: Plan) -> bool:
    return any(catalog()[code].condemns for code in plan.codes)


def _tokens(plan: Plan, lengths: Lengths, *, estimated: bool) -> Tokens | None:
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


def _cost(
    plan: Plan, config: Config, trained: Partial, prepared: Prepared | None, *, estimated: bool
) -> Cost | None:
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
    sent, received = max(calls.total - calls.answers - frame, 0), calls.answers
    scale = _CALLS / calls.count
    return cost.with_inference(
        inference(target, _CALLS, round(sent * scale), round(received * scale))
    )


def _labels(labels: Labels, prepared: Prepared | None) -> LabelTable | None:
    if not labels.count:
        return None
    total = labels.answers.total()
    rows: tuple[LabelRow, ...] = ()
    if labels.classification:
        rows = tuple(
            LabelRow(
                label=label,
                count=count,
                share=round(count / total, 4),
                train=prepared.train.labels.answers[label] if prepared else None,
                test=prepared.test.labels.answers[label] if prepared else None,
            )
            for label, count in sorted(labels.answers.items(), key=lambda p: (-p[1], p[0]))[
                :_MOST_LABELS
            ]
        )
    return LabelTable(
        classification=labels.classification,
        why=labels.why,
        distinct=len(labels.answers) if labels.classification else 0,
        rows=rows,
    )


def _contract(checked: Partial, style: Style | None) -> Mapping[str, object]:
    """What a caller of the tuned model must send."""
    facts: Inference = checked.inference
    labels = checked.labels
    return {
        "systems": sorted(_texts(facts.systems)),
        "separator": style.separator if style else None,
        "leading_space": style.space if style else False,
        "stop": [style.end] if style and style.end else [],
        "tools": [loads(tool) for tool in sorted(facts.tools)],
        "labels": sorted(labels.answers) if labels.classification else [],
    }


def _texts(texts: Iterable[str | None]) -> Iterable[str]:
    return (text for text in texts if text is not None)
