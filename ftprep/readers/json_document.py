"""Read a JSON document: one value that holds the records in one of many shapes.

Lists are streamed: memory does not grow with the number of records. A table by columns, and a
conversation that is spread over the elements of a list, are held in memory whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from ftprep.errors import UsageError
from ftprep.model import UNREADABLE, Finding, Origin, Record, Source
from ftprep.readers.json.cursor import Cursor, Element
from ftprep.readers.json.inside import pointer_of, steps_of
from ftprep.readers.json.leniency import StopReading, Unclear
from ftprep.readers.json.outline import outline
from ftprep.readers.json.record import Recorder, is_conversation, turns_key
from ftprep.readers.json.resume import after_member, find_member
from ftprep.readers.json.shape import Path, Shape, at, paths, shape_of
from ftprep.readers.json.stream import elements, members, pass_over
from ftprep.readers.json.table import rows_of
from ftprep.readers.json.value import Found
from ftprep.readers.reader import Hints, InputFile, Reader, Shard
from ftprep.readers.text.encoding import decoded, detect

__all__ = ["READER"]

_LOOKED_AT: Final = 50
"""Elements of a list at the root that its shape is told by."""
_MOST_LEFT: Final = 1 << 26
"""Characters of one record that is kept because it is not readable."""

Stream = Iterator[Record | Finding]


def plan(file: InputFile, hints: Hints) -> Sequence[Source]:
    """Decide where the records are. Raises `UsageError` when `--records` leads nowhere."""
    encoding, findings = detect(file, hints.encoding)
    source = Source(
        index=file.index,
        path=file.path,
        local=file.local,
        format="json",
        bytes=file.bytes,
        sha256=file.sha256,
        compression=file.compression,
        encoding=encoding.name,
        encoding_confidence=encoding.confidence,
        bom=encoding.bom,
        findings=findings,
    )
    records = hints.records and hints.records.strip("/").replace("/", ".")
    shape = _shape(Cursor(decoded(source)), file.path, records)
    origin = Origin(file.index, position=-1, line=1)
    notes = tuple(Finding(code, origin, args=args) for code, args in shape.notes)
    return (
        replace(
            source,
            dialect=_dialect(shape),
            header_row=1 if shape.header else None,
            columns=shape.columns,
            findings=findings + notes,
        ),
    )


def _shape(cursor: Cursor, path: str, records: str | None) -> Shape:
    if cursor.peek() == "[":
        node = outline(cursor, _LOOKED_AT)
        if records:
            raise UsageError(f"{path} is a list of records itself; leave --records {records} away.")
        return shape_of(node)
    node = outline(cursor)
    if records is None:
        return shape_of(node)
    found = at(node, records)
    if found is None or found[1].kind == "scalar":
        known = ", ".join(islice(paths(node), 30)) or "none"
        what = "has no" if found is None else "holds a single value at"
        raise UsageError(f"{path} {what} {records}. Lists and objects in it: {known}.")
    return shape_of(found[1], found[0])


def _dialect(shape: Shape) -> Mapping[str, str]:
    dialect = {"shape": shape.name}
    for number, path in enumerate(shape.paths, 1):
        if path or number > 1:
            dialect["records" if number == 1 else f"records {number}"] = pointer_of(path)
    return dialect


def _paths(dialect: Mapping[str, str]) -> frozenset[Path]:
    pointers = [value for key, value in dialect.items() if key.startswith("records")] or [""]
    return frozenset(map(steps_of, pointers))


def read(source: Source, shard: Shard) -> Stream:
    """Yield the records in the order of the document.

    Where the document itself is not clear, what is left of it is one record that is not readable
    (several of them, where it has more than 64 million characters).
    """
    cursor = Cursor(decoded(source))
    reading = _Reading(source, Recorder(shard, source.columns), cursor)
    try:
        yield from reading.document()
    except StopReading as stop:
        yield from reading.recorder.loose(cursor)
        yield from reading.left_over(stop.unclear)
    yield from reading.recorder.loose(cursor)


class _Reading:
    """One pass over a document."""

    def __init__(self, source: Source, recorder: Recorder, cursor: Cursor) -> None:
        self.recorder = recorder
        self._cursor = cursor
        self._shape = source.dialect["shape"]
        self._paths = _paths(source.dialect)
        self._skip_header = source.header_row is not None

    def document(self) -> Stream:
        """The records, and after them whatever else the file holds."""
        if not self._cursor.peek():
            return
        yield from self._value(())
        yield from self._rest()

    def _value(self, path: Path) -> Stream:
        """The records in the value at `path`, and go behind it."""
        cursor = self._cursor
        if path in self._paths and self._shape != "unclear":
            yield from self._records()
        elif cursor.peek() == "{" and any(one[: len(path)] == path for one in self._paths):
            cursor.at += 1
            for key in members(cursor):
                yield from self._value((*path, key))
        else:
            yield from self._passed()
        yield from self.recorder.loose(cursor)

    def _passed(self) -> Stream:
        """Go behind a value that holds no records; one that is not clear is kept."""
        cursor = self._cursor
        depth, opened = cursor.key_depth, cursor.opened
        try:
            pass_over(cursor)
        except StopReading as stop:
            if stop.unclear.unfinished or not opened:
                raise
            place = stop.unclear.place - cursor.at
            cursor.opened = opened
            end = after_member(cursor, depth)
            unclear = stop.unclear._replace(place=cursor.at + place)
            yield from self._broken(unclear, end)

    def _broken(self, unclear: Unclear, end: int) -> Stream:
        """The record of what is not clear; where nothing stands there, only what is to be said."""
        element = self._cursor.broken(unclear, end)
        if element.raw:
            yield from self.recorder.records(element)
        else:
            for finding in element.findings:
                yield finding._replace(origin=self.recorder.origin(finding.origin.line))

    def left_over(self, unclear: Unclear) -> Stream:
        """What is left of a document behind a place from which it is not clear."""
        cursor = self._cursor
        place = unclear.place - cursor.at
        told = unclear.unfinished and cursor.cut_off
        while True:
            while not cursor.final and len(cursor.text) - cursor.at < _MOST_LEFT:
                cursor.more()
            end = min(cursor.at + _MOST_LEFT, len(cursor.text))
            unclear = unclear._replace(place=cursor.at + place)
            if not told or cursor.text[cursor.at : end].strip():
                yield from self._broken(unclear, end)
            cursor.at = end
            if cursor.final and cursor.at == len(cursor.text):
                return
            told = True
            unclear, place = Unclear("it goes on from the record before", cursor.at), 0

    def _records(self) -> Stream:
        char = self._cursor.peek()
        if self._shape in ("array", "lists") and char == "[":
            self._cursor.at += 1
            yield from self._rows(elements(self._cursor, "]"))
        elif self._shape == "messages" and char == "[":
            self._cursor.at += 1
            yield from self._conversation(elements(self._cursor, "]"))
        elif self._shape == "object-of-records" and char == "{":
            self._cursor.at += 1
            yield from self._keyed()
        elif self._shape == "columns":
            yield from self._columns(self._whole())
        else:
            yield from self.recorder.records(self._whole())

    def _rows(self, stream: Iterator[Element]) -> Stream:
        for element in stream:
            if self._skip_header:
                self._skip_header = False
                continue
            yield from self.recorder.records(element)
            yield from self.recorder.loose(self._cursor)

    def _conversation(self, stream: Iterator[Element]) -> Stream:
        found = list(stream)
        clear = [element for element in found if element.value is not UNREADABLE]
        values = [element.value for element in clear]
        if not is_conversation(values):
            yield from self._rows(iter(found))
            return
        raw = "\n".join(element.raw for element in clear if element.raw)
        told = tuple(finding for element in clear for finding in element.findings)
        yield from self.recorder.records(Element(values, clear[0].line, raw, told))
        yield from self._rows(element for element in found if element.value is UNREADABLE)

    def _keyed(self) -> Stream:
        cursor = self._cursor
        for key in members(cursor):
            depth = cursor.key_depth
            if not cursor.peek():
                raise cursor.stop("a value is missing")
            found = find_member(cursor, depth)
            if isinstance(found, Found):
                element = cursor.element(found)
                element = element._replace(value=_with_key(key, element.value))
                yield from self.recorder.records(element)
            else:
                yield from self._broken(*found)
            yield from self.recorder.loose(cursor)

    def _whole(self) -> Element:
        cursor = self._cursor
        cursor.peek()
        found = cursor.value()
        if isinstance(found, Found):
            return cursor.element(found)
        assert isinstance(found, Unclear)
        place = found.place - cursor.at
        while not cursor.final:
            cursor.more()
        return cursor.broken(found._replace(place=cursor.at + place), len(cursor.text))

    def _columns(self, element: Element) -> Stream:
        table = element.value
        if not isinstance(table, dict):
            yield from self.recorder.records(element)
            return
        origin = self.recorder.origin(element.line)
        yield from (finding._replace(origin=origin) for finding in element.findings)
        for number, cells in enumerate(rows_of(table), 1):
            yield self.recorder.record(cells, row=number)

    def _rest(self) -> Stream:
        """What follows the document: more documents are read, anything else is told."""
        cursor = self._cursor
        told = False
        while char := cursor.peek():
            if char in ",;)":
                cursor.note("JSN034", where=cursor.spot.where(cursor.at), found=char)
                cursor.at += 1
            elif char in "[{":
                if not told:
                    told = True
                    cursor.note("JSN046", where=cursor.spot.where(cursor.at))
                if char == "[":
                    cursor.at += 1
                    yield from self._rows(elements(cursor, "]"))
                else:
                    yield from self.recorder.records(self._whole())
            else:
                raise cursor.stop("text follows the end of the document")
            yield from self.recorder.loose(cursor)


def _with_key(key: str, value: Any) -> Any:
    """A record with the key that it stood under, as the column `key` unless that is taken."""
    if isinstance(value, list):
        turns = turns_key(value)
        value = {turns or "value": value}
    elif not isinstance(value, dict):
        value = {"value": value}
    name = "key"
    while name in value:
        name = f"{name}_"
    return {name: key, **value}


READER = Reader(("json",), plan, read)
