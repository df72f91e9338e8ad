"""The parts in which an input is read: one, or several of a large one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ftprep.model import Source
from ftprep.readers import cut
from ftprep.readers.reader import Shard

__all__ = ["parts"]

_LEAST: Final = 4 << 20
"""Bytes: some tenths of a second of work, so that several processes end together, progress is seen,
and what comes with each part is nothing beside it."""

_MOST: Final = 256


def parts(source: Source) -> Sequence[Shard]:
    """Shards that together are the whole source."""
    wanted = min(source.bytes // _LEAST, _MOST)
    if wanted < 2 or source.format == "frame":
        return (Shard(source.index),)
    return cut(source, wanted)
