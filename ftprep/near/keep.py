"""Which example of a cluster stays when near-duplicates are left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ftprep.errors import UsageError
from ftprep.named import NamedTuple

__all__ = ["Keep"]

_CHOICES = ("first", "longest", "newest")


class Keep(NamedTuple):
    """The choice: the first in reading order, the longest, or the newest by a column."""

    choice: str = "first"
    column: str = ""
    """Holds what tells how new an example is; compared as text, so that ISO 8601 is right."""

    @classmethod
    def parsed(cls, text: str) -> Keep:
        """From `first`, `longest` or `newest:COLUMN`. Raises `UsageError` for all else."""
        choice, colon, column = text.partition(":")
        if choice not in _CHOICES or bool(column) != (choice == "newest") or (colon and not column):
            raise UsageError(
                f'there is no choice "{text}" of what to keep: write first, longest, or '
                "newest:COLUMN with the name of a column of dates"
            )
        return cls(choice, column)

    def stamp(self, record: Any) -> str:
        """What a record says of how new it is; empty where it has nothing in the column."""
        value = record.get(self.column) if self.column and isinstance(record, dict) else None
        return "" if value is None else str(value)

    def ordered(
        self, rows: Sequence[int], length: Callable[[int], int], stamp: Callable[[int], str]
    ) -> list[int]:
        """Rows that are in reading order, the one that stays first; equals in reading order."""
        if self.choice == "first":
            return list(rows)
        # A reversed sort leaves equals in their order.
        return sorted(rows, key=length if self.choice == "longest" else stamp, reverse=True)
