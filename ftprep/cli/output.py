"""Where and how a command tells what it found, when that is no report of findings."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

import click

from ftprep.cli import complete
from ftprep.cli.reporting import whole
from ftprep.errors import OutputError
from ftprep.report.options import TextOptions

__all__ = ["output_options", "spare", "write_output"]


def output_options(function: Any) -> Any:
    """Give a command `--format`, `--output` and `-q`."""
    for add in (
        click.option("-q", "--quiet", is_flag=True, help="Tell only what matters most."),
        click.option(
            "--output", metavar="FILE", shell_complete=complete.files,
            help="Write it there instead of to standard output.",
        ),
        click.option(
            "--format", "style", type=click.Choice(["text", "json"]), default="text",
            show_default=True, help="Form in which it is told.",
        ),
    ):  # fmt: skip
        function = add(function)
    return function


def spare(output: str | None, inputs: Sequence[str]) -> None:
    """Raise `OutputError` if `--output` would take the place of an input, or of a file in one."""
    if output is None:
        return
    target = Path(output).resolve()
    for path in (Path(given).resolve() for given in inputs):
        if target == path or (path in target.parents and target.exists()):
            raise OutputError(f"{output} is an input itself; give --output another name")


def write_output(
    style: str,
    output: str | None,
    *,
    quiet: bool,
    text: Callable[[TextIO, TextOptions], None],
    json: Callable[[TextIO], None],
) -> None:
    """Tell it where it was asked for: as `text` or as `json` writes it."""

    def write(out: TextIO) -> None:
        if style == "json":
            json(out)
        else:
            text(out, TextOptions(quiet=quiet))

    if output is None:
        if sys.stdout is None:
            raise OutputError("standard output is closed; write to a file with --output")
        write(sys.stdout)
        sys.stdout.flush()
        return
    try:
        with whole(Path(output)) as out:
            write(out)
    except OSError as error:
        raise OutputError(f"cannot write to {output}: {error.strerror}") from error
