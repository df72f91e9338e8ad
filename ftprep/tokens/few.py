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
"""Characters in all calls together. Beyond, the tokenizer has earned its loading."""

_LONGEST_PIECE: Final = 200
"""Bytes. The merging below is quadratic in the length of a piece; words are short."""

_NEVER: Final = 1 << 24
"""The rank of what is no token: it is never merged."""


def count_few(texts: Sequence[str], encoding: str) -> list[int] | None:
    """Tokens of each text, or None where a tokenizer should count: it is loaded already, there is
    much text, or a piece of it is very long."""
    if "toktok" in sys.modules or not _room.has(sum(map(len, texts))):
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


class _Room:
    """For how much text it is done sooner here, in the life of the process."""

    def __init__(self) -> None:
        self._left = _MOST_TEXT

    def has(self, characters: int) -> bool:
        """Whether there is room for so many more, which then is taken."""
        if characters > self._left:
            return False
        self._left -= characters
        return True


_room = _Room()


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
    bounds = list(range(len(piece) + 1))
    pairs = [ranks[piece[at : at + 2]] for at in range(len(piece) - 1)]
    while pairs and (lowest := min(pairs)) < _NEVER:
        index = pairs.index(lowest)
        del pairs[index], bounds[index + 1]
        if index:
            pairs[index - 1] = ranks[piece[bounds[index - 1] : bounds[index + 1]]]
        if index < len(pairs):
            pairs[index] = ranks[piece[bounds[index] : bounds[index + 2]]]
    return len(bounds) - 1
