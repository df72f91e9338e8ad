"""Read JSONL: one record per line, as far as the file keeps to that.

A record that goes on over several lines is joined when it is clear where it ends; a line that is
not clear costs only itself. Two whole objects or lists on consecutive lines, at their very start,
are never inside a record: there the file can be cut, and there no joining goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from ftprep.jsontext import Scan, loads, scan
from ftprep.model import UNREADABLE, Finding, Origin, Record, Source
from ftprep.readers import lenient
from ftprep.readers.decode import BadBytes
from ftprep.readers.encoding import bad_bytes_finding, decoded, detect
from ftprep.readers.files import open_bytes
from ftprep.readers.json_cursor import Cursor, Element
from ftprep.readers.json_lines import Lines
from ftprep.readers.json_record import Recorder
from ftprep.readers.json_shape import columns_of
from ftprep.readers.json_stream import elements
from ftprep.readers.json_value import Found, Spot, find, findings, tell_unclear
from ftprep.readers.leniency import Unclear
from ftprep.readers.reader import Hints, InputFile, Reader, Shard

__all__ = ["READER"]

_HEAD: Final = 1 << 20
"""Bytes that the plan looks at."""
_SEARCHED: Final = 1 << 22
"""Bytes searched for a place to cut."""
_MOST_JOINED: Final = 1 << 24
"""Characters of a record over several lines."""
_MOST_LINES: Final = 1 << 17
"""Lines of a record."""
_FENCE: Final = re.compile(r"\s*```\w*\s*\Z")

Stream = Iterator[Record | Finding]


def plan(file: InputFile, hints: Hints) -> Sequence[Source]:
    """Decide whether a record is a line, and whether lines are rows of cells."""
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
    lines = Lines(source, Shard(file.index))
    head: list[str] = []
    size = 0
    while size < _HEAD and (line := lines.take()) is not None:
        head.append(lines.text(line)[0])
        size += len(line) + 1
    origin = Origin(file.index, position=-1, line=1)
    if _spans_lines("\n".join(head), whole=size < _HEAD):
        note = Finding("JSN031", origin, args={"where": "from the first record on"})
        return (replace(source, dialect={"shape": "stream"}, findings=(*told, note)),)
    names, number = _row_names(head)
    if not names:
        return (replace(source, dialect={"shape": "lines"}),)
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


def _spans_lines(head: str, *, whole: bool) -> bool:
    """Whether the first record does not end on the line where it starts."""
    passed = lenient.skip(head, 0)
    if isinstance(passed, Unclear) or head[passed.end : passed.end + 1] not in ("{", "["):
        return False
    found = find(head, passed.end, final=whole)
    if isinstance(found, Unclear):
        return False
    return found is None or "\n" in head[passed.end : found.end].strip()


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
    recorder = Recorder(shard, source.columns)
    if source.dialect["shape"] == "stream":
        cursor = Cursor(decoded(source))
        for element in elements(cursor, ""):
            yield from recorder.records(element)
            yield from recorder.loose(cursor)
        yield from recorder.loose(cursor)
    else:
        yield from _read_lines(source, shard, recorder)


def _read_lines(source: Source, shard: Shard, recorder: Recorder) -> Stream:
    lines = Lines(source, shard)
    slow = _Line(lines, recorder)
    header = 0 if shard.start else source.header_row
    bad, record = lines.bad, recorder.record
    for line in lines:
        if line is None:
            return
        try:
            found = scan(line)
        except ValueError:
            yield from slow.read(line)
            continue
        if type(found.value) is dict and not (found.repeated or found.halves or bad):
            yield record(found.value, lines.number)
        elif lines.number != header:
            yield from slow.strict(line, found)


class _Taken(NamedTuple):
    """A further line that may belong to a record."""

    line: bytes
    text: str
    bad: tuple[BadBytes, ...]


class _Line:
    """Reads a line that is not plainly one object."""

    def __init__(self, lines: Lines, recorder: Recorder) -> None:
        self._lines = lines
        self._recorder = recorder
        self._most = _MOST_LINES
        """Lines that may be joined; less after each time in vain, so that the work stays linear."""
        self._last = 0

    def strict(self, line: bytes, found: Scan) -> Stream:
        """A line that is JSON, but not an object, or with something to say."""
        text, bad = self._lines.text(line)
        spot = Spot(text, 0)
        value = Found(found.value, len(text), (), found.repeated, found.halves)
        yield from self._found(value, spot, self._lines.number, bad)

    def read(self, line: bytes) -> Stream:
        """A line that is not JSON: blank, a comment, several records, lenient, part of one."""
        if self._lines.number > self._last + 1:
            self._most = _MOST_LINES
        text, bad = self._lines.text(line)
        if not text.strip() or _FENCE.match(text):
            yield self._passed(text)
        else:
            yield from self._values(text, bad)
        self._last = self._lines.number

    def _passed(self, text: str) -> Finding:
        """Pass over blank lines, told together, or over the fence of a code block."""
        number = self._lines.number
        origin = self._recorder.origin(number)
        if text.strip():
            args = {"where": "column 1", "found": text.strip(), "times": 1}
            return Finding("JSN010", origin, args=args)
        while (line := self._lines.take()) is not None:
            if line.strip():
                self._lines.put_back([line])
                break
        return Finding("JSN033", origin, args={"lines": self._lines.number - number + 1})

    def _values(self, text: str, bad: tuple[BadBytes, ...]) -> Stream:
        at = 0
        number = self._lines.number
        several = False
        while True:
            at, told = self._gap(text, at)
            yield from told
            if at >= len(text):
                return
            found = find(text, at, final=True)
            if isinstance(found, Unclear) and found.unfinished:
                text, found, more_bad = self._joined(text, at, found)
                bad += more_bad
            spot = Spot(text, at)
            if isinstance(found, Unclear):
                yield from self._broken(found, spot, number, bad)
                return
            assert found is not None
            yield from self._found(found, spot, number, bad, several=several)
            at, bad, several = found.end, (), True
            opens = text.rfind("\n", 0, at) + 1
            number = self._lines.number
            text, at = text[opens:], at - opens

    def _gap(self, text: str, at: int) -> tuple[int, list[Finding]]:
        """Pass over what may stand between records; say what it was."""
        told: list[Finding] = []
        origin = self._recorder.origin(self._lines.number)
        while True:
            passed = lenient.skip(text, at)
            if isinstance(passed, Unclear):
                return at, told
            told += findings(Found(None, 0, passed.noticed), Spot(text, at), origin)
            at = passed.end
            char = text[at : at + 1]
            if not char or char not in ",;)":
                return at, told
            code = "JSN032" if char == "," else "JSN034"
            told.append(
                Finding(code, origin, args={"where": Spot(text, at).where(at), "found": char})
            )
            at += 1

    def _found(
        self,
        found: Found,
        spot: Spot,
        number: int,
        bad: tuple[BadBytes, ...],
        *,
        several: bool = False,
    ) -> Stream:
        origin = self._recorder.origin(number)
        told = list(findings(found, spot, origin))
        if several:
            told.append(Finding("JSN030", origin, args={"where": spot.where(spot.start)}))
        if "\n" in spot.text[spot.start : found.end]:
            lines = spot.text.count("\n", spot.start, found.end) + 1
            told.append(Finding("JSN031", origin, args={"where": f"over {lines:,} lines"}))
        told += [bad_bytes_finding(place, origin) for place in bad]
        raw = "" if found.flawless else spot.text[spot.start : found.end]
        yield from self._recorder.records(Element(found.value, number, raw, tuple(told)))

    def _broken(
        self, unclear: Unclear, spot: Spot, number: int, bad: tuple[BadBytes, ...]
    ) -> Stream:
        origin = self._recorder.origin(number)
        at_end = unclear.unfinished and self._at_end()
        told = tell_unclear(unclear._replace(unfinished=at_end), spot, origin)
        raw = spot.text[spot.start :]
        if unclear.unfinished:
            raw = "\n".join((raw, *self._rest_of_broken(spot)))
        others = tuple(bad_bytes_finding(place, origin) for place in bad)
        yield from self._recorder.records(Element(UNREADABLE, number, raw, (told, *others)))

    def _at_end(self) -> bool:
        line = self._lines.take()
        if line is not None:
            self._lines.put_back([line])
        return line is None

    def _rest_of_broken(self, spot: Spot) -> list[str]:
        """The further lines of a record that is cut off inside: up to where one may start."""
        if spot.text[spot.start] not in "{[":
            return []
        depth = spot.start
        rest: list[str] = []
        while len(rest) < _MOST_LINES and (line := self._lines.take()) is not None:
            body = line.lstrip()
            if body[:1] in (b"{", b"[") and len(line) - len(body) <= depth:
                self._lines.put_back([line])
                break
            rest.append(self._lines.text(line)[0])
        return rest

    def _joined(
        self, text: str, start: int, unclear: Unclear
    ) -> tuple[str, Found | Unclear, tuple[BadBytes, ...]]:
        """Take in further lines until the value at `start` ends, if that becomes clear."""
        taken: list[_Taken] = []
        joined = text
        more = True
        while more:
            more = self._take_as_many(taken) and len(joined) < _MOST_JOINED
            joined = "\n".join((text, *(line.text for line in taken)))
            found = find(joined, start, final=not more)
            if isinstance(found, Found):
                used = joined.count("\n", 0, found.end)
                self._put_back(taken[used:])
                end = joined.find("\n", found.end)
                bad = tuple(place for line in taken[:used] for place in line.bad)
                return (joined if end < 0 else joined[:end]), found, bad
            if found is not None:
                break
        self._put_back(taken)
        self._most = max(64, self._most // 2)
        return text, unclear, ()

    def _take_as_many(self, taken: list[_Taken]) -> bool:
        """Take as many lines again; whether there may be more that belong to the record."""
        for _ in range(min(len(taken) or 1, self._most - len(taken))):
            line = self._lines.take()
            whole = len(taken) > 0 and _is_whole(taken[-1].line)
            if line is None:
                if whole:
                    self._put_back([taken.pop()])
                return False
            taken.append(_Taken(line, *self._lines.text(line)))
            if whole and _is_whole(line):
                self._put_back(taken[-2:])
                del taken[-2:]
                return False
        return len(taken) < self._most

    def _put_back(self, taken: Sequence[_Taken]) -> None:
        bad = [place for line in taken for place in line.bad]
        self._lines.put_back([line.line for line in taken], bad)


def _is_whole(line: bytes) -> bool:
    """Whether a line is one object or list from its very start."""
    if line[:1] not in (b"{", b"["):
        return False
    try:
        scan(line)
    except ValueError:
        return False
    return True


def cut(source: Source, wanted: int) -> Sequence[Shard]:
    """Cut at the starts of lines that are records for certain: UTF-8 that is not packed."""
    sure = source.encoding == "utf-8" and source.encoding_confidence == 1.0 and not source.bom
    if not sure or source.compression or source.dialect["shape"] == "stream":
        return (Shard(source.index),)
    cuts = [0]
    with open_bytes(source.local, None) as stream:
        for part in range(1, wanted):
            target = max(source.bytes * part // wanted, cuts[-1] + 1)
            stream.seek(target)
            stream.readline(_SEARCHED)
            place, before, searched = stream.tell(), b"", 0
            while searched < _SEARCHED and (line := stream.readline(_SEARCHED)):
                if _is_whole(line) and _is_whole(before):
                    cuts.append(place)
                    break
                place, before, searched = place + len(line), line, searched + len(line)
    return tuple(
        Shard(source.index, number, start, stop)
        for number, (start, stop) in enumerate(zip(cuts, [*cuts[1:], -1], strict=True))
    )


READER = Reader(("jsonl",), plan, read, cut)
