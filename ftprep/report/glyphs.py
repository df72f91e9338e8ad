"""The few signs that are not ASCII, and what stands for them where they cannot be written."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ASCII", "UNICODE", "Glyphs"]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of signs."""

    ellipsis: str
    left: str
    right: str
    dash: str
    times: str
    dot: str
    """What stands between the items of a list, with its spaces."""
    bar: str
    """One cell of a bar."""


UNICODE = Glyphs("…", "←", "→", "–", "×", " · ", "■")
ASCII = Glyphs("...", "<-", "->", "-", "x", ", ", "#")
