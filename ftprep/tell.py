"""Places, findings and values as people see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ftprep.difference import Difference, differences
from ftprep.engine.plan import Plan
from ftprep.model import Finding, Origin, Source
from ftprep.report import places
from ftprep.report.report import FindingRow, Location
from ftprep.rules.catalog import catalog
from ftprep.rules.private.mask import masked

__all__ = [
    "is_mended",
    "location",
    "masked_values",
    "mend",
    "message",
    "place",
    "tell",
    "told_differences",
]


def location(origin: Origin, sources: Sequence[Source]) -> Location:
    """Where a record stands: the file, and the line or the row that its program shows."""
    if origin.source < 0:
        return Location(path=None)
    source = sources[origin.source]
    return Location(
        path=source.path,
        sheet=source.sheet,
        row=origin.row or None,
        line=origin.line or None,
    )


def place(origin: Origin, sources: Sequence[Source]) -> str:
    """The same in one word: `faq.csv:12`, `faq.xlsx!FAQ:12`."""
    return places.place(location(origin, sources))


def is_mended(finding: Finding, plan: Plan) -> bool:
    """Whether `prepare` mends this finding in a run like this one. A rule that mends only some of
    what it finds says so with the argument `mended`."""
    return finding.code in plan.fixes and bool(finding.args.get("mended", True))


def message(finding: Finding, sources: Sequence[Source]) -> str:
    """What a finding says."""
    return catalog()[finding.code].message.format_map(_shown(finding.args, sources))


def mend(finding: Finding, sources: Sequence[Source]) -> str:
    """What to do about a finding, in words."""
    return catalog()[finding.code].mend.format_map(_shown(finding.args, sources))


def tell(finding: Finding, plan: Plan) -> FindingRow:
    """A finding in words."""
    rule = catalog()[finding.code]
    sources = plan.inputs.sources
    where = location(finding.origin, sources)
    return FindingRow(
        code=rule.code,
        name=rule.name,
        level=plan.levels[rule.code].word,
        message=message(finding, sources),
        location=replace(where, column=finding.column or None, pointer=finding.pointer or None),
        fixable=is_mended(finding, plan),
        content=finding.content,
    )


def told_differences(before: Any, after: Any) -> tuple[Difference, ...]:
    """Where two JSON values differ, with the private values in both masked."""
    return tuple(
        each._replace(before=masked_values(each.before), after=masked_values(each.after))
        for each in differences(before, after)
    )


def masked_values(value: Any) -> Any:
    """Plain values with the private ones in their texts masked, as in all that is told."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, list):
        return [masked_values(inner) for inner in value]
    if isinstance(value, Mapping):
        return {key: masked_values(inner) for key, inner in value.items()}
    return value


def _shown(args: Mapping[str, Any], sources: Sequence[Source]) -> dict[str, Any]:
    return {name: _plain(value, sources) for name, value in args.items()}


def _plain(value: Any, sources: Sequence[Source]) -> Any:
    """An argument as it is told: a place in words, and no private value."""
    if isinstance(value, Origin):
        return place(value, sources)
    return masked(value) if isinstance(value, str) else value
