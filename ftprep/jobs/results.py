"""The result file of a job: one row for each training step, whatever the service calls the columns.

OpenAI writes `step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy` and sends the
file as base64; Azure writes `train_mean_token_accuracy`, `validation_mean_token_accuracy` and
`full_valid_…` as plain text (openai-cookbook, How_to_finetune_chat_models; Azure documentation of
fine-tuning). The retired `/v1/fine-tunes` wrote `training_loss`, `validation_loss` and so on.
"""

from __future__ import annotations

import base64
import binascii
import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ftprep.errors import InputError

__all__ = ["COLUMNS", "BadCell", "Results", "Row", "canonical", "decoded", "parse"]

COLUMNS: Final = (
    "train_loss",
    "train_accuracy",
    "valid_loss",
    "valid_accuracy",
    "full_valid_loss",
    "full_valid_accuracy",
)
"""Our names of what every service measures, in the order of our tables. `full_valid_…` is measured
on the whole validation file, at the end of an epoch; `valid_…` on one batch of it."""

_ALIASES: Final[Mapping[str, str]] = {
    "train_mean_token_accuracy": "train_accuracy",
    "training_loss": "train_loss",
    "training_token_accuracy": "train_accuracy",
    "valid_mean_token_accuracy": "valid_accuracy",
    "validation_loss": "valid_loss",
    "validation_mean_token_accuracy": "valid_accuracy",
    "validation_token_accuracy": "valid_accuracy",
    "full_valid_mean_token_accuracy": "full_valid_accuracy",
    "full_validation_loss": "full_valid_loss",
    "full_validation_mean_token_accuracy": "full_valid_accuracy",
}
"""What services call a column → our name."""

_NOT_MEASURED: Final = frozenset({"", "-", "na", "n/a", "none", "null"})
"""Cells, in small letters, that say that nothing was measured at this step."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured at one step."""

    step: int
    metrics: Mapping[str, float]
    """Column (ours where we know it) → number, which may be NaN or infinite: that is how training
    that blew up looks. What was not measured is not there."""


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that is no number, kept out of the curves and told."""

    line: int
    """Line of the CSV file, 1-based."""
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Results:
    """All rows, in order of their steps, and what could not be read."""

    rows: Sequence[Row]
    columns: Sequence[str]
    """Of the file beside `step`: ours first, then what only this service knows."""
    bad: Sequence[BadCell]

    def series(self, column: str) -> tuple[list[int], list[float]]:
        """(steps, finite values) of one column, where it was measured."""
        points = [
            (row.step, row.metrics[column])
            for row in self.rows
            if column in row.metrics and math.isfinite(row.metrics[column])
        ]
        return [step for step, _ in points], [value for _, value in points]


def canonical(column: str) -> str:
    """Our name of a service's column; its own, trimmed, where we have none."""
    name = column.strip()
    return _ALIASES.get(name.lower(), name)


def decoded(content: bytes) -> str:
    """The CSV text of a result file, which some services send as base64.

    Raises `InputError` when it is no UTF-8. A CSV has commas, which base64 has not: no file is
    both.
    """
    plain = content
    if b"," not in content:
        try:
            plain = base64.b64decode(b"".join(content.split()), validate=True)
        except binascii.Error:
            plain = content  # no base64 either: the columns will tell
    try:
        return plain.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"the result file is neither CSV nor base64 of CSV: byte {error.start} is no UTF-8"
        ) from error


def parse(content: bytes) -> Results:
    """Read a result file.

    Raises `InputError` when it is no CSV with a column `step`. A cell that is no number, and a row
    whose step is none, are in `bad`.
    """
    reader = csv.reader(io.StringIO(decoded(content), newline=""), skipinitialspace=True)
    try:
        head = next(reader, [])
        names = _named(head)
        lowered = [name.lower() for name in names]
        if "step" not in lowered:
            raise InputError(
                'the result file has no column "step": it is not the result of a fine-tuning job'
            )
        at = lowered.index("step")
        bad: list[BadCell] = []
        rows = list(_rows(reader, names, at, bad))
    except csv.Error as error:
        raise InputError(f"the result file is no CSV (line {reader.line_num}): {error}") from error
    rows.sort(key=lambda row: row.step)
    mine = [name for index, name in enumerate(names) if index != at and name]
    known = [name for name in COLUMNS if name in mine]
    further = [name for name in dict.fromkeys(mine) if name not in COLUMNS]
    return Results(tuple(rows), (*known, *further), tuple(bad))


def _named(head: Sequence[str]) -> list[str]:
    """Our name of each column; a second one that would get the same name keeps the service's."""
    names: list[str] = []
    for column in head:
        name = canonical(column)
        names.append(column.strip() if name in names else name)
    return names


def _rows(
    lines: Iterator[list[str]], names: Sequence[str], at: int, bad: list[BadCell]
) -> Iterator[Row]:
    for line, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        step = _number(cells[at]) if at < len(cells) else None
        if step is None or not step.is_integer():
            bad.append(BadCell(line, "step", cells[at] if at < len(cells) else ""))
            continue
        metrics: dict[str, float] = {}
        for index, cell in enumerate(cells):
            column = names[index] if index < len(names) else f"column {index + 1}"
            if index == at or cell.strip().lower() in _NOT_MEASURED:
                continue
            value = _number(cell)
            if value is None or not column or index >= len(names):
                bad.append(BadCell(line, column, cell))
            elif not _is_mark(column, value):
                metrics[column] = value
        yield Row(int(step), metrics)


def _is_mark(column: str, value: float) -> bool:
    """Whether -1 stands for "not measured": no loss and no accuracy is below zero."""
    return value == -1 and column in COLUMNS


def _number(cell: str) -> float | None:
    if "_" in cell:  # Python's own way to group digits
        return None
    try:
        return float(cell)
    except ValueError:
        return None
