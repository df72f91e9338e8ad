"""From a shard of a source to examples: read, join rows that belong together, normalize."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import chain
from typing import Any

from ftprep.frozen import frozen
from ftprep.model import UNREADABLE, Example, Finding, Kind, Record, Source
from ftprep.named import NamedTuple
from ftprep.normalizers import Cache, known_normalizer, normalize
from ftprep.normalizers.normalizer import Many, Request
from ftprep.readers import read_many
from ftprep.readers.reader import Shard, batches
from ftprep.shape import Shape, shape_of
from ftprep.style import Style, apply

__all__ = ["Inputs", "Item", "understand", "understand_many"]


@frozen
class Inputs:
    """What is read, and what was asked of the conversion."""

    sources: tuple[Source, ...]
    request: Request
    frames: dict[int, Any] = field(default_factory=dict)
    """Index of a source → the frame in memory that it stands for."""
    earlier: frozenset[int] = frozenset()
    """Indexes of sources that are lines of an earlier dataset: nothing is asked of them."""
    style: Style | None = None
    """How its prompts and completions are written, which holds for the new ones too: copies are
    known only where both are written alike."""

    def request_of(self, source: int) -> Request:
        """What was asked of the conversion of one source."""
        return Request(self.request.kind) if source in self.earlier else self.request


class Item(NamedTuple):
    """One record, and what became of it."""

    record: Record
    example: Example | None
    """None when the record could not be read or was not understood."""
    findings: tuple[Finding, ...]
    """Of the reader and the normalizer, about this record."""
    layout: str | None = None
    """Name of the layout that it was recognised as."""
    shape: Shape | None = None
    """Of the example, if it is plain."""


def understand(inputs: Inputs, shard: Shard) -> Iterator[Item | Finding]:
    """Every record of the shard as one Item, in reading order, and findings about no record."""
    return chain.from_iterable(understand_many(inputs, shard))


def understand_many(inputs: Inputs, shard: Shard) -> Iterator[Sequence[Item | Finding]]:
    """The same, many at a time."""
    source = inputs.sources[shard.source]
    frame = inputs.frames.get(source.index)
    request = inputs.request_of(shard.source)
    if frame is None:
        found = read_many(source, shard)
    else:
        from ftprep.readers.frames import read_frame  # starting fast: few data are frames

        found = batches(read_frame(frame, source))
    if request.group_by is not None:
        from ftprep.normalizers.group import grouped  # starting fast: few data are joined

        loose: list[Finding] = []
        stream = grouped(_records(chain.from_iterable(found), loose), request)
        found = chain(batches(stream), [loose])
    cache: Cache = {}
    for batch in found:
        items = list(_items(batch, request, cache))
        yield items if inputs.style is None else [_styled(item, inputs.style) for item in items]


def _items(
    batch: Sequence[Record | Finding], request: Request, cache: Cache
) -> Iterator[Item | Finding]:
    together: list[Item | None] = [None] * len(batch)
    for layout, normalizer, indexes in _alike(batch, request, cache):
        records = [record for index in indexes if isinstance(record := batch[index], Record)]
        understood = normalizer.many(records)
        for index, record, found in zip(indexes, records, understood, strict=True):
            if found is not None:
                together[index] = Item(record, found[0], (), layout, found[1])
    for item, entry in zip(together, batch, strict=True):
        if item is not None:
            yield item
        else:
            yield _item(entry, request, cache) if isinstance(entry, Record) else entry


def _alike(
    batch: Sequence[Record | Finding], request: Request, cache: Cache
) -> Iterator[tuple[str, Many, list[int]]]:
    """Records that are understood together: their layout, its normalizer, and their indexes."""
    if "group" in request.columns or request.group_by is not None:
        return
    by_keys: dict[tuple[str, ...], list[int]] = {}
    for index, entry in enumerate(batch):
        if type(entry) is Record and type(entry.data) is dict and not entry.findings:
            by_keys.setdefault(tuple(entry.data), []).append(index)
    for keys, indexes in by_keys.items():
        layout, normalizer = known_normalizer(keys, request, cache)
        if layout is not None and isinstance(normalizer, Many):
            yield layout.name, normalizer, indexes


def _item(record: Record, request: Request, cache: Cache) -> Item:
    if record.data is UNREADABLE:
        return Item(record, None, record.findings)
    example, findings = normalize(record, request, cache)
    shape = None if example is None else shape_of(example)
    return Item(record, example, record.findings + findings, _layout(record, cache), shape)


def _styled(item: Item | Finding, style: Style) -> Item | Finding:
    example = item.example if isinstance(item, Item) else None
    if not isinstance(item, Item) or example is None or example.kind is not Kind.COMPLETION:
        return item
    body = example.body if isinstance(example.body, dict) else {}
    prompt, completion = body.get("prompt"), body.get("completion")
    if not isinstance(prompt, str) or not isinstance(completion, str):
        return item
    # A blank text is left as it is, so that it is seen to be blank. Without a separator all prompts
    # are.
    blank = not completion.strip() or (style.separator is not None and not prompt.strip())
    if blank:
        return item
    styled, _ = apply(example, style)
    return item._replace(example=styled, shape=shape_of(styled))


def _layout(record: Record, cache: Cache) -> str | None:
    if isinstance(record.data, dict):
        known = cache.get(tuple(record.data))
        if known is not None and known[0] is not None:
            return known[0].name
    return None


def _records(stream: Iterator[Record | Finding], loose: list[Finding]) -> Iterator[Record]:
    for found in stream:
        if isinstance(found, Record):
            yield found
        else:
            loose.append(found)
