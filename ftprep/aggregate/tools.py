"""The functions that examples define and call."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from ftprep.aggregate.group import Group
from ftprep.jsontext import canonical
from ftprep.model import Example, Kind, Origin
from ftprep.named import NamedTuple
from ftprep.tokens.count import TokenCounts

__all__ = ["MOST_FUNCTIONS", "Definition", "Tools"]

MOST_FUNCTIONS: Final = 1_000
"""Distinct definitions, or distinct names of called functions, beyond which they are data of each
example and no longer a set of tools: then they are not compared any more."""


class Definition(NamedTuple):
    """One definition of a function, and where it was first seen."""

    name: str
    function: Any
    """The function as it stands in the line: name, description, parameters."""
    origin: Origin
    pointer: str
    times: int
    """How often it stands in the data."""


class Tools:
    """What is defined and what is called, over all examples.

    Memory: at most `MOST_FUNCTIONS` definitions and names, nothing per record.
    """

    def __init__(self) -> None:
        self.definitions: dict[bytes, Definition] = {}
        """Canonical JSON → definition. Empty once there are too many."""
        self.called: Counter[str] = Counter()
        """Name of a called function → calls. Empty once there are too many."""
        self.too_many = False
        self.defining = 0
        """Examples that define functions."""
        self.calling = 0
        """Examples that call functions."""
        self.undefined: tuple[Origin, int] | None = None
        """Origin of the first example that calls functions and defines none, and how many do."""
        self.legacy: tuple[Origin, int] | None = None
        """Origin of the first example with `functions` or `function_call`, and how many have."""

    def add(self, example: Example, tokens: TokenCounts) -> None:
        """Take in one example."""
        body = example.body
        if example.kind is Kind.COMPLETION or not isinstance(body, dict):
            return
        asked: Any = body
        base = ""
        if example.kind is Kind.PREFERENCE:
            asked, base = body.get("input"), "/input"
        defines = isinstance(asked, dict) and ("tools" in asked or "functions" in asked)
        names, legacy = _called(example)
        if defines:
            defines = self._define(example.origin, asked, base)
            legacy |= bool(asked.get("functions"))
        self.defining += defines
        if names:
            self.calling += 1
            self.called.update(names)
            if not defines:
                self.undefined = _joined(self.undefined, (example.origin, 1))
        if legacy:
            self.legacy = _joined(self.legacy, (example.origin, 1))
        self._limit()

    def add_group(self, group: Group) -> None:
        """Plain conversations define and call nothing."""

    def merge(self, other: Tools) -> None:
        """Take in another shard's examples."""
        for key, definition in other.definitions.items():
            self._take(key, definition)
        self.called.update(other.called)
        self.too_many |= other.too_many
        self.defining += other.defining
        self.calling += other.calling
        self.undefined = _joined(self.undefined, other.undefined)
        self.legacy = _joined(self.legacy, other.legacy)
        self._limit()

    def _define(self, origin: Origin, asked: dict[str, Any], base: str) -> bool:
        found = False
        for key in ("tools", "functions"):
            listed = asked.get(key)
            for index, entry in enumerate(listed if isinstance(listed, list) else ()):
                inner = entry.get("function") if isinstance(entry, dict) else None
                function = inner if key == "tools" else entry
                name = function.get("name") if isinstance(function, dict) else None
                if isinstance(name, str):
                    found = True
                    place = f"{base}/{key}/{index}" + ("/function" if key == "tools" else "")
                    if not self.too_many:
                        self._take(
                            canonical(function), Definition(name, function, origin, place, 1)
                        )
        return found

    def _take(self, key: bytes, new: Definition) -> None:
        old = self.definitions.get(key)
        if old is None:
            self.definitions[key] = new
        else:
            first = min(old, new, key=lambda d: (d.origin, d.pointer))
            self.definitions[key] = first._replace(times=old.times + new.times)

    def _limit(self) -> None:
        if self.too_many or max(len(self.definitions), len(self.called)) > MOST_FUNCTIONS:
            self.too_many = True
            self.definitions.clear()
            self.called.clear()


def _joined(
    one: tuple[Origin, int] | None, other: tuple[Origin, int] | None
) -> tuple[Origin, int] | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), one[1] + other[1]


def _called(example: Example) -> tuple[list[str], bool]:
    """Names of the functions that are called, and whether in the older form."""
    body = example.body
    if example.kind is Kind.PREFERENCE:
        given = body.get("input")
        lists = [given.get("messages") if isinstance(given, dict) else None]
        lists += [body.get("preferred_output"), body.get("non_preferred_output")]
    else:
        lists = [body.get("messages")]
    names: list[str] = []
    legacy = False
    for messages in lists:
        for message in messages if isinstance(messages, list) else ():
            # Plain messages have a role and content only: nearly all are passed over here.
            if not isinstance(message, dict) or (len(message) == 2 and "content" in message):
                continue
            listed = message.get("tool_calls")
            calls = [call.get("function") for call in _objects(listed)]
            if isinstance(message.get("function_call"), dict):
                legacy = True
                calls.append(message["function_call"])
            found = (call.get("name") for call in _objects(calls))
            names += [name for name in found if isinstance(name, str)]
    return names, legacy


def _objects(listed: Any) -> list[dict[str, Any]]:
    return [x for x in listed if isinstance(x, dict)] if isinstance(listed, list) else []
