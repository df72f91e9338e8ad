"""How far a run has come, for whoever wants to know."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

__all__ = ["Watch", "unwatched"]

Watch: TypeAlias = Callable[[str, int, int], None]
"""Called with what goes on (`reading`, `writing`), the bytes of input that are done, and all."""


def unwatched(stage: str, done: int, total: int) -> None:
    """Nobody looks."""
