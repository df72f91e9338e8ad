"""What `prepare` edited, by rule: how many examples, and the first texts before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ftprep.dataset.reread import Reread
from ftprep.jsontext import loads
from ftprep.model import Source
from ftprep.report.report import RepairRow
from ftprep.tell import location, told_differences

__all__ = ["Repairs"]

_SHOWN = 3
"""Texts of each rule that the report shows."""


class Repairs:
    """Counts the examples that each rule edited, and keeps the first few before and after.

    Only an example that one rule alone edited is kept: of another nobody knows which did what.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.shown: dict[str, list[RepairRow]] = {}

    def add(self, record: Reread, sources: Sequence[Source]) -> None:
        """Take in one example that was edited and written."""
        self.counts.update(record.edits)
        if not record.before or record.line is None:
            return
        kept = self.shown.setdefault(record.edits[0], [])
        if len(kept) < _SHOWN:
            where = location(record.origin, sources)
            kept += (
                RepairRow(where, each.pointer, each.before, each.after)
                for each in told_differences(loads(record.before), loads(record.line))
            )
            del kept[_SHOWN:]
