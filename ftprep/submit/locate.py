"""A service's error as a finding: at the line of ours that it means, back to the source.

It also says whether ftprep's own check had found the same, ahead of the service.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ftprep.config import Config
from ftprep.dataset.dataset import Dataset, Piece
from ftprep.dataset.ledger import read_ledger
from ftprep.jsontext import loads
from ftprep.model import Kind
from ftprep.planning import planned
from ftprep.readers.reader import Hints
from ftprep.report.report import Location
from ftprep.submit.complaint import Complaint, pointer_in, read
from ftprep.submit.failure import ServiceError
from ftprep.tell import tell

__all__ = ["Line", "Located", "is_about_data", "locate"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was submitted."""

    file: Path
    number: int
    """From 1."""
    pointer: str
    """JSON pointer inside it; empty for all of it."""
    sources: tuple[Location, ...]
    """Where it came from: several rows where they were joined, none where no ledger tells."""
    told: tuple[str, ...]
    """What ftprep's check says of the line: `CODE name: message`."""


@dataclass(frozen=True, slots=True)
class Located:
    """An error of a service, as a finding."""

    text: str
    """The service's words."""
    file: Path
    lines: tuple[Line, ...]
    """Empty when it is about the file as a whole."""
    told: tuple[str, ...]
    """What ftprep's check says of the file as a whole, where the error does so too."""

    @property
    def missed(self) -> bool:
        """Whether ftprep's check says nothing of what the service refuses."""
        return not self.told and not any(line.told for line in self.lines)


def is_about_data(error: ServiceError) -> bool:
    """Whether a refusal speaks of the files, and not of the key, the model or a setting."""
    of_file = error.param in ("training_file", "validation_file")
    return error.status in (None, 400, 422) and (of_file or bool(read(error.text).lines))


def locate(dataset: Dataset, text: str, param: str = "") -> Located:
    """The lines of a dataset that an error means. Lines that the file does not have are left out.

    `text`, `param`: what the service said, see `RefusedError` and `JobFault`.
    """
    complaint = read(text, param)
    piece = dataset.test if complaint.role == "test" and dataset.test else dataset.train
    lines = tuple(_lines(dataset, piece, complaint))
    told = () if complaint.lines else _told_of_whole(dataset)
    return Located(text, piece.path, lines, told)


def _lines(dataset: Dataset, piece: Piece, complaint: Complaint) -> Iterator[Line]:
    wanted = set(complaint.lines)
    if not wanted:
        return
    origins = _origins(dataset, piece, wanted)
    with piece.path.open("rb") as file:
        for number, text in enumerate(file, 1):
            if number in wanted:
                body = _body(text)
                pointer = pointer_in(body, complaint.words)
                sources = tuple(
                    replace(where, column=_column(dataset, where, body, pointer))
                    for where in origins.get(number, ())
                )
                told = tuple(_checked(dataset, text))
                yield Line(piece.path, number, pointer, sources, told)


def _body(text: bytes) -> Any:
    """The example of a line; None where it is no JSON, as when the file was edited since."""
    try:
        return loads(text)
    except ValueError:
        return None


def _origins(dataset: Dataset, piece: Piece, wanted: set[int]) -> Mapping[int, Sequence[Location]]:
    """Line → where it came from, by the ledger."""
    found: dict[int, list[Location]] = {}
    if dataset.ledger.is_file():
        for row in read_ledger(dataset.ledger):
            if row.file == piece.path.name and row.line in wanted:
                found.setdefault(row.line, []).append(row.source)
    return found


def _column(dataset: Dataset, where: Location, body: Any, pointer: str) -> str | None:
    """The column of the table from which the part of the example came; None when it is no table."""
    parts = pointer.split("/")
    role = parts[1] if len(parts) > 1 else ""
    if role == "messages" and len(parts) > 2 and isinstance(body, Mapping):
        role = body["messages"][int(parts[2])].get("role", "")
    for source in dataset.report.get("inputs", ()):
        if (source["path"], source["sheet"]) == (where.path, where.sheet):
            column = source["used"].get(role)
            return str(column) if column else None
    return None


def _checked(dataset: Dataset, text: bytes) -> Iterator[str]:
    """What ftprep's check says of one line, all its rules being on."""
    target = dataset.manifest["target"]
    config = Config(
        model=target["model"],
        provider=target["provider"],
        method=target["method"],
        kind=Kind(dataset.manifest["kind"]),
        hints=Hints(format="jsonl", encoding="utf-8"),
        isolated=True,
    )
    with tempfile.TemporaryDirectory(prefix="ftprep-") as folder:
        alone = Path(folder) / "line.jsonl"
        alone.write_bytes(text)
        with planned(alone, config) as ready:
            rows = [tell(finding, ready.plan) for finding in ready.check().findings]
    for row in rows:
        # What is said of the file as a whole is true of no line in it.
        if row.level == "error" and row.location.line is not None:
            yield f"{row.code} {row.name}: {row.message}"


def _told_of_whole(dataset: Dataset) -> tuple[str, ...]:
    """The errors that the report told of the dataset as a whole."""
    return tuple(
        f"{row['code']} {row['name']}: {row['message']}"
        for row in dataset.report.get("findings", ())
        if row["level"] == "error" and row["location"]["path"] is None
    )
