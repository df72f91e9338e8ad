"""Preference pairs: how long the two answers are, and whether pairs contradict each other."""

from __future__ import annotations

import math
from collections import Counter
from hashlib import blake2b
from typing import Any, Final

from ftprep.aggregate.group import Group
from ftprep.jsontext import canonical
from ftprep.model import Example, Kind, Origin
from ftprep.tokens.count import TokenCounts

__all__ = ["Pairs"]

_STEPS: Final = 20
"""Steps of the histogram of ratios in each doubling: the median is known to 3.5 %."""


class Pairs:
    """Lengths and directions of preference pairs; other kinds are passed over.

    Memory: one counter per step of the ratio (some hundreds at most), and for each pair a 16-byte
    digest and where its two directions were first seen: about 300 bytes.
    """

    def __init__(self) -> None:
        self.longer = 0
        """Pairs whose preferred answer has more characters than the other."""
        self.shorter = 0
        self.equal = 0
        self.ratios: Counter[int] = Counter()
        """Ratio of the lengths, preferred to other, in `_STEPS` of each doubling → pairs."""
        self.directions: dict[bytes, tuple[Origin | None, Origin | None]] = {}
        """Digest of the prompt and the two answers in either order → where each order is first."""

    def add(self, example: Example, tokens: TokenCounts) -> None:
        """Take in one example."""
        body = example.body
        if example.kind is not Kind.PREFERENCE or not isinstance(body, dict):
            return
        sizes = {"/preferred_output": 0, "/non_preferred_output": 0}
        for turn in example.turns:
            for side in sizes:
                if turn.pointer.startswith(side):
                    sizes[side] += len(turn.text)
        good, poor = sizes.values()
        self.longer += good > poor
        self.shorter += good < poor
        self.equal += good == poor
        self.ratios[round(_STEPS * math.log2((1 + good) / (1 + poor)))] += 1
        self._turn(example.origin, body)

    def _turn(self, origin: Origin, body: dict[str, Any]) -> None:
        good = canonical(body.get("preferred_output"))
        poor = canonical(body.get("non_preferred_output"))
        if good == poor:
            return
        asked = canonical(body.get("input"))
        # Lengths before the parts keep different triples apart.
        parts = (asked, *sorted((good, poor)))
        digest = blake2b(digest_size=16)
        for part in parts:
            digest.update(len(part).to_bytes(8, "big") + part)
        seen: tuple[Origin | None, Origin | None]
        seen = (origin, None) if good < poor else (None, origin)
        self._put(digest.digest(), seen)

    def add_group(self, group: Group) -> None:
        """Plain conversations are no pairs."""

    def merge(self, other: Pairs) -> None:
        """Take in another shard's examples."""
        self.longer += other.longer
        self.shorter += other.shorter
        self.equal += other.equal
        self.ratios.update(other.ratios)
        for key, seen in other.directions.items():
            self._put(key, seen)

    def _put(self, key: bytes, seen: tuple[Origin | None, Origin | None]) -> None:
        one, other = self.directions.get(key, (None, None))
        self.directions[key] = (_first(one, seen[0]), _first(other, seen[1]))

    @property
    def dominance(self) -> float:
        """Share of pairs whose preferred answer is longer, less the share where it is shorter: -1
        to 1. Cliff's delta of paired answers."""
        count = self.longer + self.shorter + self.equal
        return (self.longer - self.shorter) / count if count else 0.0

    @property
    def median_ratio(self) -> float:
        """Length of the preferred answer over that of the other, in the middle of all pairs."""
        left = (self.ratios.total() + 1) // 2
        for step in sorted(self.ratios):
            left -= self.ratios[step]
            if left <= 0:
                return float(2 ** (step / _STEPS))
        return 1.0

    def contradictions(self) -> list[tuple[Origin, Origin]]:
        """(later, earlier) of each two pairs with the same answers the other way round."""
        return sorted(
            (max(one, other), min(one, other))
            for one, other in self.directions.values()
            if one is not None and other is not None
        )


def _first(one: Origin | None, other: Origin | None) -> Origin | None:
    return min(one, other) if one is not None and other is not None else one or other
