"""What becomes of each record: the example that is written, or why it is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ftprep.judge import Judged
from ftprep.model import Example, Finding, Kind, Origin
from ftprep.partial import Partial
from ftprep.plan import Plan
from ftprep.redact import redacted
from ftprep.rules.catalog import catalog
from ftprep.style import Style, apply

__all__ = ["Outcome", "Outcomes"]


class Outcome(NamedTuple):
    """What becomes of one record."""

    example: Example | None
    """What is written; None when the record is left out."""
    edits: tuple[str, ...]
    """Codes of the rules by which it was edited, in order."""
    reasons: list[Finding]
    """Why it is left out."""


class Outcomes:
    """The decisions that need what the first pass learnt of all the data."""

    def __init__(
        self,
        plan: Plan,
        checked: Partial,
        style: Style | None,
        left_out: Mapping[Origin, Finding] | None = None,
    ) -> None:
        """`left_out`: further examples that are not written, and why."""
        leaving_out = {code for code in plan.fixes if catalog()[code].condemns}
        condemned = {f.origin: f for f in checked.conclusions if f.code in leaving_out}
        self._condemned = {**(left_out or {}), **condemned}
        self._names = checked.private.names() if checked.private is not None else None
        self._style = style

    def of(self, judged: Judged) -> Outcome:
        """What becomes of one record."""
        condemned = self._condemned.get(judged.item.record.origin)
        reasons = judged.reasons or ([condemned] if condemned else [])
        if reasons or judged.mended is None:
            return Outcome(None, (), reasons)
        example, edits = judged.mended, judged.edits
        if self._names is not None:
            example, hidden = redacted(example, self._names)
            edits = (*edits, *hidden)
        if self._style is not None and example.kind is Kind.COMPLETION:
            example, styled = apply(example, self._style)
            edits = (*edits, *styled)
        return Outcome(example, edits, [])
