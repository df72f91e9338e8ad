"""Python's collector of cycles, while many records pass through."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["seldom"]

_OBJECTS = 50_000
"""New objects before the collector looks for cycles; Python's own choice is 700. Records make none,
and a batch of them is 20,000 objects: looking through each batch took a quarter of the time."""


@contextmanager
def seldom() -> Iterator[None]:
    """Collect cycles seldom, and as before afterwards."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _OBJECTS) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
