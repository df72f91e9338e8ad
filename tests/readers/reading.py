"""Write bytes to a file and read them, as a run would."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ftprep.model import Finding, Record, Source
from ftprep.readers import plan, read
from ftprep.readers.files import discover
from ftprep.readers.reader import Hints, Shard

__all__ = ["Read", "read_bytes"]


class Read(NamedTuple):
    """What reading a file gave."""

    source: Source
    found: tuple[Record | Finding, ...]

    @property
    def records(self) -> list[Record]:
        """The records, in order."""
        return [found for found in self.found if isinstance(found, Record)]

    @property
    def rows(self) -> list[list[str]]:
        """The values of the records that could be read."""
        return [list(r.data.values()) for r in self.records if isinstance(r.data, dict)]

    @property
    def codes(self) -> list[str]:
        """The rules that found something, in order."""
        loose = [found for found in self.found if isinstance(found, Finding)]
        of_records = [finding for record in self.records for finding in record.findings]
        return [finding.code for finding in (*self.source.findings, *loose, *of_records)]


def read_bytes(
    folder: Path, content: bytes, name: str = "table.csv", hints: Hints | None = None
) -> Read:
    """Read the first source of a file with this content."""
    path = folder / name
    path.write_bytes(content)
    (file,) = discover([str(path)], folder.joinpath)
    source, *_ = plan(file, hints or Hints())
    return Read(source, tuple(read(source, Shard(source.index))))
