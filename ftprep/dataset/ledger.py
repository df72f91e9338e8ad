"""The ledger: for each input record where it came from, what was edited, and where it went."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ftprep.jsontext import dumps, loads
from ftprep.model import Origin, Source
from ftprep.named import NamedTuple
from ftprep.report.report import Location

__all__ = ["LedgerRow", "ledger_line", "read_ledger", "source_row"]


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

    def stands_at(self, place: str) -> bool:
        """Whether it is meant by a place, as `ftprep.api.why` takes it."""
        file, _, number = place.rpartition(":")
        if not file or not number.isdigit():
            return len(place) >= 8 and self.digest.startswith(place.lower())
        if self.line == int(number) and Path(file).name == self.file:
            return True
        if int(number) not in (self.source.line, self.source.row):
            return False
        known = self.source.path or ""
        path, mark, sheet = file.rpartition("!")
        # A path may hold the mark itself.
        return _is_path(file, known) or (
            bool(mark) and sheet == self.source.sheet and _is_path(path, known)
        )


def _is_path(given: str, known: str) -> bool:
    return known in (given, f"<{given}>") or Path(known).name == Path(given).name


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
    return dumps(
        {
            "source": source_row(origin, source),
            "hash": digest,
            "side": side,
            "file": file,
            "line": line,
            "edits": edits,
            "reasons": reasons,
        }
    )


def source_row(origin: Origin, source: Source) -> dict[str, str | int | None]:
    """Where a record came from, as the ledger and the file of rejected records have it."""
    return {
        "path": source.path,
        "sheet": source.sheet,
        "row": origin.row or None,
        "line": origin.line or None,
    }


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
