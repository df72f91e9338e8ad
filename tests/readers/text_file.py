"""Read a few bytes as a text file, as the engine does."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from ftprep import readers
from ftprep.model import UNREADABLE, Finding, Record, Source
from ftprep.readers.reader import Hints, InputFile, Shard

__all__ = ["Read", "input_file", "read_bytes"]


class Read(NamedTuple):
    """What a reader gave."""

    source: Source
    records: list[Record]
    findings: list[Finding]
    """All of them: of the source, of places, of records."""

    @property
    def codes(self) -> Counter[str]:
        """How often each rule was found."""
        return Counter(finding.code for finding in self.findings)

    @property
    def rows(self) -> list[list[str] | None]:
        """The cells of each record; None for one that could not be read."""
        return [None if r.data is UNREADABLE else list(r.data.values()) for r in self.records]

    def lines(self, code: str) -> list[int]:
        """The lines where a rule found something."""
        return [finding.origin.line for finding in self.findings if finding.code == code]


def input_file(folder: Path, content: bytes, name: str = "table.csv") -> InputFile:
    """Write a file and tell of it as `discover` does."""
    local = folder / name
    local.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    compression = "gzip" if content.startswith(b"\x1f\x8b\x08") else None
    return InputFile(0, name, str(local), len(content), sha256, compression)


def read_bytes(
    folder: Path, content: bytes, name: str = "table.csv", hints: Hints | None = None
) -> Read:
    """Plan and read a file with this content."""
    (source,) = readers.plan(input_file(folder, content, name), hints or Hints())
    told = list(readers.read(source, Shard(0)))
    records = [entry for entry in told if isinstance(entry, Record)]
    findings = [*source.findings, *(entry for entry in told if isinstance(entry, Finding))]
    findings += [finding for record in records for finding in record.findings]
    return Read(source, records, findings)
