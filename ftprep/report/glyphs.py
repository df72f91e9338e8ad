"""The few signs that are not ASCII, and what stands for them where they cannot be written."""

from __future__ import annotations

from ftprep.frozen import frozen

__all__ = ["ASCII", "UNICODE", "Glyphs"]


@frozen
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
