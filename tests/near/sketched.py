"""All that sketches hold, to compare them."""

from __future__ import annotations

from ftprep.near.sketch import Sketches

__all__ = ["sketched"]


def sketched(sketches: Sketches) -> tuple[list[int], ...]:
    """Its columns as lists."""
    values = sketches.values.between(0, len(sketches.values))
    columns = (values, sketches.sizes, sketches.levels, sketches.digests)
    return tuple(map(list, columns))
