"""The second pass over one shard: what becomes of each of its records, as far as that does not
depend on the records of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from ftprep.aggregate.fingerprint import content_hash
from ftprep.aggregate.silent import Silent
from ftprep.collector import seldom
from ftprep.dataset.outcome import Outcomes
from ftprep.dataset.unchanged import gone
from ftprep.engine.judge import Judged, judge
from ftprep.engine.plan import Plan
from ftprep.frozen import frozen
from ftprep.jsontext import dumps
from ftprep.many import made
from ftprep.model import UNREADABLE, Finding, Origin, Record
from ftprep.named import NamedTuple
from ftprep.readers.reader import Shard

__all__ = ["Reread", "Rereader", "Task", "unpacked"]

_NONE: Final = b"null"


class Task(NamedTuple):
    """One shard, and what is known of it."""

    shard: Shard
    silent: Silent
    """The records that need not be asked about again."""
    outcomes: Outcomes


class Reread(NamedTuple):
    """One record, ready to be written."""

    origin: Origin
    others: tuple[Origin, ...]
    """Origins of the further rows that were joined into it."""
    understood: bool
    """Whether it became an example, and so has a side."""
    digest: str
    """Of the record as it was read, see `content_hash`."""
    line: bytes | None
    """The JSON that is written; None when the record is left out."""
    edits: tuple[str, ...]
    reasons: Sequence[Finding]
    key: bytes
    """See `Outcome`."""
    before: bytes
    """The JSON of the example as it was, where one rule alone edited it."""
    found: bytes
    """The JSON of the record as it was read, where it is left out or may yet be."""
    raw: str


Packed = list[Sequence[Any]]
"""The fields of many records, column by column, with bare tuples for origins: to pickle a named
tuple takes ten times as long."""


def _packed(records: Sequence[Reread]) -> Packed:
    if not records:
        return []
    origins, *others = zip(*records, strict=True)
    return [list(map(tuple, origins)), *others]


def unpacked(columns: Packed) -> list[Reread]:
    """The records."""
    if not columns:
        return []
    origins, *others = columns
    return made(Reread, zip(made(Origin, origins), *others, strict=True))


@frozen
class Rereader:
    """Rereads shards: one value that can be sent to another process."""

    plan: Plan

    def __call__(self, task: Task) -> Packed:
        """The records of a shard, in reading order, as they travel between processes."""
        return _packed(list(self.each(task)))

    def each(self, task: Task) -> Iterator[Reread]:
        """The records one after the other, so that in one process no shard is held.

        Raises `InputError` for a file that cannot be read any more.
        """
        try:
            with seldom():
                for judged in judge(self.plan, task.shard, task.silent):
                    if isinstance(judged, Judged):
                        yield _reread(judged, task.outcomes)
        except OSError as error:
            raise gone(self.plan.inputs.sources[task.shard.source].path, error) from error


def _reread(judged: Judged, outcomes: Outcomes) -> Reread:
    record, example = judged.item.record, judged.item.example
    written, edits, reasons, key = outcomes.of(judged)
    line = None if written is None else dumps(written.body)
    before = dumps(example.body) if example is not None and line and len(edits) == 1 else b""
    found = _found(record) if line is None or key else b""
    raw = record.raw if line is None or key else ""
    return Reread(
        record.origin,
        record.others,
        example is not None,
        content_hash(record),
        line,
        edits,
        reasons,
        key,
        before,
        found,
        raw,
    )


def _found(record: Record) -> bytes:
    return _NONE if record.data is UNREADABLE else dumps(record.data)
