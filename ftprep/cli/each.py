"""`--each`: every path as a dataset of its own, one report after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from ftprep.cli.refusing import refuse
from ftprep.errors import FtprepError, UsageError
from ftprep.report.escape import visible

__all__ = ["for_each", "verify_each"]

_OF_LINES = ("text", "github")
"""Forms of the report that can follow one another; the others are one document each."""


def verify_each(given: Mapping[str, Any]) -> None:
    """Raise `UsageError` where several reports have no room: whatever the number of paths, so that
    a hook does not begin to fail on the day when two files change at once."""
    if given["style"] not in _OF_LINES:
        raise UsageError(
            f"--each tells several reports, and --format {given['style']} is one document; run "
            "ftprep once for each path, or leave out --each"
        )
    if given["outputs"]:
        raise UsageError(
            "--each tells several reports, and each would replace the one before in --output; run "
            "ftprep once for each path, or leave out --each"
        )


def for_each(paths: Sequence[str], style: str, verb: Callable[[str], int]) -> int:
    """Call `verb` with every path; the worst exit code.

    What could not be done for one path is told, counts as 2, and the others are still looked at.
    """
    worst = 0
    for path in paths:
        if style == "text":
            click.echo(f"{visible(path)}:")
        try:
            code = verb(path)
        except FtprepError as error:
            said = str(error)
            code = refuse(said if path in said else f"{path}: {said}")
        worst = max(worst, code)
    return worst
