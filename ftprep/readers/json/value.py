"""Find one JSON value in a text: strictly if possible, leniently if clear, else not at all."""

from __future__ import annotations

import json
from typing import Any, Final

from ftprep.jsontext import halves, scan_at
from ftprep.model import Finding, Origin
from ftprep.named import NamedTuple
from ftprep.readers.json import lenient
from ftprep.readers.json.leniency import GOES_ON, Noticed, Unclear
from ftprep.readers.text.decode import line_ends

__all__ = ["CONTEXT", "Found", "Spot", "find", "findings", "shortened", "tell_unclear"]

_LONGEST_TOKEN: Final = 16
"""Characters of `-Infinity`, an escape or a literal that the end of a text may have cut in two."""
_AFTER_TEXT: Final = frozenset(",:;]})/#")
CONTEXT: Final = 30
"""Characters shown on each side of a fault."""


class Found(NamedTuple):
    """A value, where it ends in the text, and what had to be excused."""

    value: Any
    end: int
    noticed: tuple[Noticed, ...] = ()
    repeated: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    halves: tuple[str, ...] = ()

    @property
    def flawless(self) -> bool:
        """Whether it is strict JSON that can be written as it was read."""
        return not (self.noticed or self.repeated or self.halves)


class Spot(NamedTuple):
    """Where a record starts, so that places inside it can be told as people count them."""

    text: str
    start: int
    before: int = 0
    """Characters of the line that stand before `text`."""

    def where(self, place: int) -> str:
        """A place, as `column 12` or `line 3 of the record, column 12`."""
        opens = max(self.text.rfind("\n", 0, place), self.text.rfind("\r", 0, place)) + 1
        column = place - opens + 1 + (0 if opens else self.before)
        down = line_ends(self.text[self.start : place])
        return f"line {down + 1} of the record, column {column}" if down else f"column {column}"

    def excerpt(self, place: int) -> str:
        """The text around a place, on its line."""
        low, high = max(place - CONTEXT, 0), min(place + CONTEXT, len(self.text))
        before = self.text[low:place].replace("\r", "\n").rpartition("\n")[2]
        after = self.text[place:high].replace("\r", "\n").partition("\n")[0]
        cut_before = len(before) == place - low and low > 0
        cut_after = len(after) == high - place and high < len(self.text)
        return f"{'…' * cut_before}{before}{after}{'…' * cut_after}".strip()


def find(text: str, start: int, *, final: bool) -> Found | Unclear | None:
    """Read the value at `start`. None: more text is needed, which there is unless `final`."""
    try:
        scan, end = scan_at(text, start)
    except json.JSONDecodeError as error:
        at_end = error.pos > len(text) - _LONGEST_TOKEN or error.msg.startswith("Unterminated")
        if at_end and not final:
            return None
    else:
        return _ended(
            Found(scan.value, end, (), scan.repeated, scan.halves), text, start, final=final
        )
    parsed = lenient.parse(text, start)
    if isinstance(parsed, Unclear):
        return None if parsed.unfinished and not final else parsed
    escapes = "\\ud" in text[start : parsed.end].lower()
    found_halves = halves(parsed.value) if escapes else ()
    found = Found(parsed.value, parsed.end, parsed.noticed, parsed.repeated, found_halves)
    return _ended(found, text, start, final=final)


def _ended(found: Found, text: str, start: int, *, final: bool) -> Found | Unclear | None:
    """Make sure that a scalar is all of the value: `12` may go on, and a key is not a value."""
    if isinstance(found.value, dict | list):
        return found
    if not final and len(text) - found.end < CONTEXT:
        return None
    return (_misplaced(text, start, found.end) if isinstance(found.value, str) else None) or found


def _misplaced(text: str, start: int, end: int) -> Unclear | None:
    """Why the text in quotes between two places is not a value."""
    after = text[end : end + 1]
    if after and after not in _AFTER_TEXT and not after.isspace():
        return Unclear(GOES_ON, end)
    passed = lenient.skip(text, end)
    if isinstance(passed, Unclear) or not text.startswith(":", passed.end):
        return None
    return Unclear('the opening "{" is missing', start)


def findings(found: Found, spot: Spot, origin: Origin) -> tuple[Finding, ...]:
    """What had to be excused to read a value."""
    told = [
        Finding(
            notice.what.value,
            origin,
            args={
                "where": spot.where(notice.place),
                "found": shortened(notice.found),
                "times": notice.times,
            },
        )
        for notice in found.noticed
    ]
    for pointer, kept, dropped in found.repeated:
        key = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        values = ", ".join(map(shortened, dropped))
        args = {"key": key, "kept": shortened(kept), "dropped": values}
        told.append(Finding("JSN022", origin, pointer, args))
    told += [Finding("JSN021", origin, pointer) for pointer in found.halves]
    return tuple(told)


def tell_unclear(unclear: Unclear, spot: Spot, origin: Origin) -> Finding:
    """Why a value is not read."""
    if unclear.unfinished:
        end = spot.text.rstrip()
        args = {"where": spot.where(unclear.place), "excerpt": spot.excerpt(len(end))}
        return Finding("JSN002", origin, args={"problem": unclear.problem, **args})
    args = {
        "problem": unclear.problem,
        "where": spot.where(unclear.place),
        "excerpt": spot.excerpt(unclear.place),
    }
    return Finding("JSN001", origin, args=args)


def shortened(text: str, most: int = 60) -> str:
    """The beginning of a text."""
    return text if len(text) <= most else text[: most - 1] + "…"
