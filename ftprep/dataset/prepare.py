"""The second pass: read the same input again, mend, leave out what is condemned, split, write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ftprep.dataset.ledger import ledger_line, source_row
from ftprep.dataset.names import Names
from ftprep.dataset.outcome import Copies, Outcomes
from ftprep.dataset.recheck import rechecked
from ftprep.dataset.repairs import Repairs
from ftprep.dataset.reread import Reread, Rereader, Task, unpacked
from ftprep.dataset.split import Split
from ftprep.dataset.write import Outputs, Written
from ftprep.engine.partial import Partial
from ftprep.engine.plan import Plan
from ftprep.engine.pool import Pool
from ftprep.errors import FtprepError
from ftprep.jsontext import dumps
from ftprep.jsonwrite import as_written
from ftprep.model import WHOLE_DATASET, Finding
from ftprep.readers.reader import Shard
from ftprep.style import Style
from ftprep.tell import tell

__all__ = ["Prepared", "write_examples"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was written, and what a check of it says."""

    files: Mapping[str, Written]
    """Name → file, for the files of lines."""
    records: Mapping[str, int]
    """train, test, rejected → input rows that went there."""
    repaired: Repairs
    """What was edited by which rule."""
    train: Partial
    test: Partial


def write_examples(
    plan: Plan,
    shards: Sequence[Shard],
    checked: Partial,
    split: Split,
    style: Style | None,
    names: Names,
    outputs: Outputs,
    apply: Pool | None,
    done: Callable[[Shard], None],
) -> Prepared:
    """Write train, test, rejected and ledger, and check what was written.

    `apply` maps over shards in several processes, None in one. `done` is called with each shard
    that is written.
    Every input row ends in exactly one of train, test and rejected. Raises `FtprepError` if the
    counts do not add up or what was written does not pass its own check: then nothing is kept.
    """
    outcomes = Outcomes(plan, checked, style, split.held.left_out)
    tasks = (
        Task(shard, checked.silent.of_shard(*shard[:2]), outcomes.of_shard(*shard[:2]))
        for shard in shards
    )
    drawn = checked.index.drawn()
    writer = _Writer(plan, names, outputs)
    # Redaction sends all private values along; that would take longer than it saves.
    reread: Iterable[Iterable[Reread]]
    if apply is None or plan.redact:
        reread = map(Rereader(plan).each, tasks)
    else:
        reread = map(unpacked, apply(Rereader(plan), tasks))
    for shard, records in zip(shards, reread, strict=True):
        for record in records:
            side = ""
            if record.understood:
                origin, prompt, own = next(drawn, _NOTHING_DRAWN)
                if origin != record.origin:
                    raise _changed("another record was read at first")
                side = split.side_of(origin, prompt, own)
            writer.place(record, side)
        done(shard)
    files = outputs.close()
    expected = sum(tally.records for tally in checked.tallies.values())
    written = sum(writer.records.values())
    if written != expected:
        raise _changed(f"{expected:,} rows were read at first and {written:,} when writing")
    train = rechecked(plan, outputs, files.get(names.train), apply)
    test = rechecked(plan, outputs, files.get(names.test), apply)
    return Prepared(files, dict(writer.records), writer.repaired, train, test)


_NOTHING_DRAWN: Final = WHOLE_DATASET, b"", b""


def _changed(how: str) -> FtprepError:
    return FtprepError(f"{how}: the input has changed meanwhile; run it again")


class _Writer:
    """Puts every record into its file and its story into the ledger."""

    def __init__(self, plan: Plan, names: Names, outputs: Outputs) -> None:
        self._plan = plan
        self._sources = plan.inputs.sources
        self._names = names
        self._outputs = outputs
        self._rejected = outputs.lines(names.rejected)
        self._ledger = outputs.lines(names.ledger)
        self.records: Counter[str] = Counter(train=0, test=0, rejected=0)
        self._copies = Copies()
        self.repaired = Repairs()

    def place(self, record: Reread, side: str) -> None:
        """Write one record where it belongs: on its side, or to the rejected ones."""
        again = self._copies.repeated(record.key, record.origin)
        if record.line is None or again is not None:
            self._reject(record, record.reasons if again is None else [again])
            return
        name = self._names.test if side == "test" else self._names.train
        line = self._outputs.lines(name).write(record.line)
        if record.edits:
            self.repaired.add(record, self._sources)
        self._tell(record, side, name, line, record.edits)

    def _reject(self, record: Reread, reasons: Iterable[Finding]) -> None:
        told = [tell(reason, self._plan) for reason in reasons]
        row: dict[str, Any] = {
            "source": source_row(record.origin, self._sources[record.origin.source]),
            "reasons": [
                {
                    "code": r.code,
                    "name": r.name,
                    "message": r.message,
                    "column": r.location.column,
                    "pointer": r.location.pointer,
                }
                for r in told
            ],
            "record": as_written(record.found),
            "raw": record.raw or None,
        }
        line = self._rejected.write(dumps(row))
        codes = tuple(dict.fromkeys(r.code for r in told))
        self._tell(record, "rejected", self._names.rejected, line, reasons=codes)

    def _tell(
        self,
        record: Reread,
        side: str,
        name: str,
        line: int,
        edits: tuple[str, ...] = (),
        reasons: tuple[str, ...] = (),
    ) -> None:
        for origin in (record.origin, *record.others):
            self.records[side] += 1
            source = self._sources[origin.source]
            self._ledger.write(
                ledger_line(origin, source, record.digest, side, name, line, edits, reasons)
            )
