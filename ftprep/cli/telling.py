"""Write a report where it was asked for, and turn it into an exit code."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from ftprep.config import Config
from ftprep.errors import OutputError
from ftprep.report import writer
from ftprep.report.options import TextOptions
from ftprep.report.report import Report
from ftprep.rules.rule import Level

__all__ = ["exit_code", "tell"]


def tell(report: Report, given: Mapping[str, Any]) -> None:
    """Write the report to standard output, or to `--output FILE`."""
    fail_on = given["fail_on"] if given["fail_on"] != "never" else "error"
    options = TextOptions(quiet=given["quiet"], fail_on=fail_on)
    target: str | None = given["output"]
    if target is None and sys.stdout is None:
        raise OutputError("standard output is closed; write the report to a file with --output")
    if target is None:
        writer(given["style"])(report, sys.stdout, options)
        sys.stdout.flush()
        return
    _spare(report, Path(target))
    try:
        with Path(target).open("w", encoding="utf-8", newline="\n") as out:
            _write(report, out, given["style"], options)
    except OSError as error:
        raise OutputError(f"cannot write the report to {target}: {error.strerror}") from error


def _spare(report: Report, target: Path) -> None:
    """Raise `OutputError` if the report would take the place of an input or of what was written."""
    taken = [row.path for row in report.inputs]
    taken += report.split.files.values() if report.split else ()
    if any(Path(path).resolve() == target.resolve() for path in taken):
        raise OutputError(f"{target} is an input or an output itself; give --output another name")


def _write(report: Report, out: TextIO, style: str, options: TextOptions) -> None:
    writer(style)(report, out, options)


def exit_code(report: Report, config: Config) -> int:
    """1 when something was found at or above the failing level, else 0."""
    if config.fail_on is None:
        return 0
    return int(any(Level[row.level.upper()] >= config.fail_on for row in report.rules))
