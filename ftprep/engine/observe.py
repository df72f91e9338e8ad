"""Show judged records to the aggregates: plain ones shape by shape, the others one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ftprep.aggregate.fingerprint import Fingerprint, fingerprint, fingerprints
from ftprep.aggregate.group import Group
from ftprep.aggregate.index import Entry
from ftprep.aggregate.labels import LONGEST_LABEL
from ftprep.aggregate.near import Near
from ftprep.aggregate.said import Said, all_said, said
from ftprep.engine.judge import Judged
from ftprep.engine.partial import Partial, Tally
from ftprep.engine.plan import Plan
from ftprep.engine.understand import Item
from ftprep.many import made
from ftprep.model import Example
from ftprep.shape import Shape

__all__ = ["count", "observe"]

_Used = tuple[tuple[str, str], ...]
"""(role, column) of the texts of an example that come from a column of their own."""

_Grouped = list[tuple[Group, list[int]]]
"""Plain examples of one shape, and their places in the batch."""


def count(tally: Tally, batch: Sequence[Judged]) -> None:
    """Count records."""
    tally.records += sum([1 + len(judged.item.record.others) for judged in batch])
    rejected = [judged.item.record for judged in batch if judged.mended is None]
    tally.rejected += sum([1 + len(record.others) for record in rejected])
    items = [judged.item for judged in batch]
    layouts = [item.layout or "chat" for item in items if item.example is not None]
    tally.examples += len(layouts)
    tally.layouts.update(layouts)
    tally.columns.update(_used_columns(items))


def observe(partial: Partial, batch: Sequence[Judged], plan: Plan) -> None:
    """Show records that were understood, of one shard and in reading order, to the aggregates."""
    if not batch:
        return
    testing = batch[0].item.record.origin.source in plan.context.test_sources
    written = list(map(_written, batch))
    groups, alone = _grouped(batch)
    marks: dict[int, Fingerprint] = {}
    for group, indexes in groups:
        partial.observe_group(group, testing=testing)
        marks.update(zip(indexes, fingerprints(group), strict=True))
    for index in alone:
        example, tokens = batch[index].item.example, batch[index].tokens
        assert example is not None
        assert tokens is not None
        partial.observe(example, written[index], tokens, testing=testing)
        marks[index] = fingerprint(written[index])
    entries = made(
        Entry,
        zip(
            [example.origin for example in written],
            map(marks.__getitem__, range(len(batch))),
            map(_label, written),
            [judged.mended is not None for judged in batch],
            [1 + len(example.others) for example in written],
            strict=True,
        ),
    )
    partial.index.add_all(entries)
    if partial.near is None:
        return
    if plan.context.keep.column:
        for judged, example, entry in zip(batch, written, entries, strict=True):
            stamp = plan.context.keep.stamp(judged.item.record.data)
            partial.near.add(example, entry.fingerprint, entry.label, stamp)
        return
    texts: dict[int, Said] = {index: said(written[index]) for index in alone}
    for group, indexes in groups:
        texts.update(zip(indexes, all_said(group), strict=True))
    _add(partial.near, [texts[index] for index in range(len(batch))], entries)


def _used_columns(items: Sequence[Item]) -> Iterator[_Used]:
    """Which text of each example from a table comes from which column. Examples of one shape share
    one mapping, of which that is found out once."""
    known: dict[tuple[int, int], _Used] = {}
    for item in items:
        example, shape = item.example, item.shape
        if example is None or not example.columns:
            continue
        key = id(example.columns), id(shape)
        used = known.get(key) if shape is not None else None
        if used is None:
            used = known[key] = _used(example)
        yield used


def _used(example: Example) -> _Used:
    """(role, column) of the texts that come from a column of their own."""
    used = {turn.role: example.columns.get(turn.pointer, "") for turn in example.turns}
    return tuple((role, column) for role, column in used.items() if column)


def _written(judged: Judged) -> Example:
    """The example as it would be written; as it stands, where it is left out."""
    written = judged.mended or judged.item.example
    assert written is not None
    return written


def _grouped(batch: Sequence[Judged]) -> tuple[_Grouped, list[int]]:
    """The plain examples that are written as they stand, by shape; and the places of the others."""
    alike: dict[int, tuple[Shape, list[int]]] = {}
    alone: list[int] = []
    for index, judged in enumerate(batch):
        shape = judged.shape
        if shape is None or judged.edits:
            alone.append(index)
        elif (known := alike.get(id(shape))) is None:  # one object wherever it occurs
            alike[id(shape)] = shape, [index]
        else:
            known[1].append(index)
    groups = [(_group(s, [batch[i] for i in places]), places) for s, places in alike.values()]
    return groups, alone


def _group(shape: Shape, judged: Sequence[Judged]) -> Group:
    examples = [one.item.example for one in judged if one.item.example is not None]
    return Group(shape, examples, [one.tokens for one in judged if one.tokens is not None])


def _label(example: Example) -> str | None:
    """The label, or an answer that is short enough to be one."""
    if example.label is None and example.turns and len(example.turns[-1].text) <= LONGEST_LABEL:
        return example.turns[-1].text
    return example.label


def _add(near: Near, texts: Sequence[Said], entries: Sequence[Entry]) -> None:
    origins, fingerprints, labels, _, _ = zip(*entries, strict=True)
    near.add_all(texts, origins, fingerprints, labels)
