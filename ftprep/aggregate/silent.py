"""The records about which nothing is said, so that the second pass need not ask again."""

from __future__ import annotations

from ftprep.model import Origin

__all__ = ["Silent"]


class Silent:
    """Which records no rule says anything of.

    Memory: one byte per record.
    """

    def __init__(self) -> None:
        self._shards: dict[tuple[int, int], bytearray] = {}
        """(source, shard) → for each position whether it is silent."""

    def add(self, origin: Origin) -> None:
        """Take in a record; those of a shard come in their order."""
        source, shard, position, *_ = origin
        flags = self._shards.get((source, shard))
        if flags is None:
            flags = self._shards[source, shard] = bytearray()
        flags += bytes(position - len(flags)) + b"\1"

    def merge(self, other: Silent) -> None:
        """Take in other shards."""
        self._shards |= other._shards

    def __contains__(self, origin: object) -> bool:
        if not isinstance(origin, Origin):
            return False
        source, shard, position, *_ = origin
        flags = self._shards.get((source, shard), b"")
        return position < len(flags) and bool(flags[position])
