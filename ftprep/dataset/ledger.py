"""The ledger: for each input record where it came from, what was edited, and where it went."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ftprep.jsontext import dumps, loads
from ftprep.model import Origin, Source
from ftprep.named import NamedTuple
from ftprep.report.report import Location

__all__ = ["LedgerRow", "ledger_line", "read_ledger"]


class LedgerRow(NamedTuple):
    """One input row and its story."""

    source: Location
    digest: str
    """Of the record as it was read, see `ftprep.aggregate.fingerprint.content_hash`."""
    side: str
    """train, test or rejected."""
    file: str
    """Name of the file that it was written to, beside the ledger."""
    line: int
    """1-based line in that file. Rows that were joined into one conversation share it."""
    edits: tuple[str, ...]
    """Codes of the rules by which it was edited, in order."""
    reasons: tuple[str, ...]
    """Codes of the rules for which it was rejected."""


def ledger_line(
    origin: Origin,
    source: Source,
    digest: str,
    side: str,
    file: str,
    line: int,
    edits: tuple[str, ...],
    reasons: tuple[str, ...],
) -> bytes:
    """One line of the ledger file; see `LedgerRow`."""
    where = {
        "path": source.path,
        "sheet": source.sheet,
        "row": origin.row or None,
        "line": origin.line or None,
    }
    return dumps(
        {
            "source": where,
            "hash": digest,
            "side": side,
            "file": file,
            "line": line,
            "edits": edits,
            "reasons": reasons,
        }
    )


def read_ledger(path: Path) -> Iterator[LedgerRow]:
    """The rows of a ledger file, in order."""
    with path.open("rb") as file:
        for text in file:
            row = loads(text)
            where = row["source"]
            yield LedgerRow(
                Location(where["path"], where["sheet"], where["row"], where["line"]),
                row["hash"],
                row["side"],
                row["file"],
                row["line"],
                tuple(row["edits"]),
                tuple(row["reasons"]),
            )
