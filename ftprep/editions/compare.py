"""What differs between two editions of a dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from ftprep.config import Config
from ftprep.editions.edition import Edition
from ftprep.editions.lineup import Lineup, Row, line_up, rows
from ftprep.engine.understand import Inputs, Item, understand
from ftprep.model import Example, Kind, Origin
from ftprep.planning import Planned, planned
from ftprep.readers.reader import Hints, Shard
from ftprep.report.comparison import (
    Comparison,
    ContractChange,
    EditionRow,
    ExampleChange,
    ExampleCounts,
    LabelChange,
)
from ftprep.rules.private.mask import masked
from ftprep.summary import style_of
from ftprep.tables import contract_of, cost_of, labels_of, tokens_of
from ftprep.tell import location, masked_values, told_differences

__all__ = ["compare"]

_EXCERPT: Final = 80
"""Characters of a question that are told."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of one edition."""

    row: EditionRow
    target: str
    inputs: Inputs
    examples: Sequence[Row]
    labels: Mapping[str, int]
    contract: Mapping[str, object]


def compare(before: Edition, after: Edition, config: Config, *, most: int = 10) -> Comparison:
    """Compare two editions; nothing is mended and no rule is asked.

    What `config` says of reading and columns concerns data that `prepare` did not write. Both are
    counted for the model it names, else for that of the later manifest. `most`: changes shown of
    each kind. Raises `FtprepError` for what cannot be read at all.
    """
    config = _for_model(config, after, before)
    # What is spooled (standard input, a gzipped workbook) must live until the texts are shown.
    with (
        planned(list(before.train), _reading(before, config)) as old_run,
        planned(list(after.train), _reading(after, config)) as new_run,
    ):
        old, new = _facts(before, old_run, config), _facts(after, new_run, config)
        found = line_up(old.examples, new.examples)
        return Comparison(
            before=old.row,
            after=new.row,
            target=new.target,
            examples=_counts(found),
            labels=tuple(_labels(old.labels, new.labels)),
            contract=tuple(_contract(old.contract, new.contract)),
            shown=tuple(_shown(found, old.inputs, new.inputs, most)),
        )


def _for_model(config: Config, *editions: Edition) -> Config:
    """With the target of the first edition that has one, unless another is asked for."""
    if (config.model, config.provider, config.method) != (None, None, None):
        return config
    for edition in editions:
        if edition.manifest is not None:
            told = edition.manifest["target"]
            return replace(
                config, model=told["model"], provider=told["provider"], method=told["method"]
            )
    return config


def _reading(edition: Edition, config: Config) -> Config:
    """How one edition is read: what `prepare` wrote as the lines that they are."""
    config = replace(config, test=edition.test, isolated=True, baseline=None)
    if edition.manifest is None:
        return config
    return replace(
        config,
        hints=Hints(format="jsonl", encoding="utf-8"),
        columns={},
        templates={},
        system=None,
        group_by=None,
        kind=Kind(edition.manifest["kind"]),
    )


def _facts(edition: Edition, run: Planned, config: Config) -> _Facts:
    plan = replace(run.plan, codes=(), fixes=frozenset(), redact=False, known=frozenset())
    checked = replace(run, plan=plan).check()
    found = list(rows(plan.inputs, plan.context.test_sources))
    style = style_of(run.plan, checked)
    lengths = checked.lengths
    tokens = tokens_of(plan, lengths, estimated=run.encoding_estimated)
    cost = cost_of(plan, config, checked, None, estimated=run.encoding_estimated)
    table = labels_of(checked.labels, style, None)
    sides = Counter(row.side for row in found if row.understood)
    row = EditionRow(
        place=edition.place,
        files=(*edition.train, *edition.test),
        kind=plan.context.kind.value,
        train=sides["train"],
        test=sides["test"],
        not_understood=sum(not row.understood for row in found),
        tokens=tokens.total if tokens else 0,
        billed_per_epoch=tokens.billed_per_epoch if tokens else 0,
        epochs=cost.epochs if cost else None,
        train_usd=cost.train_usd if cost else None,
    )
    contract = contract_of(checked, checked, style)
    if edition.manifest is not None:
        contract = edition.manifest["contract"]
    target = plan.context.target
    return _Facts(
        row,
        f"{target.provider.name}:{target.model.id}",
        plan.inputs,
        found,
        {row.label: row.count for row in table.rows} if table else {},
        contract,
    )


def _counts(found: Lineup) -> ExampleCounts:
    changed = sum(pair.changed for pair in found.pairs)
    return ExampleCounts(
        same=len(found.pairs) - changed,
        changed=changed,
        added=len(found.added),
        removed=len(found.removed),
        moved=sum(pair.moved for pair in found.pairs),
        added_to=_sides(found.added),
        removed_from=_sides(found.removed),
    )


def _sides(found: Iterable[Row]) -> Mapping[str, int]:
    counts = Counter(row.side for row in found)
    return {side: counts[side] for side in ("train", "test")}


def _labels(before: Mapping[str, int], after: Mapping[str, int]) -> Iterator[LabelChange]:
    for label in sorted({*before, *after}):
        old, new = before.get(label, 0), after.get(label, 0)
        if old != new:
            yield LabelChange(label, old, new)


def _contract(
    before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[ContractChange]:
    for part in before:
        # What a manifest of the first days does not say cannot be compared.
        if part in after and (old := before[part]) != (new := after[part]):
            yield ContractChange(part, masked_values(old), masked_values(new))


def _shown(found: Lineup, old: Inputs, new: Inputs, most: int) -> Iterator[ExampleChange]:
    """The first changes of each kind, with what differs."""
    chosen: list[tuple[str, Row | None, Row | None]] = []
    kinds: Mapping[str, Iterable[tuple[Row | None, Row | None]]] = {
        "moved": (pair for pair in found.pairs if pair.moved),
        "changed": (pair for pair in found.pairs if pair.changed and not pair.moved),
        "removed": ((row, None) for row in found.removed),
        "added": ((None, row) for row in found.added),
    }
    for what, pairs in kinds.items():
        chosen += [(what, *pair) for pair in islice(pairs, most)]
    befores = _examples(old, [row for _, row, _ in chosen if row])
    afters = _examples(new, [row for _, _, row in chosen if row])
    for what, row, then in chosen:
        was = befores.get(row.origin) if row else None
        now = afters.get(then.origin) if then else None
        yield ExampleChange(
            what,
            location(row.origin, old.sources) if row else None,
            location(then.origin, new.sources) if then else None,
            row.side if row else None,
            then.side if then else None,
            _excerpt(now or was),
            told_differences(was.body, now.body) if was and now else (),
        )


def _examples(inputs: Inputs, wanted: Sequence[Row]) -> dict[Origin, Example]:
    """The examples of these rows, read once more."""
    origins = {row.origin for row in wanted}
    found: dict[Origin, Example] = {}
    for source in sorted({origin.source for origin in origins}):
        for item in understand(inputs, Shard(source)):
            if isinstance(item, Item) and item.example and item.record.origin in origins:
                found[item.record.origin] = item.example
    return found


def _excerpt(example: Example | None) -> str:
    """The beginning of the last question, or of the first text where there is none."""
    if example is None or not example.turns:
        return ""
    asked = [turn.text for turn in example.turns if turn.role == "user"] or [example.turns[0].text]
    text = masked(asked[-1])
    return text if len(text) <= _EXCERPT else text[:_EXCERPT] + "…"
