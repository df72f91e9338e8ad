"""Say on standard error why a run did not come to its end."""

from __future__ import annotations

from contextlib import suppress

import click

__all__ = ["refuse", "say"]


def refuse(message: str) -> int:
    """Say what could not be done; the answer is the exit code.

    A message may quote names from a file, which must not reach the terminal with their control
    characters.
    """
    from ftprep.report.escape import visible

    say(visible(message))
    return 2


def say(message: str) -> None:
    """Write one line. Where nobody reads it, the exit code says enough."""
    with suppress(OSError):
        click.echo(f"ftprep: {message}", err=True)
