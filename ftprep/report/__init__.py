"""Reporters: each format is a module with `write(report, out, options)`, loaded when asked for.

To add one: write the module, add its line to `FORMATS`.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Protocol, TextIO, cast

from ftprep.report.options import TextOptions
from ftprep.report.report import Report

__all__ = ["FORMATS", "TextOptions", "Writer", "writer"]

FORMATS: Mapping[str, str] = {
    "text": "ftprep.report.text",
    "json": "ftprep.report.json_report",
    "sarif": "ftprep.report.sarif",
    "github": "ftprep.report.github",
    "junit": "ftprep.report.junit",
}
"""`--format` → module."""


class Writer(Protocol):
    """Tell a report in one format."""

    def __call__(self, report: Report, out: TextIO, options: TextOptions = ...) -> None:
        """Write it to `out`, which stays open."""
        ...


def writer(name: str) -> Writer:
    """The writer of a format of `FORMATS`; KeyError for any other name."""
    return cast("Writer", importlib.import_module(FORMATS[name]).write)
