"""A comparison in words and numbers: what the terminal, the page and the JSON share."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ftprep.report.figures import count, money, plural, share
from ftprep.tuned.bootstrap import CONFIDENCE
from ftprep.tuned.compare import Comparison, Judged, Side
from ftprep.tuned.metrics import Measured

__all__ = ["TASKS", "conclusion", "cost_line", "judge_line", "number", "rows", "to_json"]

TASKS = {
    "labels": "labels",
    "structured": "structured answers (JSON)",
    "tools": "calls of tools",
    "text": "texts",
}
"""Task → how it is called."""

_SHARES = frozenset(
    {
        "exact_match",
        "same_json",
        "valid_json",
        "schema_match",
        "tool_calls",
        "tool_names",
        "macro_f1",
        "token_f1",
        "chrf",
    }
)
"""Measures between 0 and 1, told in percent."""

_FEW = 30
"""Examples below which the bounds are told with a caution."""


def conclusion(found: Comparison) -> str:
    """Whether the tuned model is better, in one or two sentences."""
    first = found.measures[0]
    examples = plural(len(found.pairs), "example")
    bounds = (
        f"{first.title} {number(first, first.tuned.value)}, its base "
        f"{number(first, first.base.value)}, {_between(first)}"
    )
    if found.verdict > 0:
        told = f"The tuned model is better: {bounds} on {examples}."
    elif found.verdict < 0:
        told = f"The tuned model is worse: {bounds} on {examples}."
    else:
        told = f"This test cannot tell the two apart: {bounds} on {examples}."
    if len(found.pairs) < _FEW:
        told += f" With fewer than {_FEW} examples the bounds themselves are rough."
    return told


def rows(found: Comparison) -> list[tuple[str, str, str, str]]:
    """(measure, base, tuned, difference with its bounds) for each measure."""
    return [
        (
            each.title,
            number(each, each.base.value),
            number(each, each.tuned.value),
            _with_bounds(each),
        )
        for each in found.measures
    ]


def cost_line(side: Side, calls: int) -> str:
    """What the calls of one model cost."""
    tokens = f"{count(side.prompt_tokens)} tokens in, {count(side.completion_tokens)} out"
    if side.usd is None or side.usd_per_call is None:
        return f"{plural(calls, 'call')}, {tokens}; price not known (--price {side.model}=IN,OUT)"
    a_million = money(side.usd_per_call * 1_000_000)
    return f"{plural(calls, 'call')}, {tokens}: {money(side.usd)}; a million calls {a_million}"


def judge_line(judged: Judged) -> str:
    """What the judge said."""
    wins = judged.wins
    told = (
        f"{judged.model} prefers the tuned answer {count(wins.get('tuned', 0))} times, the base's "
        f"{count(wins.get('base', 0))} times, neither {count(wins.get('tie', 0))} times"
    )
    if wins.get("unclear"):
        told += f"; {count(wins['unclear'])} times it did not say"
    if judged.rate is not None:
        low, high = share(judged.rate.low), share(judged.rate.high)
        told += f". The tuned model wins {share(judged.rate.value)} [{low}, {high}]"
    return told


def number(measured: Measured, value: float) -> str:
    """A value of a measure."""
    return f"{value:.1%}" if measured.name in _SHARES else f"{value:,.1f}"


def to_json(found: Comparison) -> dict[str, Any]:
    """The comparison as plain values; each pair with both answers."""
    return {
        "base": asdict(found.base),
        "tuned": asdict(found.tuned),
        "task": found.task,
        "seed": found.seed,
        "confidence": CONFIDENCE,
        "verdict": {1: "better", -1: "worse", 0: "undecided"}[found.verdict],
        "measures": [asdict(each) for each in found.measures],
        "judge": None if found.judged is None else asdict(found.judged),
        "left_out": [asdict(each) for each in found.left_out],
        "examples": [
            {
                "line": pair.case.line,
                "change": change,
                "expected": pair.case.expected,
                "expected_calls": list(pair.case.expected_calls),
                "base": asdict(pair.base),
                "tuned": asdict(pair.tuned),
            }
            for pair, change in zip(found.pairs, found.changes, strict=True)
        ],
    }


def _signed(measured: Measured, value: float) -> str:
    return f"{value * 100:+.1f} pp" if measured.name in _SHARES else f"{value:+,.1f}"


def _with_bounds(measured: Measured) -> str:
    low, high = measured.difference.low, measured.difference.high
    value = _signed(measured, measured.difference.value)
    return f"{value}  [{_signed(measured, low)}, {_signed(measured, high)}]"


def _between(measured: Measured) -> str:
    difference = measured.difference
    low, high = _signed(measured, difference.low), _signed(measured, difference.high)
    return f"{_signed(measured, difference.value)} (95% between {low} and {high})"
