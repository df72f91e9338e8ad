"""A place in a JSON text of any size, with a window on what follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from ftprep.model import UNREADABLE, Finding, Origin
from ftprep.named import NamedTuple
from ftprep.readers.json import lenient
from ftprep.readers.json.leniency import Noticed, StopReading, Unclear
from ftprep.readers.json.value import CONTEXT, Found, Spot, find, findings, tell_unclear
from ftprep.readers.text.decode import BadBytes, line_ends
from ftprep.readers.text.encoding import bad_bytes_finding

__all__ = ["Cursor", "Element"]

_PLAIN: Final = re.compile(r"[ \t\r\n]*([!-~])(?<![/#])")
_CHUNK: Final = 1 << 16
"""Characters read at least, when more are needed."""
_SPARE: Final = 1 << 20
"""Characters that may be read in vain before reading becomes careful."""
_DEAR: Final = 4
"""What is read in vain counts so often: it is read by the slow parser, mostly."""

Chunks = Iterator[tuple[str, tuple[BadBytes, ...]]]


class Element(NamedTuple):
    """One value of a list, or of a row of values."""

    value: Any
    """`UNREADABLE` when it is not clear."""
    line: int
    raw: str
    """The text as it stands, where the value cannot give it back."""
    findings: tuple[Finding, ...]
    """With an origin of which only the line is set."""


class Cursor:
    """A place in a text, with a window on what follows it."""

    def __init__(self, chunks: Chunks) -> None:
        self._chunks = chunks
        self.text = ""
        self.at = 0
        self.final = False
        """Whether the window reaches the end of the text."""
        self._line = 1
        self._counted = 0
        """Index up to which the lines of the window are counted in `_line`."""
        self._before = 0
        """Characters of the window's first line that were left behind."""
        self._blank = True
        """Whether these are all spaces."""
        self._gone = 0
        """Characters of the text before the window."""
        self._bad: list[BadBytes] = []
        """Those ahead, `at` counted from the beginning of the text."""
        self.loose: list[Finding] = []
        """What was noticed between values: comments, odd spaces, superfluous commas."""
        self.key_depth: int | None = None
        """Indent of the key that was read last."""
        self.opened = 0
        """Lists and objects around the place."""
        self.cut_off = False
        """Whether a value was told to be cut off by the end of the text."""
        self._spare = _SPARE
        """Characters that may still be read in vain; what is clear earns more of them."""

    @property
    def line(self) -> int:
        """1-based line of the place."""
        if self._counted < self.at:
            self._line += line_ends(self.text[self._counted : self.at])
            self._counted = self.at
        return self._line

    @property
    def spot(self) -> Spot:
        """The place, to tell other places from."""
        return Spot(self.text, self.at, self._before)

    def more(self) -> None:
        """Take in as much text as is held already, and leave behind what was passed."""
        gone = max(self.at - CONTEXT, 0)
        assert self.line
        opens = self._line_start(gone)
        self._blank = self.indent(gone) is not None
        self._before = gone - opens + (0 if opens else self._before)
        self._gone += gone
        parts = [self.text[gone:]]
        wanted = max(len(parts[0]), _CHUNK)
        end = self._gone + len(parts[0])
        while wanted > 0:
            chunk, bad = next(self._chunks, (None, ()))
            if chunk is None:
                self.final = True
                break
            parts.append(chunk)
            self._bad += [one._replace(at=end + one.at) for one in bad]
            end += len(chunk)
            wanted -= len(chunk)
        self.text = "".join(parts)
        self.at -= gone
        self._counted = self.at

    def _line_start(self, place: int) -> int:
        return max(self.text.rfind("\n", 0, place), self.text.rfind("\r", 0, place)) + 1

    def indent(self, place: int) -> int | None:
        """Spaces before a place on its line; None when something else stands there."""
        opens = self._line_start(place)
        if self.text[opens:place].strip() or not (opens or self._blank):
            return None
        return place - opens + (0 if opens else self._before)

    def margin(self, place: int) -> int:
        """Spaces at the start of the line of a place."""
        opens = self._line_start(place)
        line = self.text[opens:place]
        return (
            len(line) - len(line.lstrip(" \t")) + (self._before if self._blank and not opens else 0)
        )

    def peek(self) -> str:
        """Go to the next character that is no space and no comment; empty at the end."""
        while True:
            plain = _PLAIN.match(self.text, self.at)
            if plain:
                self.at = plain.end() - 1
                return plain[1]
            passed = lenient.skip(self.text, self.at)
            if isinstance(passed, Unclear):
                if passed.unfinished and not self.final:
                    self.more()
                    continue
                return "/"
            if passed.end >= len(self.text) - 1 and not self.final:
                self.more()
                continue
            if passed.noticed:
                self.overlooked(passed.noticed)
            self.at = passed.end
            return self.text[self.at : self.at + 1]

    def drained(self) -> list[Finding]:
        """Hand out what was noticed between values; at the end, also bad bytes between them."""
        told, self.loose = self.loose, []
        if self.final and self.at == len(self.text):
            told += [bad_bytes_finding(bad, Origin(-1, line=bad.line)) for bad in self._bad]
            self._bad = []
        return told

    def overlooked(self, noticed: Sequence[Noticed]) -> None:
        """Say what was passed over at this place, each thing on its own line."""
        for notice in noticed:
            line = self.line + line_ends(self.text[self.at : notice.place])
            spot = Spot(self.text, notice.place, self._before)
            self.loose += findings(Found(None, 0, (notice,)), spot, Origin(-1, line=line))

    def note(self, code: str, **args: object) -> None:
        """Say something about the place."""
        self.loose.append(Finding(code, Origin(-1, line=self.line), args=args))

    def stop(self, problem: str) -> StopReading:
        """The way out when the structure around the values is not clear."""
        return StopReading(problem, self.at, unfinished=self.at == len(self.text) and self.final)

    def value(self, most: int | None = None) -> Found | Unclear | None:
        """Find the value here; the place moves only when it is clear. None: longer than `most`."""
        while True:
            found = find(self.text, self.at, final=self.final)
            if isinstance(found, Unclear) and not self.final:
                if len(self.text) - found.place > CONTEXT:
                    return found
            elif found is not None:
                return found
            elif most is not None and len(self.text) - self.at > most:
                return None
            self.more()

    @property
    def careful(self) -> bool:
        """Whether so much was read in vain that a value is no longer looked at to its end.

        Without this, text in which nothing is ever closed takes time with the square of its size:
        each bracket would be followed to the end of the text.
        """
        return self._spare < 0

    def in_vain(self, unclear: Unclear | None, taken: int) -> None:
        """Count what was read of a value that is not clear, beyond the `taken` characters that are
        given up with it."""
        read = len(self.text) if unclear is None or unclear.unfinished else unclear.place
        self._spare -= _DEAR * max(read - self.at - taken, 0)

    def glimpse(self, most: int) -> Found | Unclear | None:
        """Look for a value in the next `most` characters. None: it does not end in them."""
        while len(self.text) - self.at <= most and not self.final:
            self.more()
        end = self.at + most
        if self.final and end >= len(self.text):
            return find(self.text, self.at, final=True)
        found = find(self.text[self.at : end], 0, final=False)
        if isinstance(found, Unclear):
            return found._replace(place=self.at + found.place)
        return found and find(self.text, self.at, final=self.final)

    def element(self, found: Found) -> Element:
        """Take a value that was found here, and go behind it."""
        line = self.line
        self._spare = min(self._spare + found.end - self.at, _SPARE)
        if found.flawless and not self._bad:
            self.at = found.end
            return Element(found.value, line, "", ())
        told = findings(found, self.spot, Origin(-1, line=line))
        raw = "" if found.flawless else self.text[self.at : found.end]
        return self._ended(found.value, line, raw, told, found.end)

    def broken(self, unclear: Unclear, end: int) -> Element:
        """Give up what stands here up to `end`, and go there."""
        line = self.line
        self.cut_off |= unclear.unfinished
        told = tell_unclear(unclear, self.spot, Origin(-1, line=line))
        raw = self.text[self.at : end].rstrip(" \t\r\n,")
        return self._ended(UNREADABLE, line, raw, (told,), end)

    def _ended(
        self, value: Any, line: int, raw: str, told: tuple[Finding, ...], end: int
    ) -> Element:
        self.at = end
        behind = self._gone + end
        here = [bad for bad in self._bad if bad.at < behind]
        self._bad = [bad for bad in self._bad if bad.at >= behind]
        told += tuple(bad_bytes_finding(bad, Origin(-1, line=line)) for bad in here)
        return Element(value, line, raw, told)
