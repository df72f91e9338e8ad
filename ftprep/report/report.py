"""What a run has to tell, as plain data: the shape of the JSON report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ftprep.cost import Cost, EpochCost, Inference
from ftprep.frozen import frozen

if TYPE_CHECKING:
    from ftprep.difference import Difference

__all__ = [
    "BaselineRow",
    "Change",
    "Cost",
    "Duplicates",
    "EpochCost",
    "FindingRow",
    "Inference",
    "InputRow",
    "LabelRow",
    "Labels",
    "Location",
    "RepairRow",
    "Report",
    "RuleRow",
    "SplitRow",
    "Summary",
    "TargetRow",
    "Tokens",
]

SCHEMA_VERSION = 1


@frozen
class InputRow:
    """One input and how it was read."""

    path: str
    format: str
    encoding: str | None
    sheet: str | None
    sha256: str
    bytes: int
    records: int
    encoding_confidence: float | None
    compression: str | None
    dialect: Mapping[str, str]
    header_row: int | None
    columns: tuple[str, ...]
    layout: str | None
    """The layout of most records: chat, completion, table, …"""
    used: Mapping[str, str]
    """Role → column, for tables: {"user": "Question", "assistant": "Answer"}."""
    test: bool = False
    """Whether it was given as the test set of the others."""


@frozen
class TargetRow:
    """Where the data goes."""

    provider: str
    model: str
    method: str
    encoding: str | None
    train_cutoff: str | None
    """ISO date from which no job can be started."""
    trainable: bool
    """Whether a job could be started on the day of the report."""
    alternatives: tuple[str, ...]


@frozen
class BaselineRow:
    """The known findings that were not told."""

    files: tuple[str, ...]
    known: int
    """Findings that were found again, and are in no other count."""
    by_rule: Mapping[str, int]
    """Code → how many of them."""
    unused: tuple[str, ...]
    """`CODE place` of entries that were not found any more."""


@frozen
class Summary:
    """The answer in numbers. `records` = `examples` + records that are not understood;
    `rejected` counts records that would not be (or were not) written."""

    records: int
    examples: int
    rejected: int
    errors: int
    warnings: int
    notes: int
    ready: bool
    kind: str
    """chat, completion, …: the kind of line that is (or would be) written."""
    reasons: tuple[str, ...]
    """Why it is not ready: `CODE name` of each kind of error, most frequent first."""


@frozen
class Tokens:
    """Token counts of the examples that would be trained on. Per example unless said otherwise."""

    total: int
    billed_per_epoch: int
    min: int
    p50: int
    p95: int
    max: int
    mean: float
    by_role: Mapping[str, int]
    histogram: tuple[tuple[int, int, int], ...]
    """(from, to, examples): lengths from ≤ n < to."""
    over_limit: int
    limit: int | None
    encoding: str
    estimated: bool
    """True when the model's own encoding is not published and another one stands in."""


@frozen
class LabelRow:
    """One class."""

    label: str
    count: int
    share: float
    train: int | None = None
    test: int | None = None


@frozen
class Labels:
    """The classes, when the task is a classification."""

    classification: bool
    why: str
    """Why it is taken for one, or not: `the column "category" is a label`."""
    distinct: int
    rows: tuple[LabelRow, ...]
    """Most frequent first; at most 100."""


@frozen
class Duplicates:
    """Numbers of examples that repeat an earlier one, and of prompts with several answers."""

    exact: int
    near: int | None
    """None where near-duplicates were not looked for."""
    conflicts: int


@frozen
class SplitRow:
    """Where the records went. `records` counts input rows, `examples` lines written (they differ
    when rows are grouped into conversations)."""

    train_records: int
    test_records: int
    rejected_records: int
    train_examples: int
    test_examples: int
    test_size: str
    """As asked: `0.2` or `200`."""
    seed: int
    stratified: bool
    files: Mapping[str, str]
    """train, test, rejected, ledger, report, manifest → path of the file."""


@frozen
class Location:
    """A place as people see it."""

    path: str | None
    sheet: str | None = None
    row: int | None = None
    line: int | None = None
    column: str | None = None
    """Column name of a table."""
    pointer: str | None = None
    """JSON pointer inside the record or example."""


@frozen
class FindingRow:
    """One finding, told."""

    code: str
    name: str
    level: str
    message: str
    location: Location
    fixable: bool
    """Whether `prepare` mends it unasked."""
    content: str = ""
    """What it is about, wherever that stands: hash of the record, `@` and a file's name, or `@`."""


@frozen
class RepairRow:
    """One text that `prepare` edited."""

    location: Location
    pointer: str
    before: str | None
    """None where there was nothing."""
    after: str | None
    """None where nothing is left."""


@frozen
class Change:
    """What would happen to one record that is not written just as it was understood."""

    location: Location
    edits: tuple[str, ...]
    """Codes of the rules by which it would be edited."""
    differences: tuple[Difference, ...]
    reasons: tuple[FindingRow, ...]
    """Why it would be left out; empty when it would be written."""


@frozen
class RuleRow:
    """All findings of one rule, told together."""

    code: str
    name: str
    level: str
    count: int
    mend: str
    """What to do about it, one sentence."""
    fixable: bool
    repaired: int
    """How many of them `prepare` mended; 0 for check."""
    failing: bool
    """Whether they make the run fail, by the failing level or the rule's limit."""
    repairs: tuple[RepairRow, ...] = ()
    """The first texts that `prepare` edited for this rule, before and after."""


@frozen
class Report:
    """Everything a run has to tell."""

    command: str
    """check or prepare."""
    inputs: tuple[InputRow, ...]
    target: TargetRow
    summary: Summary
    tokens: Tokens | None
    """None when there is no example."""
    cost: Cost | None
    labels: Labels | None
    duplicates: Duplicates
    split: SplitRow | None
    """None for check."""
    rules: tuple[RuleRow, ...]
    """Worst level first, then by count, then by code."""
    findings: tuple[FindingRow, ...]
    """In reading order; at most so many per rule as the config says."""
    findings_total: Mapping[str, int]
    contract: Mapping[str, object]
    """What a caller of the tuned model must send: systems, separator, stop, tools, labels."""
    baseline: BaselineRow | None = None
    """None where there is no file of known findings."""

    @property
    def failing(self) -> bool:
        """Whether something was found that makes the run fail."""
        return any(row.failing for row in self.rules)
