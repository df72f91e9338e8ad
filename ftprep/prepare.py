"""The second pass: read the same input again, mend, leave out what is condemned, split, write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ftprep.aggregate.fingerprint import content_hash, fingerprint
from ftprep.engine import run
from ftprep.errors import FtprepError
from ftprep.jsontext import dumps
from ftprep.judge import Judged, judge
from ftprep.ledger import LedgerRow
from ftprep.model import UNREADABLE, Example, Finding, Kind, Origin, Record
from ftprep.normalizers.normalizer import Request
from ftprep.partial import Partial
from ftprep.plan import Plan
from ftprep.readers import plan as plan_reading
from ftprep.readers.reader import Hints, InputFile, Shard
from ftprep.rules.catalog import catalog
from ftprep.split import Split
from ftprep.style import Style, apply
from ftprep.tell import location, message, tell
from ftprep.understand import Inputs
from ftprep.write import Outputs, Written

__all__ = ["Names", "Prepared", "write_examples"]


class Names:
    """What the files of one `prepare` are called."""

    def __init__(self, stem: str) -> None:
        self.train = f"{stem}_train.jsonl"
        self.test = f"{stem}_test.jsonl"
        self.rejected = f"{stem}_rejected.jsonl"
        self.ledger = f"{stem}_ledger.jsonl"
        self.report = f"{stem}_report.json"
        self.manifest = f"{stem}_manifest.json"

    def roles(self) -> Mapping[str, str]:
        """Role → name of the file."""
        return vars(self)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was written, and what a check of it says."""

    files: Mapping[str, Written]
    """Name → file, for the files of lines."""
    records: Mapping[str, int]
    """train, test, rejected → input rows that went there."""
    repaired: Counter[str]
    """Code → examples that were edited by its rule."""
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
) -> Prepared:
    """Write train, test, rejected and ledger, and check what was written.

    Every input row ends in exactly one of train, test and rejected. Raises `FtprepError` if the
    counts do not add up or what was written does not pass its own check: then nothing is kept.
    """
    condemned = _condemned(plan, checked)
    writer = _Writer(plan, split, style, names, outputs)
    for shard in shards:
        for judged in judge(plan, shard):
            if isinstance(judged, Judged):
                writer.place(judged, condemned.get(judged.item.record.origin))
    files = outputs.close()
    expected = sum(tally.records for tally in checked.tallies.values())
    if sum(writer.records.values()) != expected:
        raise FtprepError(
            f"{expected:,} rows were read at first and {sum(writer.records.values()):,} when "
            "writing: the input has changed meanwhile; run it again"
        )
    train = _verified(plan, outputs, files.get(names.train))
    test = _verified(plan, outputs, files.get(names.test))
    return Prepared(files, dict(writer.records), writer.repaired, train, test)


def _condemned(plan: Plan, checked: Partial) -> Mapping[Origin, Finding]:
    """The examples that a dataset rule leaves out, each with the finding that says so."""
    leaving_out = {code for code in plan.fixes if catalog()[code].condemns}
    return {
        finding.origin: finding for finding in checked.conclusions if finding.code in leaving_out
    }


class _Writer:
    """Puts every record into its file and its story into the ledger."""

    def __init__(
        self, plan: Plan, split: Split, style: Style | None, names: Names, outputs: Outputs
    ) -> None:
        self._plan = plan
        self._sources = plan.inputs.sources
        self._split = split
        self._style = style
        self._names = names
        self._outputs = outputs
        self._rejected = outputs.lines(names.rejected)
        self._ledger = outputs.lines(names.ledger)
        self.records: Counter[str] = Counter(train=0, test=0, rejected=0)
        self.repaired: Counter[str] = Counter()

    def place(self, judged: Judged, condemned: Finding | None) -> None:
        """Write one record where it belongs."""
        reasons = judged.reasons or ([condemned] if condemned else [])
        if reasons or judged.mended is None:
            self._reject(judged.item.record, reasons)
            return
        side = "test" if self._split.is_test(fingerprint(judged.mended).side) else "train"
        example, edits = self._styled(judged.mended)
        name = self._names.test if side == "test" else self._names.train
        line = self._outputs.lines(name).write(dumps(example.body))
        edits = (*judged.edits, *edits)
        self.repaired.update(edits)
        self._tell(judged.item.record, side, name, line, edits=edits)

    def _styled(self, example: Example) -> tuple[Example, tuple[str, ...]]:
        if self._style is None or example.kind is not Kind.COMPLETION:
            return example, ()
        return apply(example, self._style)

    def _reject(self, record: Record, reasons: Iterable[Finding]) -> None:
        told = [tell(reason, self._plan) for reason in reasons]
        where = location(record.origin, self._sources)
        row: dict[str, Any] = {
            "source": {
                "path": where.path, "sheet": where.sheet, "row": where.row, "line": where.line
            },
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
            "record": None if record.data is UNREADABLE else record.data,
            "raw": record.raw or None,
        }  # fmt: skip
        line = self._rejected.write(dumps(row))
        codes = tuple(dict.fromkeys(r.code for r in told))
        self._tell(record, "rejected", self._names.rejected, line, reasons=codes)

    def _tell(
        self,
        record: Record,
        side: str,
        name: str,
        line: int,
        edits: tuple[str, ...] = (),
        reasons: tuple[str, ...] = (),
    ) -> None:
        digest = content_hash(record)
        for origin in (record.origin, *record.others):
            where = location(origin, self._sources)
            self.records[side] += 1
            self._ledger.write(LedgerRow(where, digest, side, name, line, edits, reasons).to_json())


def _verified(plan: Plan, outputs: Outputs, written: Written | None) -> Partial:
    """Check a file that was written, as if a stranger had given it."""
    inputs = Inputs((), Request(kind=plan.context.kind))
    if written is not None:
        local = str(outputs.path(written.name))
        file = InputFile(0, written.name, local, written.bytes, written.sha256)
        inputs = Inputs(
            tuple(plan_reading(file, Hints(format="jsonl", encoding="utf-8"))),
            Request(kind=plan.context.kind),
        )
    again = replace(plan, inputs=inputs, keep=1, ignored={})
    partial = run(again, [Shard(source.index) for source in inputs.sources])
    examples = sum(tally.examples for tally in partial.tallies.values())
    rejected = sum(tally.rejected for tally in partial.tallies.values())
    copies = plan.leaves_out_copies and next(iter(partial.index.copies()), None)
    if written is not None and (examples != written.lines or rejected or copies):
        first = next(iter(partial.findings), None)
        fault = message(first, inputs.sources) if first else "lines are missing or repeated"
        raise FtprepError(
            f"what was about to be written to {written.name} does not pass ftprep's own check "
            f"({fault}); nothing was kept. This is a defect of ftprep: please report it"
        )
    return partial
