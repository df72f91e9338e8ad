"""Short ways to write down a Report: what is beside the point of a fixture is filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ftprep.report.report import (
    Cost,
    EpochCost,
    FindingRow,
    InputRow,
    Location,
    Report,
    RuleRow,
    Tokens,
)

__all__ = [
    "Rule",
    "a_contract",
    "a_cost",
    "a_rule",
    "an_input",
    "failing_from",
    "found",
    "tokens",
]

Rule = tuple[RuleRow, Sequence[tuple[Location, str]]]
"""A rule, and its places with their messages."""


def an_input(path: str, format_: str, records: int, **more: Any) -> InputRow:
    """One input of 412 bytes for each record."""
    binary = format_ in ("xlsx", "parquet")
    row = InputRow(
        path=path,
        format=format_,
        encoding=None if binary else "utf-8",
        sheet=None,
        sha256="5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
        bytes=records * 412,
        records=records,
        encoding_confidence=None if binary else 1.0,
        compression=None,
        dialect={},
        header_row=None,
        columns=(),
        layout=None,
        used={},
    )
    return replace(row, **more)


def tokens(by_role: Mapping[str, int], histogram: Mapping[range, int], **more: Any) -> Tokens:
    """Tokens with figures that agree with the histogram, roughly, and billed in full."""
    examples = sum(histogram.values())
    total = sum(by_role.values()) + 11 * examples
    row = Tokens(
        total=total,
        billed_per_epoch=total,
        min=min(histogram, key=lambda each: each.start).start,
        p50=total // examples,
        p95=max(histogram, key=lambda each: each.start).start,
        max=max(histogram, key=lambda each: each.start).stop - 1,
        mean=round(total / examples, 2),
        by_role=by_role,
        histogram=tuple((each.start, each.stop, number) for each, number in histogram.items()),
        over_limit=0,
        limit=65_536,
        encoding="o200k_base",
        estimated=False,
    )
    return replace(row, **more)


def a_cost(billed: int, price: float, **more: Any) -> Cost:
    """The cost of three epochs of `billed` tokens, at a price per million."""
    usd = 3 * billed * price / 1e6
    table = tuple(EpochCost(n, n * billed, n * billed * price / 1e6) for n in (1, 2, 3, 4))
    cost = Cost(
        epochs=3,
        epochs_mode="auto",
        billed_tokens=3 * billed,
        billed_tokens_most=3 * billed,
        train_usd=usd,
        train_usd_most=usd,
        price_per_million=price,
        price_as_of="2026-10",
        price_source="OpenAI, API pricing page",
        exact=True,
        why_not_exact=None,
        table=table,
        inference=None,
    )
    return replace(cost, **more)


def a_contract(**more: Any) -> dict[str, object]:
    """What a caller must send: nothing, unless said."""
    nothing: dict[str, object] = {
        "systems": [],
        "system_use": "never",
        "separator": None,
        "leading_space": False,
        "stop": [],
        "tools": [],
        "tool_use": "never",
        "labels": [],
    }
    return {**nothing, **more}


def a_rule(
    level: str,
    rule: str,
    count: int,
    mend: str,
    places: Mapping[Location, str],
    *,
    fixable: bool = False,
    repaired: int = 0,
) -> Rule:
    """`rule` is code and name: `MSG006 content-empty`."""
    code, name = rule.split(" ", 1)
    return RuleRow(code, name, level, count, mend, fixable, repaired, level == "error"), tuple(
        places.items()
    )


def found(*rules: Rule) -> dict[str, Any]:
    """The fields of a Report that tell what was found."""
    return {
        "rules": tuple(row for row, _ in rules),
        "findings": tuple(
            FindingRow(row.code, row.name, row.level, message, location, row.fixable)
            for row, places in rules
            for location, message in places
        ),
        "findings_total": {row.code: row.count for row, _ in rules},
    }


def failing_from(level: str, report: Report) -> Report:
    """The report with `level` as the failing level: error, warning, note or never."""
    worst = ("error", "warning", "note")
    failing = worst[: worst.index(level) + 1] if level in worst else ()
    rules = tuple(replace(row, failing=row.level in failing) for row in report.rules)
    return replace(report, rules=rules)
