"""The note about columns that no part of an example is made of."""

from __future__ import annotations

from collections.abc import Sequence

from ftprep.model import Finding, Origin

__all__ = ["unused_note"]


def unused_note(origin: Origin, columns: Sequence[str]) -> tuple[Finding, ...]:
    """One note that names the columns; nothing when all are used. The rule tells it once a file."""
    if not columns:
        return ()
    args = {"columns": ", ".join(columns), "n": len(columns)}
    return (Finding("MAP003", origin, "", args),)
