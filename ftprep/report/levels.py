"""The levels of findings."""

from __future__ import annotations

from typing import Final

__all__ = ["LEVELS"]

LEVELS: Final = ("error", "warning", "note")
"""Worst first."""
