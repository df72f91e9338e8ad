"""What becomes of each record: the example that is written, or why it is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from ftprep.jsontext import canonical
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
    reasons: Sequence[Finding]
    """Why it is left out."""


class Outcomes:
    """The decisions that need what the first pass learnt of all the data.

    To be asked in reading order. Memory: about 200 bytes for each prompt and completion, to know
    those that are equal only once they are written in one style.
    """

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
        self._styled: dict[bytes, Origin] | None = {} if plan.leaves_out_copies else None

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
            if (first := self._first(example)) != example.origin:
                again = Finding("DUP001", example.origin, "", {"first": first})
                return Outcome(None, (), [again])
        return Outcome(example, edits, [])

    def _first(self, example: Example) -> Origin:
        """Where the same prompt and completion stand first."""
        if self._styled is None:
            return example.origin
        digest = blake2b(canonical(example.body), digest_size=16).digest()
        return self._styled.setdefault(digest, example.origin)
