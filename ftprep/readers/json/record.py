"""From a JSON value to records: conversations, rows of cells, batches, JSON inside JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from ftprep.jsontext import loads
from ftprep.model import Finding, Origin, Record
from ftprep.named import NamedTuple
from ftprep.readers.json.table import row
from ftprep.readers.reader import Shard, plain_records

if TYPE_CHECKING:
    from ftprep.readers.json.cursor import Cursor, Element

__all__ = ["Recorder", "is_conversation", "turns_key"]

_MESSAGE_KEYS: Final = frozenset(
    {
        *("role", "content", "name", "weight", "refusal", "audio"),
        *("tool_calls", "tool_call_id", "function_call"),
        *("reasoning", "reasoning_content", "thinking"),
    }
)
_TURN_KEYS: Final = frozenset({"from", "value", "weight"})
_ANSWERING: Final = frozenset({"assistant", "gpt", "chatgpt", "model", "bot", "ai", "chatbot"})
_OPENING: Final = frozenset({"system", "developer"})


def turns_key(values: Sequence[Any]) -> str | None:
    """The key under which a list of turns belongs: `messages`, `conversations` (ShareGPT), or None
    where the values are not all turns."""
    if not values or not all(isinstance(value, dict) for value in values):
        return None
    if all("role" in v and len(v) > 1 and v.keys() <= _MESSAGE_KEYS for v in values):
        return "messages"
    if all("from" in v and "value" in v and v.keys() <= _TURN_KEYS for v in values):
        return "conversations"
    return None


def is_conversation(values: Sequence[Any]) -> bool:
    """Whether turns are of one conversation: somebody answers, and it does not start anew."""
    key = turns_key(values)
    if key is None:
        return False
    roles = [str(value["role" if key == "messages" else "from"]).lower() for value in values]
    opening = 0
    while opening < len(roles) and roles[opening] in _OPENING:
        opening += 1
    return not _ANSWERING.isdisjoint(roles) and _OPENING.isdisjoint(roles[opening:])


class _Part(NamedTuple):
    """A record that was found in a value, and what to say about it."""

    data: Any
    code: str | None = None
    args: Mapping[str, Any] = {}


def _parts(value: Any, columns: Sequence[str]) -> Iterator[_Part]:
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        yield from _inside(value, columns)
    elif not isinstance(value, list) or not value:
        yield _Part(value)
    elif key := turns_key(value):
        yield _Part({key: value}, "JSN038", {"n": len(value), "key": key})
    elif all(isinstance(child, dict) for child in value):
        for at, child in enumerate(value):
            yield _Part(child) if at else _Part(child, "JSN037", {"n": len(value)})
    elif columns and not any(isinstance(child, dict | list) for child in value):
        args = {"n": len(value), "columns": len(columns)}
        ragged = len(value) != len(columns)
        yield _Part(row(value, columns), "JSN045" if ragged else None, args)
    else:
        yield _Part(value)


def _inside(text: str, columns: Sequence[str]) -> Iterator[_Part]:
    """A text that holds JSON stands for that JSON: someone wrote it out twice."""
    try:
        value = loads(text)
    except ValueError:
        yield _Part(text)
        return
    for at, part in enumerate(_parts(value, columns)):
        yield part if at else _Part(part.data, "JSN036")


class Recorder:
    """Makes the records of one shard, and counts them."""

    def __init__(self, shard: Shard, columns: Sequence[str] = ()) -> None:
        self._source, self._number = shard.source, shard.number
        self._columns = columns
        self.position = 0

    def origin(self, line: int, row: int = 0) -> Origin:
        """The origin of the next record."""
        return Origin(self._source, self._number, self.position, line, row)

    def record(self, data: Any, line: int = 0, row: int = 0) -> Record:
        """One record about which there is nothing to say."""
        position = self.position
        self.position = position + 1
        return Record(Origin(self._source, self._number, position, line, row), data)

    def all(self, values: Sequence[Any], line: int) -> list[Record]:
        """A record for each value, of the lines from `line` on, about which there is nothing to
        say."""
        first = self.position
        self.position = first + len(values)
        lines = range(line, line + len(values))
        return plain_records(self._source, self._number, first, lines, repeat(0), values)

    def records(self, element: Element) -> Iterator[Record]:
        """The records that a value stands for: mostly one."""
        raw, told = element.raw, element.findings
        if type(element.value) is dict and not told:
            yield self.record(element.value, element.line)
            return
        for part in _parts(element.value, self._columns):
            origin = self.origin(element.line)
            own = tuple(finding._replace(origin=origin) for finding in told)
            if part.code:
                own += (Finding(part.code, origin, args=part.args),)
            yield Record(origin, part.data, raw, own)
            self.position += 1
            raw, told = "", ()

    def loose(self, cursor: Cursor) -> Iterator[Finding]:
        """What was noticed between records."""
        for finding in cursor.drained():
            yield finding._replace(origin=self.origin(finding.origin.line))
