"""The nouns every room shares: Origin, Record, Turn, Example, Finding, Source.

What is made once per record is a NamedTuple (small, fast, travels between processes); what is made
once per run is a frozen dataclass. This module imports nothing else of ftprep.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

__all__ = [
    "UNREADABLE",
    "WHOLE_DATASET",
    "Example",
    "Finding",
    "Kind",
    "Origin",
    "Record",
    "Source",
    "Turn",
    "Unreadable",
]


class Origin(NamedTuple):
    """Where a record came from. Known without decoding any other shard; sorts in reading order."""

    source: int
    """Index of the `Source` in the run, in the order the inputs were given."""
    shard: int = 0
    """Index of the cut of that source; 0 when the source is read in one piece."""
    position: int = 0
    """0-based number of the record within its shard. Unreadable records count."""
    line: int = 0
    """1-based physical line where the record starts (line ends are LF, CRLF or CR, as editors count
    them); 0 where the format has no lines."""
    row: int = 0
    """1-based row of a spreadsheet as its program numbers it, or of a Parquet table or frame
    (first data row is 1); 0 for text formats."""


WHOLE_DATASET: Final = Origin(-1)
"""The origin of a finding about all the data together; sorts before every record."""


class Finding(NamedTuple):
    """One fault at one place. It carries arguments, not text: the rule's templates tell it.

    Severity is not here: it belongs to rule, target and config, and is resolved when telling.
    """

    code: str
    origin: Origin
    pointer: str = ""
    """JSON pointer (RFC 6901) inside the record or example: `/messages/1/content`, `/Answer`."""
    args: Mapping[str, Any] = {}
    """What the rule's message needs: str, int, float, bool, an `Origin`, or tuples of these."""
    column: str = ""
    """Column of the table that the fault stands in, where the reader or normalizer knows it."""
    content: str = ""
    """What it is about, wherever that stands: the hash of the record, `@` and the name of the file,
    or `@` for all data together. The engine stamps it."""


class Unreadable(enum.Enum):
    """The type of `UNREADABLE`, the data of a record that could not be read."""

    UNREADABLE = "unreadable"

    def __repr__(self) -> str:
        return "UNREADABLE"


UNREADABLE: Final = Unreadable.UNREADABLE


class Record(NamedTuple):
    """One row as it was found, before anyone tried to understand it.

    Every row of an input is exactly one Record, also the row that could not be read: that one has
    `data=UNREADABLE`, its text in `raw`, and at least one finding that says why.
    """

    origin: Origin
    data: Any
    """Usually a dict of column or key → value. Cells of text formats are str, exactly as a person
    sees them. JSON values keep their types; see `jsontext.Number` for numbers."""
    raw: str = ""
    """The text as it stood, where `data` cannot give it back (unreadable or repaired records)."""
    findings: tuple[Finding, ...] = ()
    """What the reader noticed about this very record."""
    others: tuple[Origin, ...] = ()
    """Origins of the further rows that were joined into this record (`--group-by`)."""


class Kind(enum.StrEnum):
    """The shape of a training line."""

    CHAT = "chat"
    COMPLETION = "completion"
    PREFERENCE = "preference"
    REINFORCEMENT = "reinforcement"


class Turn(NamedTuple):
    """One text of an example, in a flat view that rules use without knowing the line format."""

    role: str
    """system, developer, user, assistant, tool or function; for completions: user and assistant."""
    text: str
    """The words themselves, without separators and end markers' meaning being interpreted."""
    trained: bool
    """Whether the model is trained on this text (an assistant turn whose weight is not 0)."""
    pointer: str
    """JSON pointer of the text inside `Example.body`."""


class Example(NamedTuple):
    """One training example: what would be written, and a flat view of its texts."""

    origin: Origin
    kind: Kind
    body: Any
    """Exactly what would be written as one JSON line (a dict, unless the input was not one)."""
    turns: tuple[Turn, ...]
    columns: Mapping[str, str] = {}
    """JSON pointer in `body` → column of the table that it came from; empty for JSON layouts."""
    label: str | None = None
    """The class label, where the layout says that the answer is one (a `label` column)."""
    group: str | None = None
    """Examples of one group stay on one side of the split."""
    others: tuple[Origin, ...] = ()
    """Origins of the further rows that were joined into this example."""


@dataclass(frozen=True, slots=True)
class Source:
    """One input and how it is read: decided once, before the first record, and told in the report.

    A workbook of which two sheets are read is two sources with the same path.
    """

    index: int
    path: str
    """As the person gave it, or `<stdin>`, or `<frame>`."""
    local: str
    """The file a reader opens; differs from `path` when the input was spooled to disk."""
    format: str
    """csv, tsv, xlsx, xls, json, jsonl, parquet or frame."""
    bytes: int
    """Size as given (before decompression)."""
    sha256: str
    """Of the bytes as given, in hexadecimal."""
    compression: str | None = None
    """`gzip`, or None."""
    encoding: str | None = None
    """Python codec name that the text is decoded with; None for binary formats."""
    encoding_confidence: float | None = None
    """0 to 1; 1.0 when given, told by a BOM, or proved by decoding all of it."""
    bom: bool = False
    dialect: Mapping[str, str] = field(default_factory=dict)
    """CSV: delimiter, quote, escape ("" or "\\"), newline. JSON: records (JSON pointer to the list
    of records) and shape (array, object-of-records, columns, single)."""
    sheet: str | None = None
    header_row: int | None = None
    """1-based line (text) or row (spreadsheet) of the header; None when there is none."""
    columns: tuple[str, ...] = ()
    """Column names of a table in order; unnamed columns are called `column 3` by position."""
    layout: str | None = None
    """How the records were understood (a normalizer's name), once known."""
    findings: tuple[Finding, ...] = ()
    """About the input as a whole: a wrong extension, a guessed encoding, sheets not read."""
