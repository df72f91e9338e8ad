"""Read bytes as JSON or JSONL, and values for property tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

from ftprep.model import UNREADABLE, Finding, Record, Source
from ftprep.readers import json_document, jsonl
from ftprep.readers.files import discover
from ftprep.readers.reader import Hints, Reader, Shard

__all__ = ["JSON_VALUES", "OBJECTS", "Read", "planned", "read_json"]

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**40), 10**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
JSON_VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.text(), JSON_VALUES, min_size=1, max_size=4)


class Read(NamedTuple):
    """What a reader gave."""

    source: Source
    records: list[Record]
    loose: list[Finding]
    """Findings about no record."""

    @property
    def data(self) -> list[Any]:
        """The data of the records; None for one that is not readable."""
        return [None if r.data is UNREADABLE else r.data for r in self.records]

    @property
    def codes(self) -> list[str]:
        """All codes, sorted, without what is said of the encoding."""
        told = [*self.source.findings, *self.loose]
        told += [finding for record in self.records for finding in record.findings]
        return sorted(finding.code for finding in told if finding.code.startswith("JSN"))


def planned(folder: Path, content: bytes | str, name: str, hints: Hints) -> tuple[Reader, Source]:
    """Write a file, and let the reader of its extension plan it."""
    path = folder / name
    raw = content.encode() if isinstance(content, str) else content
    path.write_bytes(raw)
    (file,) = discover([str(path)], folder.joinpath)
    reader = jsonl.READER if name.endswith(".jsonl") else json_document.READER
    (source,) = reader.plan(file, hints)
    return (json_document.READER if source.format == "json" else reader), source


def read_json(
    folder: Path, content: bytes | str, name: str = "data.jsonl", hints: Hints | None = None
) -> Read:
    """Read the whole of a file with this content."""
    reader, source = planned(folder, content, name, hints or Hints())
    found = list(reader.read(source, Shard(0)))
    records = [one for one in found if isinstance(one, Record)]
    assert [record.origin.position for record in records] == list(range(len(records)))
    return Read(source, records, [one for one in found if isinstance(one, Finding)])
