"""Styles by meaning: the sixteen colours that every terminal theme defines, and no backgrounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["BAD", "BAR", "GOOD", "HEAD", "LEVELS", "PLACE", "SOFT", "STRONG"]

HEAD: Final = ""
"""Labels of paragraphs: plain, so that levels and the verdict stand out among them."""
STRONG: Final = "bold"
SOFT: Final = "dim"
GOOD: Final = "bold green"
BAD: Final = "bold red"
BAR: Final = "cyan"
PLACE: Final = "cyan"

LEVELS: Final[Mapping[str, str]] = {"error": BAD, "warning": "bold yellow", "note": "bold cyan"}
