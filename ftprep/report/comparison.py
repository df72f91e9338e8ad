"""What differs between two editions of a dataset: the shape of `schemas/diff.schema.json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ftprep import __version__
from ftprep.difference import Difference
from ftprep.report.json_report import Json, plain
from ftprep.report.report import Location

__all__ = [
    "SCHEMA_VERSION",
    "Comparison",
    "ContractChange",
    "EditionRow",
    "ExampleChange",
    "ExampleCounts",
    "LabelChange",
    "document",
]

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition in numbers. Tokens and cost are those of its training file."""

    place: str
    """As it was given."""
    files: tuple[str, ...]
    kind: str
    train: int
    """Examples."""
    test: int
    not_understood: int
    """Records that are no examples; they are compared by what they hold."""
    tokens: int
    """Of all training examples together."""
    billed_per_epoch: int
    epochs: int | None
    """None without a training example."""
    train_usd: float | None
    """Of all epochs; None when no price is known."""


@dataclass(frozen=True, slots=True)
class ExampleCounts:
    """How many examples became what. Before: same + changed + removed; after: same + changed +
    added."""

    same: int
    changed: int
    added: int
    removed: int
    moved: int
    """Of the same and the changed: those on another side of the split."""
    added_to: Mapping[str, int]
    """train, test → how many."""
    removed_from: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LabelChange:
    """Examples of one class in the training file."""

    label: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class ContractChange:
    """One thing that a caller of the tuned model must now send otherwise."""

    part: str
    """Key of the contract: systems, separator, stop, tools, labels, …"""
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class ExampleChange:
    """What became of one example."""

    what: str
    """moved, changed, added or removed."""
    before: Location | None
    after: Location | None
    side_before: str | None
    side_after: str | None
    excerpt: str
    """The beginning of its last question."""
    differences: tuple[Difference, ...] = ()
    """Of one that changed."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs."""

    before: EditionRow
    after: EditionRow
    target: str
    """`provider:model` that both are counted and priced for."""
    examples: ExampleCounts
    labels: tuple[LabelChange, ...]
    """Those whose number differs."""
    contract: tuple[ContractChange, ...]
    shown: tuple[ExampleChange, ...]
    """The first of each kind."""

    @property
    def differs(self) -> bool:
        """Whether anything does."""
        counts = self.examples
        changes = counts.changed or counts.added or counts.removed or counts.moved
        return bool(changes or self.contract)


def document(comparison: Comparison) -> dict[str, Json]:
    """The comparison as plain values, every key always there."""
    told = plain(comparison)
    assert isinstance(told, dict)
    head: dict[str, Json] = {"schema_version": SCHEMA_VERSION, "ftprep_version": __version__}
    return {**head, "differs": comparison.differs, **told}
