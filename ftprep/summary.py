"""Put together what a run has to tell: the Report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ftprep.baseline import Baseline
from ftprep.config import Config
from ftprep.engine.partial import Partial
from ftprep.engine.plan import Key, Plan
from ftprep.model import Finding, Kind
from ftprep.report.report import (
    BaselineRow,
    Duplicates,
    FindingRow,
    Report,
    RuleRow,
    SplitRow,
    Summary,
)
from ftprep.rules.catalog import catalog
from ftprep.rules.rule import Level
from ftprep.rules.select import by_prefix
from ftprep.style import Style, decide
from ftprep.tables import (
    contract_of,
    cost_of,
    input_of,
    labels_of,
    target_of,
    tokens_of,
)
from ftprep.tell import is_mended, masked_values, mend, tell

if TYPE_CHECKING:
    from ftprep.dataset.prepare import Prepared
    from ftprep.dataset.repairs import Repairs

__all__ = ["found_again", "style_of", "summarize"]


def style_of(plan: Plan, checked: Partial) -> Style | None:
    """How prompt/completion lines are (or would be) written; None for other kinds."""
    if plan.context.kind is not Kind.COMPLETION:
        return None
    return decide(checked.affixes, plan.fixes)


def summarize(
    plan: Plan,
    config: Config,
    checked: Partial,
    style: Style | None,
    *,
    encoding_estimated: bool,
    baselines: Sequence[Baseline],
    prepared: Prepared | None = None,
    split: SplitRow | None = None,
) -> Report:
    """The report of a check, or of a prepare when `prepared` is given.

    For a check it speaks of the examples as they stand. For a prepare, tokens, cost and the number
    of examples are those of the train file; the findings are those of the input.
    """
    records = sum(tally.records for tally in checked.tallies.values())
    trained = checked if prepared is None else prepared.train
    findings, counts = _findings(plan, checked, trained)
    repaired = None if prepared is None else prepared.repaired
    rules = _rules(plan, config, findings, counts, repaired, records)
    problems = [row for row in rules if row.level == Level.ERROR.word]
    again = found_again(plan, checked, trained)
    silenced = sorted({code for code, _ in again if plan.levels[code] is Level.ERROR})
    ready = _ready(plan, [*problems, *silenced], prepared)
    return Report(
        command="check" if prepared is None else "prepare",
        inputs=tuple(
            input_of(source, checked, plan.context.test_sources) for source in plan.inputs.sources
        ),
        target=target_of(plan),
        summary=_summary(
            plan,
            checked,
            rules,
            () if ready else tuple(_reasons(problems, silenced)),
            ready,
            prepared,
        ),
        tokens=tokens_of(plan, trained.lengths, estimated=encoding_estimated),
        cost=cost_of(plan, config, trained, prepared, estimated=encoding_estimated),
        labels=labels_of(checked.labels, style, prepared),
        duplicates=Duplicates(
            exact=checked.index.repeats,
            near=None if checked.near is None else checked.near.count,
            conflicts=len(checked.index.conflicts()),
        ),
        split=split,
        baseline=_baseline(again, baselines),
        rules=rules,
        findings=_told(plan, findings),
        findings_total=dict(sorted(counts.items())),
        contract=masked_values(contract_of(checked, trained, style)),
    )


def _findings(plan: Plan, checked: Partial, trained: Partial) -> tuple[list[Finding], Counter[str]]:
    """The findings that no baseline knows, in reading order, as many of each rule as were kept; and
    the number of all of them by code."""
    log = checked.findings
    new = [f for f in _conclusions(checked, trained) if (f.code, f.content) not in plan.known]
    return sorted([*log, *new], key=_in_reading_order), log.counts() + Counter(f.code for f in new)


def found_again(plan: Plan, checked: Partial, trained: Partial) -> Counter[Key]:
    """The known findings, and how often each was found again."""
    keys = ((f.code, f.content) for f in _conclusions(checked, trained))
    return checked.known + Counter(key for key in keys if key in plan.known)


def _conclusions(checked: Partial, trained: Partial) -> Iterator[Finding]:
    """What the dataset rules say: those that speak of what is trained on, of that; the others of
    all data."""
    for partial, of_training in ((checked, False), (trained, True)):
        for finding in partial.conclusions:
            if catalog()[finding.code].of_training is of_training:
                yield finding


def _baseline(found: Counter[Key], baselines: Sequence[Baseline]) -> BaselineRow | None:
    if not baselines:
        return None
    by_rule: Counter[str] = Counter()
    for (code, _), count in found.items():
        by_rule[code] += count
    return BaselineRow(
        files=tuple(str(baseline.file) for baseline in baselines),
        known=found.total(),
        by_rule=dict(sorted(by_rule.items())),
        unused=tuple(
            f"{entry.code} {entry.was}"
            for baseline in baselines
            for entry in baseline.entries
            if entry.key not in found
        ),
    )


def _told(plan: Plan, findings: Iterable[Finding]) -> tuple[FindingRow, ...]:
    """The first findings of each rule in words."""
    kept: Counter[str] = Counter()
    told = []
    for finding in findings:
        kept[finding.code] += 1
        if kept[finding.code] <= plan.keep:
            told.append(tell(finding, plan))
    return tuple(told)


def _in_reading_order(finding: Finding) -> tuple[Any, ...]:
    return finding.origin, finding.code, finding.pointer


def _rules(
    plan: Plan,
    config: Config,
    findings: Iterable[Finding],
    counts: Counter[str],
    repaired: Repairs | None,
    records: int,
) -> tuple[RuleRow, ...]:
    rules = catalog()
    first: dict[str, Finding] = {}
    mended: dict[str, bool] = {}
    for finding in findings:
        code = finding.code
        first.setdefault(code, finding)
        mended[code] = mended.get(code, True) and is_mended(finding, plan)
    rows = [
        RuleRow(
            code=code,
            name=rules[code].name,
            level=plan.levels[code].word,
            count=count,
            mend=mend(first[code], plan.inputs.sources),
            fixable=mended[code],
            repaired=repaired.counts[code] if repaired else 0,
            failing=_fails(code, count, records, plan, config),
            repairs=tuple(repaired.shown.get(code, ())) if repaired else (),
        )
        for code, count in counts.items()
    ]
    return tuple(sorted(rows, key=lambda r: (-plan.levels[r.code], -r.count, r.code)))


def _fails(code: str, count: int, records: int, plan: Plan, config: Config) -> bool:
    """Whether so many findings of a rule make the run fail: by its limit if it has one, else by its
    level."""
    limit = by_prefix(code, config.limits)
    if limit is not None:
        return limit.exceeded(count, records)
    return config.fail_on is not None and plan.levels[code] >= config.fail_on


def _ready(plan: Plan, problems: Sequence[object], prepared: Prepared | None) -> bool:
    """Whether a job could be started: a check asks for no error at all; after prepare the rows with
    errors are out of the way, and only what concerns the training file or the target counts."""
    if prepared is None:
        return not problems
    return not any(plan.levels[f.code] is Level.ERROR for f in prepared.train.conclusions)


def _reasons(problems: Sequence[RuleRow], silenced: Sequence[str]) -> Iterator[str]:
    yield from (f"{row.code} {row.name}" for row in problems)
    told = {row.code for row in problems}
    yield from (f"{code} {catalog()[code].name} (known)" for code in silenced if code not in told)


def _summary(
    plan: Plan,
    checked: Partial,
    rules: Sequence[RuleRow],
    reasons: tuple[str, ...],
    ready: bool,
    prepared: Prepared | None,
) -> Summary:
    tallies = checked.tallies.values()
    by_level: Counter[str] = Counter()
    for row in rules:
        by_level[row.level] += row.count
    rejected = sum(tally.rejected for tally in tallies)
    if prepared is not None:
        rejected = prepared.records["rejected"]
    elif plan.leaves_out_copies:
        rejected += checked.index.repeated_rows
    return Summary(
        records=sum(tally.records for tally in tallies),
        examples=sum(tally.examples for tally in tallies),
        rejected=rejected,
        errors=by_level["error"],
        warnings=by_level["warning"],
        notes=by_level["note"],
        ready=ready,
        kind=plan.context.kind.value,
        reasons=reasons,
    )
