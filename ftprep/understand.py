"""From a shard of a source to examples: read, join rows that belong together, normalize."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ftprep.model import UNREADABLE, Example, Finding, Kind, Record, Source
from ftprep.normalizers import Cache, normalize
from ftprep.normalizers.group import grouped
from ftprep.normalizers.normalizer import Request
from ftprep.readers import read
from ftprep.readers.frames import read_frame
from ftprep.readers.reader import Shard
from ftprep.style import Style, apply

__all__ = ["Inputs", "Item", "understand"]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is read, and what was asked of the conversion."""

    sources: tuple[Source, ...]
    request: Request
    frames: dict[int, Any] = field(default_factory=dict)
    """Index of a source → the frame in memory that it stands for."""
    made: frozenset[int] = frozenset()
    """Indexes of sources that are lines of an earlier dataset: nothing is asked of them."""
    style: Style | None = None
    """How its prompts and completions are written, which holds for the new ones too: copies are
    known only where both are written alike."""

    def request_of(self, source: int) -> Request:
        """What was asked of the conversion of one source."""
        return Request(self.request.kind) if source in self.made else self.request


class Item(NamedTuple):
    """One record, and what became of it."""

    record: Record
    example: Example | None
    """None when the record could not be read or was not understood."""
    findings: tuple[Finding, ...]
    """Of the reader and the normalizer, about this record."""
    layout: str | None = None
    """Name of the layout that it was recognised as."""


def understand(inputs: Inputs, shard: Shard) -> Iterator[Item | Finding]:
    """Every record of the shard as one Item, in reading order, and findings about no record."""
    source = inputs.sources[shard.source]
    frame = inputs.frames.get(source.index)
    stream = read(source, shard) if frame is None else read_frame(frame, source)
    cache: Cache = {}
    request = inputs.request_of(shard.source)
    if request.group_by is not None:
        loose: list[Finding] = []
        stream = grouped(_records(stream, loose), request)
        for record in stream:
            yield _styled(_item(record, request, cache), inputs.style)
        yield from loose
        return
    for found in stream:
        if isinstance(found, Record):
            yield _styled(_item(found, request, cache), inputs.style)
        else:
            yield found


def _item(record: Record, request: Request, cache: Cache) -> Item:
    if record.data is UNREADABLE:
        return Item(record, None, record.findings)
    example, findings = normalize(record, request, cache)
    return Item(record, example, record.findings + findings, _layout(record, cache))


def _styled(item: Item, style: Style | None) -> Item:
    example = item.example
    if style is None or example is None or example.kind is not Kind.COMPLETION:
        return item
    body = example.body if isinstance(example.body, dict) else {}
    prompt, completion = body.get("prompt"), body.get("completion")
    if not isinstance(prompt, str) or not isinstance(completion, str):
        return item
    # A blank text is left as it is, so that it is seen to be blank. Without a separator all prompts
    # are.
    blank = not completion.strip() or (style.separator is not None and not prompt.strip())
    return item if blank else item._replace(example=apply(example, style)[0])


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
