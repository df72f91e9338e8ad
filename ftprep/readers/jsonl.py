"""Read JSONL: one record per line, as far as the file keeps to that.

A record that goes on over several lines is joined when it is clear where it ends; a line that is
not clear costs only itself. Two whole objects or lists on consecutive lines, at their very start,
are never inside a record: there the file can be cut, and there no joining goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, Final

from ftprep.jsontext import loads, plain
from ftprep.model import Finding, Origin, Record, Source
from ftprep.readers.files import open_bytes
from ftprep.readers.json.lines import Lines
from ftprep.readers.json.objects import objects
from ftprep.readers.json.record import Recorder
from ftprep.readers.json.table import columns_of
from ftprep.readers.reader import Hints, InputFile, Reader, Shard, batches
from ftprep.readers.text.encoding import decoded, detect

if TYPE_CHECKING:
    from ftprep.readers.json.line import OddLine

__all__ = ["READER"]

_HEAD: Final = 1 << 20
"""Characters that the plan looks at."""
_SEARCHED: Final = 1 << 22
"""Bytes searched for a place to cut."""

_SAMPLE: Final = 50
"""Lines in which the records inside them are looked for."""

_LINE_END: Final = re.compile(r"\r\n|\n|\r")

Stream = Iterator[Record | Finding]

# What only some files need is imported in their functions: most have a record on each line.


def plan(file: InputFile, hints: Hints) -> Sequence[Source]:
    """Decide whether a record is a line, and whether lines are rows of cells.

    Raises `UsageError` when no line has what `--records` names.
    """
    encoding, told = detect(file, hints.encoding)
    source = Source(
        index=file.index,
        path=file.path,
        local=file.local,
        format="jsonl",
        bytes=file.bytes,
        sha256=file.sha256,
        compression=file.compression,
        encoding=encoding.name,
        encoding_confidence=encoding.confidence,
        bom=encoding.bom,
        findings=told,
    )
    head, whole = _head(source)
    lines = _LINE_END.split(head)
    if whole and _is_document(lines):
        from ftprep.readers import json_document

        return json_document.READER.plan(file, hints)
    origin = Origin(file.index, position=-1, line=1)
    whole_line = len(lines) > 1 and isinstance(plain(lines[0]), dict)
    if code := None if whole_line else _stream_code(head, whole=whole):
        note = Finding(code, origin, args={"where": "from the first record on"})
        source = replace(source, dialect={"shape": "stream"}, findings=(*told, note))
        return (_with_records(source, hints.records),)
    names, number = _row_names(lines)
    if not names or hints.records:
        return (_with_records(replace(source, dialect={"shape": "lines"}), hints.records),)
    note = Finding("JSN044", origin, args={"columns": ", ".join(names)})
    return (
        replace(
            source,
            dialect={"shape": "lists"},
            header_row=number,
            columns=names,
            findings=told if number else (*told, note),
        ),
    )


def _with_records(source: Source, records: str | None) -> Source:
    """The source, with the place of the records inside its lines where that is given."""
    records = records and records.strip("/").replace("/", ".")
    if not records:
        return source
    from ftprep.readers.json.inside import path_inside, pointer_of

    entries = chain.from_iterable(_entries(source, Shard(source.index)))
    found = (one.data for one in entries if isinstance(one, Record))
    path = path_inside(source.path, records, list(islice(found, _SAMPLE)))
    return replace(source, dialect={**source.dialect, "records": pointer_of(path)})


def _head(source: Source) -> tuple[str, bool]:
    """The beginning of the text, and whether that is all of it."""
    parts: list[str] = []
    size = 0
    for text, _ in decoded(source):
        if size >= _HEAD:
            return "".join(parts), False
        parts.append(text)
        size += len(text)
    return "".join(parts), True


def _is_document(lines: Sequence[str]) -> bool:
    """Whether the file has one line, an object that holds the records: `{"data": [...]}`."""
    filled = [line for line in lines if line.strip()]
    value = plain(filled[0]) if len(filled) == 1 else None
    if not isinstance(value, dict):
        return False
    from ftprep.readers.json.outline import outline_of
    from ftprep.readers.json.shape import shape_of

    return shape_of(outline_of(value)).name != "single"


def _stream_code(head: str, *, whole: bool) -> str | None:
    """What is to be said, when records and lines have nothing to do with each other: the first
    record goes over several lines, or one endless line holds many."""
    from ftprep.readers.json import lenient
    from ftprep.readers.json.leniency import Unclear
    from ftprep.readers.json.value import Found, find

    passed = lenient.skip(head, 0)
    if isinstance(passed, Unclear) or head[passed.end : passed.end + 1] not in ("{", "["):
        return None
    found = find(head, passed.end, final=whole)
    if not isinstance(found, Found):
        return None
    if _LINE_END.search(head, passed.end, found.end):
        return "JSN031"
    return "JSN030" if not whole and not _LINE_END.search(head, found.end) else None


def _row_names(head: Sequence[str]) -> tuple[tuple[str, ...], int | None]:
    """Names of the cells where lines are lists, and the line that holds them."""
    rows = []
    first = 0
    for number, line in enumerate(head[:100], 1):
        if line.strip():
            first = first or number
            try:
                rows.append(loads(line))
            except ValueError:
                continue
    names, header = columns_of(rows)
    return names, first if header else None


def read(source: Source, shard: Shard) -> Stream:
    """Yield the records of a shard."""
    return chain.from_iterable(read_many(source, shard))


def read_many(source: Source, shard: Shard) -> Iterator[Sequence[Record | Finding]]:
    """Yield the records of a shard, many at a time."""
    entries = _entries(source, shard)
    pointer = source.dialect.get("records")
    if not pointer:
        return entries
    from ftprep.readers.json.inside import inside, steps_of

    return batches(inside(chain.from_iterable(entries), steps_of(pointer), shard))


def _entries(source: Source, shard: Shard) -> Iterator[Sequence[Record | Finding]]:
    """The records as the lines have them."""
    recorder = Recorder(shard, source.columns)
    if source.dialect["shape"] != "stream":
        return _lines(source, shard, recorder)
    from ftprep.readers.json.cursor import Cursor
    from ftprep.readers.json.stream import elements

    def stream() -> Stream:
        cursor = Cursor(decoded(source))
        for element in elements(cursor, ""):
            yield from recorder.records(element)
            yield from recorder.loose(cursor)
        yield from recorder.loose(cursor)

    return batches(stream())


def _lines(
    source: Source, shard: Shard, recorder: Recorder
) -> Iterator[Sequence[Record | Finding]]:
    """The records of a block of lines, together where each line is plainly one object."""
    lines = Lines(source, shard)
    odd: OddLine | None = None
    header = 0 if shard.start else source.header_row or 0
    while block := lines.block():
        values = None if lines.bad or lines.number < header else objects(block)
        if values is None:
            if odd is None:
                from ftprep.readers.json.line import OddLine

                odd = OddLine(lines, recorder)
            yield list(_singly(lines, odd, recorder, lines.number + len(block), header))
        else:
            first = lines.number + 1
            lines.skip(block)
            yield recorder.all(values, first)


def _singly(lines: Lines, odd: OddLine, recorder: Recorder, last: int, header: int) -> Stream:
    """The records of the lines up to the one with the number `last`, or a little beyond it."""
    while lines.number < last and (line := lines.take()) is not None:
        value = plain(line)
        if type(value) is dict and not lines.bad:
            yield recorder.record(value, lines.number)
        elif lines.number != header:
            yield from odd.read(line)


def cut(source: Source, wanted: int) -> Sequence[Shard]:
    """Cut at the starts of lines that are records for certain: UTF-8 that is not packed."""
    sure = source.encoding == "utf-8" and source.encoding_confidence == 1.0 and not source.bom
    if not sure or source.compression or source.dialect["shape"] == "stream":
        return (Shard(source.index),)
    from ftprep.readers.json.line import is_whole

    cuts = [0]
    with open_bytes(source.local, None) as stream:
        for part in range(1, wanted):
            target = max(source.bytes * part // wanted, cuts[-1] + 1)
            stream.seek(target)
            stream.readline(_SEARCHED)
            place, before, searched = stream.tell(), b"", 0
            while searched < _SEARCHED and (line := stream.readline(_SEARCHED)):
                if is_whole(line) and is_whole(before):
                    cuts.append(place)
                    break
                place, before, searched = place + len(line), line, searched + len(line)
    above = _lines_before(source, cuts)
    return tuple(
        Shard(source.index, number, start, stop, lines)
        for number, (start, stop, lines) in enumerate(
            zip(cuts, [*cuts[1:], -1], above, strict=True)
        )
    )


def _lines_before(source: Source, cuts: Sequence[int]) -> list[int]:
    """The physical lines before each cut. Line ends are counted ten times as fast as one reads."""
    found, lines = [0], 0
    last = b""
    with open_bytes(source.local, None) as stream:
        for start, stop in pairwise(cuts):
            left = stop - start
            while left and (block := stream.read(min(_SEARCHED, left))):
                left -= len(block)
                lines += block.count(b"\n")
                if b"\r" in block:
                    lines += block.count(b"\r") - block.count(b"\r\n")
                lines -= last == b"\r" and block[:1] == b"\n"  # a CRLF that two blocks share
                last = block[-1:]
            found.append(lines)
    return found


READER = Reader(("jsonl",), plan, read, cut, read_many)
