"""Python's collector of cycles, while many records pass through."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["seldom", "seldom_from_now_on"]

_OBJECTS = 50_000
"""New objects before the collector looks for cycles; Python's own choice is 700. Records make none,
and a batch of them is 20,000 objects: looking through each batch took a quarter of the time."""


@contextmanager
def seldom() -> Iterator[None]:
    """Collect cycles seldom, and as before afterwards."""
    before = gc.get_threshold()
    seldom_from_now_on()
    try:
        yield
    finally:
        gc.set_threshold(*before)


def seldom_from_now_on() -> None:
    """Collect cycles seldom, to the end of a process that is ours from its beginning: to go back to
    collecting often is to collect at once (10 CPU ms for what a check has loaded)."""
    often, *others = gc.get_threshold()
    gc.set_threshold(max(often, _OBJECTS) if often else 0, *others)
