"""Tell the bytes of a table that could not be decoded with the rows that they stand in."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from ftprep.model import Finding, Origin, Record
from ftprep.readers.table.rows import Row
from ftprep.readers.text.decode import BadBytes, line_ends
from ftprep.readers.text.encoding import bad_bytes_finding

__all__ = ["BadPlaces", "Decoded"]

Decoded = Iterator[tuple[str, tuple[BadBytes, ...]]]
"""Text in chunks, each with its bad bytes."""


class BadPlaces:
    """The places that could not be decoded, until the row comes that they stand in."""

    def __init__(self, decoded: Decoded) -> None:
        self._decoded = decoded
        self.waiting: deque[BadBytes] = deque()

    def texts(self) -> Iterator[str]:
        """Give the text, and note its bad places."""
        for text, bads in self._decoded:
            self.waiting.extend(bads)
            yield text

    def before(self, line: int | None, source: int) -> Iterator[Finding]:
        """Tell the places above a line, which belong to no record; all of them for None."""
        while self.waiting and (line is None or self.waiting[0].line < line):
            bad = self.waiting.popleft()
            yield bad_bytes_finding(bad, Origin(source, position=-1, line=bad.line))

    def marked(self, record: Record, row: Row) -> Record:
        """Give the record with the places that stand in its row."""
        last = row.line + line_ends(row.text)
        findings = list(record.findings)
        while self.waiting and self.waiting[0].line <= last:
            findings.append(bad_bytes_finding(self.waiting.popleft(), record.origin))
        return record._replace(findings=tuple(findings))
