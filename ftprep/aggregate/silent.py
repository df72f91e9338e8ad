"""The records about which nothing is said, so that the second pass need not ask again."""

from __future__ import annotations

from collections.abc import Sequence

from ftprep.model import Origin

__all__ = ["Silent"]


class Silent:
    """Which records no rule says anything of.

    Memory: one byte per record.
    """

    def __init__(self) -> None:
        self._shards: dict[tuple[int, int], bytearray] = {}
        """(source, shard) → for each position whether it is silent."""

    def add_all(self, origins: Sequence[Origin]) -> None:
        """Take in records of one shard, in their order."""
        if not origins:
            return
        source, shard, last, *_ = origins[-1]
        flags = self._shards.setdefault((source, shard), bytearray())
        flags += bytes(last + 1 - len(flags))
        for origin in origins:
            flags[origin.position] = 1

    def of_shard(self, source: int, shard: int) -> Silent:
        """Those of one shard."""
        own = Silent()
        own._shards[source, shard] = self._shards.get((source, shard), bytearray())
        return own

    def merge(self, other: Silent) -> None:
        """Take in other shards."""
        self._shards |= other._shards

    def __contains__(self, origin: object) -> bool:
        if not isinstance(origin, Origin):
            return False
        source, shard, position, *_ = origin
        flags = self._shards.get((source, shard), b"")
        return position < len(flags) and bool(flags[position])
