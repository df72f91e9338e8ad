"""The report as JSON, by the contract of `schemas/report.schema.json`."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from ftprep import __version__
from ftprep.report.escape import is_unicode
from ftprep.report.options import DEFAULT, TextOptions
from ftprep.report.report import SCHEMA_VERSION, Report

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["Json", "document", "plain", "put", "write"]

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_TOP = (
    "command",
    "inputs",
    "target",
    "summary",
    "tokens",
    "cost",
    "labels",
    "duplicates",
    "split",
    "baseline",
    "rules",
    "findings",
    "findings_total",
    "contract",
)

_NOT_ASCII = re.compile("[^\x20-\x7e\n]")


def write(report: Report, out: TextIO, options: TextOptions = DEFAULT) -> None:
    """Write `report` to `out` as one JSON document, indented by two, with a newline at its end.

    What cannot be seen is escaped, which JSON reads back as it was: the document is safe to show in
    a terminal. Lone surrogates are escaped too, which keeps it valid; where `out` is not Unicode,
    so is everything that is not ASCII.
    """
    put(document(report), out)


def put(content: Mapping[str, Json], out: TextIO) -> None:
    """Write a document of plain values, as `write` does."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2)
    keep = is_unicode(getattr(out, "encoding", None))
    out.write(_NOT_ASCII.sub(lambda match: _written(match[0], keep=keep), text))
    out.write("\n")


def document(report: Report) -> dict[str, Json]:
    """The report as plain values, in the order of the contract, every key always there."""
    told = {name: plain(getattr(report, name)) for name in _TOP}
    totals = report.findings_total
    told["findings_total"] = {code: totals[code] for code in sorted(totals)}
    if report.tokens is not None:
        told["tokens"] = {
            **_fields(report.tokens),
            "histogram": [
                {"from": low, "to": high, "examples": number}
                for low, high, number in report.tokens.histogram
            ],
        }
    return {"schema_version": SCHEMA_VERSION, "ftprep_version": __version__, **told}


def plain(value: object) -> Json:
    """A value of a report, with all that is in it, as plain values."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [plain(inner) for inner in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    raise TypeError(f"a report holds no {type(value).__name__}")


def _fields(value: DataclassInstance) -> dict[str, Json]:
    return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}


def _written(char: str, *, keep: bool) -> str:
    if keep and char.isprintable():
        return char
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
