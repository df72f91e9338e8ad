"""Stands in for several processes where a test needs what they do and not how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["Alone", "alone"]


class Alone:
    """A pool without processes."""

    def __call__(self, function: Callable[[Any], Any], parts: Iterable[Any]) -> Any:
        return map(function, parts)

    def close(self) -> None:
        """Nothing to end."""


@contextmanager
def alone(jobs: int) -> Iterator[Any]:
    """In place of `ftprep.engine.pool.processes`."""
    yield Alone()
