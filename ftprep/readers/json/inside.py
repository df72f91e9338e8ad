"""Records that lie inside the lines of a JSONL file: `--records data.items`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from ftprep.errors import UsageError
from ftprep.jsontext import dumps, escaped
from ftprep.model import UNREADABLE, Finding, Record
from ftprep.readers.json.cursor import Element
from ftprep.readers.json.outline import outline_of
from ftprep.readers.json.record import Recorder, is_conversation
from ftprep.readers.json.shape import Path, dotted, paths
from ftprep.readers.reader import Shard

__all__ = ["inside", "path_inside", "pointer_of", "steps_of"]

_NOTHING: Final = object()
_TOLD: Final = 30
"""Names in a message."""


def path_inside(file: str, records: str, sample: Sequence[Any]) -> Path:
    """The keys that a dotted path stands for, by the first line of the sample that has it.

    Raises `UsageError` when none has it, with the names that there are.
    """
    for value in sample:
        path = _keys(value, records)
        if path is not None:
            return path
    known = list(dict.fromkeys(name for v in sample for name in paths(outline_of(v))))[:_TOLD]
    raise UsageError(
        f"{file}: no line has a list or object at {records} "
        f"(lines looked at: {len(sample)}). There are: {', '.join(known) or 'none'}."
    )


def _keys(value: Any, records: str) -> Path | None:
    """The keys to the list or object at a dotted path; keys may hold dots themselves."""
    if not records:
        return () if isinstance(value, dict | list) else None
    for key, child in value.items() if isinstance(value, dict) else ():
        if records == key or records.startswith(f"{key}."):
            rest = _keys(child, records[len(key) + 1 :])
            if rest is not None:
                return (key, *rest)
    return None


def pointer_of(path: Path) -> str:
    """A path as a JSON pointer."""
    return "".join(f"/{escaped(key)}" for key in path)


def steps_of(pointer: str) -> Path:
    """The path of a JSON pointer."""
    return tuple(key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:])


def inside(
    entries: Iterator[Record | Finding], path: Path, shard: Shard
) -> Iterator[Record | Finding]:
    """The records at a path inside the records that a line holds.

    A line that has nothing there is one record that is not readable, with its text.
    """
    recorder = Recorder(shard)
    for entry in entries:
        if isinstance(entry, Finding):
            yield entry._replace(origin=entry.origin._replace(position=recorder.position))
        elif entry.data is UNREADABLE:
            yield from _again(entry, recorder)
        else:
            yield from _inside(entry, path, recorder)


def _again(record: Record, recorder: Recorder) -> Iterator[Record]:
    element = Element(record.data, record.origin.line, record.raw, record.findings)
    yield from recorder.records(element)


def _inside(record: Record, path: Path, recorder: Recorder) -> Iterator[Record]:
    value = record.data
    for key in path:
        value = value.get(key, _NOTHING) if isinstance(value, dict) else _NOTHING
    if isinstance(value, dict) or (isinstance(value, list) and is_conversation(value)):
        value = [value]
    if not isinstance(value, list) or not value:
        origin = record.origin
        missing = Finding("JSN047", origin, args={"path": dotted(path)})
        raw = record.raw or dumps(record.data).decode("utf-8", "surrogatepass")
        told = (*record.findings, missing)
        yield from _again(record._replace(data=UNREADABLE, raw=raw, findings=told), recorder)
        return
    raw, told = record.raw, record.findings
    for child in value:
        yield from recorder.records(Element(child, record.origin.line, raw, told))
        raw, told = "", ()
