"""Count the tokens of few texts without the half second that loading a tokenizer takes.

A check of a hundred examples should end before one notices it began. What toktok and tiktoken
build before the first text takes 0.45 s; for a few kilobytes plain byte pair encoding, on ranks
that are looked up in their file, is done sooner. It gives the same counts (a property test).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from ftprep.tokens.pieces import pieces
from ftprep.tokens.ranks import table
from ftprep.tokens.ranks.table import Table

__all__ = ["count_few"]

_MOST_TEXT: Final = 100_000
"""Characters in all. Beyond, the tokenizer has earned its loading."""

_LONGEST_PIECE: Final = 200
"""Bytes. The merging below is quadratic in the length of a piece; words are short."""

_NEVER: Final = 1 << 24
"""The rank of what is no token: it is never merged."""


def count_few(texts: Sequence[str], encoding: str) -> list[int] | None:
    """Tokens of each text, or None where a tokenizer should count: it is loaded already, there is
    much text, or a piece of it is very long."""
    if "toktok" in sys.modules or sum(map(len, texts)) > _MOST_TEXT:
        return None
    ranks = _Ranks(table(encoding))
    tokens: dict[str, int] = {}  # of the pieces seen: words repeat
    counts = []
    for text in texts:
        found = pieces(text, encoding)
        if found is None:
            return None
        total = 0
        for piece in found:
            if (count := tokens.get(piece)) is None:
                encoded = piece.encode()
                if len(encoded) > _LONGEST_PIECE:
                    return None
                count = tokens[piece] = _merged(encoded, ranks)
            total += count
        counts.append(total)
    return counts


class _Ranks(dict[bytes, int]):
    """Some bytes → their rank; filled with what occurs."""

    def __init__(self, known: Table) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, some: bytes) -> int:
        self[some] = rank = self._known.get(some, _NEVER)
        return rank


def _merged(piece: bytes, ranks: _Ranks) -> int:
    """How many tokens a piece has: the neighbours of lowest rank are joined until none can be."""
    if ranks[piece] < _NEVER:
        return 1
    parts = [piece[i : i + 1] for i in range(len(piece))]
    pairs = [ranks[piece[i : i + 2]] for i in range(len(piece) - 1)]
    while pairs and (lowest := min(pairs)) < _NEVER:
        index = pairs.index(lowest)
        parts[index : index + 2] = [parts[index] + parts[index + 1]]
        del pairs[index]
        for beside in (index - 1, index):
            if 0 <= beside < len(pairs):
                pairs[beside] = ranks[parts[beside] + parts[beside + 1]]
    return len(parts)
