"""Tell the format of a file from its content, with its extension as a hint."""

from __future__ import annotations

from pathlib import PurePath

from ftprep.model import Finding
from ftprep.readers.reader import InputFile

__all__ = ["format_of"]


def format_of(file: InputFile, given: str | None) -> tuple[str, tuple[Finding, ...]]:
    """Tell the format: csv, tsv, xlsx, xls, json, jsonl or parquet."""
    name = file.path.lower().removesuffix(".gz")
    return given or PurePath(name).suffix.lstrip(".") or "csv", ()
