"""What becomes of each record: the example that is written, or why it is left out."""

from __future__ import annotations

from typing import NamedTuple

from ftprep.judge import Judged
from ftprep.model import Example, Finding, Kind
from ftprep.partial import Partial
from ftprep.plan import Plan
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

    def __init__(self, plan: Plan, checked: Partial, style: Style | None) -> None:
        leaving_out = {code for code in plan.fixes if catalog()[code].condemns}
        self._condemned = {f.origin: f for f in checked.conclusions if f.code in leaving_out}
        self._style = style

    def of(self, judged: Judged) -> Outcome:
        """What becomes of one record."""
        condemned = self._condemned.get(judged.item.record.origin)
        reasons = judged.reasons or ([condemned] if condemned else [])
        if reasons or judged.mended is None:
            return Outcome(None, (), reasons)
        if self._style is None or judged.mended.kind is not Kind.COMPLETION:
            return Outcome(judged.mended, judged.edits, [])
        example, edits = apply(judged.mended, self._style)
        return Outcome(example, (*judged.edits, *edits), [])
