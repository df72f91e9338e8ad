"""`--keep newest:COLUMN`: a column that is not there must not pass unseen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from ftprep.aggregate.near import Near
from ftprep.engine.understand import Inputs, Item, understand
from ftprep.errors import UsageError
from ftprep.model import Source
from ftprep.near.keep import Keep
from ftprep.readers.reader import Shard

__all__ = ["verify", "verify_used"]

_SAMPLE: Final = 20
"""Records of each input whose keys are named."""

_MOST_NAMES: Final = 30
"""Columns named in a message, so that it stays readable."""


def verify(keep: Keep, sources: Sequence[Source], *, joined: bool = False) -> None:
    """Raise `UsageError` where all inputs are tables and none has the column, and where rows are
    `joined`: a conversation has no column any more.

    What has no header, such as JSON lines, is known once it is read: see `verify_used`.
    """
    if keep.column and joined:
        raise UsageError(
            "--keep newest does not go with --group-by: rows that are joined into a conversation "
            "have dates of their own; keep the first or the longest"
        )
    if keep.column and sources and all(source.columns for source in sources):
        names = dict.fromkeys(name for source in sources for name in source.columns)
        if keep.column not in names:
            raise UsageError(
                f'there is no column "{keep.column}" for --keep newest; there are: {_told(names)}'
            )


def verify_used(keep: Keep, near: Near | None, inputs: Inputs) -> None:
    """Raise `UsageError` where examples were read, and none has anything in the column.

    `near`: the examples of all inputs; None when nothing is compared.
    """
    if not keep.column or near is None or not len(near):
        return
    if any(near.stamp(row) for row in range(len(near))):
        return
    found = _told(dict.fromkeys(_keys(inputs)))
    raise UsageError(
        f'no example has anything in the column "{keep.column}", by which --keep newest chooses'
        + (f"; the first records have: {found}" if found else "")
    )


def _keys(inputs: Inputs) -> Iterable[str]:
    """The columns or keys of the first records of each input that is not of an earlier dataset."""
    for source in inputs.sources:
        if source.index in inputs.earlier:
            continue
        for item in islice(understand(inputs, Shard(source.index)), _SAMPLE):
            if isinstance(item, Item) and isinstance(item.record.data, dict):
                yield from item.record.data


def _told(names: Iterable[str]) -> str:
    known = list(names)
    more = ["…"] if len(known) > _MOST_NAMES else []
    return ", ".join([*known[:_MOST_NAMES], *more])
