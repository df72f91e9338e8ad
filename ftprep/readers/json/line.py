"""Read a line of JSONL that is not plainly one object: blank, lenient, or only part of a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ftprep.jsontext import loads, scan, scan_exactly
from ftprep.model import UNREADABLE, Finding, Record
from ftprep.named import NamedTuple
from ftprep.readers.json import lenient
from ftprep.readers.json.leniency import Unclear
from ftprep.readers.json.lines import Lines
from ftprep.readers.json.record import Recorder
from ftprep.readers.json.value import Found, Spot, find, findings, tell_unclear
from ftprep.readers.text.decode import BadBytes
from ftprep.readers.text.encoding import bad_bytes_finding

__all__ = ["OddLine", "is_whole"]

_MOST_JOINED: Final = 1 << 24
"""Characters of a record over several lines."""
_MOST_LINES: Final = 1 << 17
"""Lines of a record."""
_FEWEST_LINES: Final = 8
"""Lines that are tried even after many have been tried in vain."""
_FENCE: Final = re.compile(r"\s*```\w*\s*\Z")

Stream = Iterator[Record | Finding]


class _Taken(NamedTuple):
    """A further line that may belong to a record."""

    line: bytes
    text: str
    bad: tuple[BadBytes, ...]


class OddLine:
    """Reads a line that is not plainly one object."""

    def __init__(self, lines: Lines, recorder: Recorder) -> None:
        self._lines = lines
        self._recorder = recorder
        self._most = _MOST_LINES
        """Lines that may be joined; less after each time in vain, so that the work stays linear."""
        self._last = 0

    def read(self, line: bytes) -> Stream:
        """The records of a line, of further lines that go with it, and what to say about them."""
        number = self._lines.number
        text, bad = self._lines.text(line)
        if (found := self._strict(text)) is not None:
            if type(found.value) is dict and found.flawless and not bad:
                yield self._recorder.record(found.value, number)
            else:
                yield from self._found(found, Spot(text, 0), number, bad)
            return
        if number > self._last + 1:
            self._most = _MOST_LINES
        if not text.strip() or _FENCE.match(text):
            yield self._passed(text)
        else:
            yield from self._values(text, bad)
        self._last = self._lines.number

    def _strict(self, text: str) -> Found | None:
        try:
            value, repeated, halves = scan_exactly(text)
        except ValueError:
            return None
        return Found(value, len(text), (), repeated, halves)

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
            at, told = self._gap(text, at, number)
            yield from told
            if at >= len(text):
                return
            found = find(text, at, final=True)
            if isinstance(found, Unclear) and found.unfinished:
                text, found, more_bad = self._joined(text, at, found)
                bad += more_bad
                start, (at, told) = at, self._gap(text, at, number)
                yield from told
                if at > start:
                    number += text.count("\n", start, at)
                    found = find(text, at, final=True)
            spot = Spot(text, at)
            if isinstance(found, Unclear) and not several:
                found = _unquoted(text) or found
            if isinstance(found, Unclear):
                yield from self._broken(found, spot, number, bad)
                return
            assert found is not None
            yield from self._found(found, spot, number, bad, several=several)
            at, bad, several = found.end, (), True
            opens = text.rfind("\n", 0, at) + 1
            number = self._lines.number
            text, at = text[opens:], at - opens

    def _gap(self, text: str, at: int, number: int) -> tuple[int, list[Finding]]:
        """Pass over what may stand between records; say what it was."""
        told: list[Finding] = []
        origin = self._recorder.origin(number)
        while True:
            passed = lenient.skip(text, at)
            if isinstance(passed, Unclear):
                return at, told
            told += findings(Found(None, 0, passed.noticed), Spot(text, at), origin)
            at = passed.end
            char = text[at : at + 1]
            if not char or char not in ",;)}]":
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
        from ftprep.readers.json.cursor import Element  # starting fast: most lines are plain

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
        from ftprep.readers.json.cursor import Element

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
                self._most = min(_MOST_LINES, self._most * 2)
                self._put_back(taken[used:])
                end = joined.find("\n", found.end)
                bad = tuple(place for line in taken[:used] for place in line.bad)
                return (joined if end < 0 else joined[:end]), found, bad
            if found is not None:
                break
        self._put_back(taken)
        self._most = max(_FEWEST_LINES, self._most // 4)
        return text, unclear, ()

    def _take_as_many(self, taken: list[_Taken]) -> bool:
        """Take as many lines again; whether there may be more that belong to the record."""
        for _ in range(min(len(taken) or 1, self._most - len(taken))):
            line = self._lines.take()
            whole = len(taken) > 0 and is_whole(taken[-1].line)
            if line is None:
                if whole:
                    self._put_back([taken.pop()])
                return False
            taken.append(_Taken(line, *self._lines.text(line)))
            if whole and is_whole(line):
                self._put_back(taken[-2:])
                del taken[-2:]
                return False
        return len(taken) < self._most

    def _put_back(self, taken: Sequence[_Taken]) -> None:
        bad = [place for line in taken for place in line.bad]
        self._lines.put_back([line.line for line in taken], bad)


def _unquoted(text: str) -> Found | None:
    """The record of a line that was quoted as a cell of a CSV file: `"{""prompt"": ""Hi""}"`."""
    cell = text.strip().rstrip(",")  # the empty cells of a row end it with commas
    if not (cell.startswith('"{""') and cell.endswith('}"')):
        return None
    inside = cell[1:-1].replace('""', '"')
    try:
        loads(inside)
    except ValueError:
        return None
    return Found(inside, len(text))


def is_whole(line: bytes) -> bool:
    """Whether a line is one object or list from its very start."""
    if line[:1] not in (b"{", b"["):
        return False
    try:
        scan(line)
    except ValueError:
        return False
    return True
