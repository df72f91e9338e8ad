"""Say why something could not be done."""

from __future__ import annotations

import click

__all__ = ["refuse"]


def refuse(message: str) -> int:
    """Write the message to standard error; the answer is the exit code.

    A message may quote names from a file, which must not reach the terminal with their control
    characters.
    """
    from ftprep.report.escape import visible

    click.echo(f"ftprep: {visible(message)}", err=True)
    return 2
