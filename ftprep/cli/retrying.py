"""Say that a service does not answer yet, while its client asks it again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import click

__all__ = ["tell_retries_in", "telling_retries"]

_LOGGER: Final = "openai._base_client"
"""Where the client logs "Retrying request in … seconds (retry … of …)", at the level of
information, which nobody sees (openai 3.54.0, _base_client). It has no other way to tell."""

_SAID: Final = (
    "ftprep: the service does not answer, or is busy; it is asked again, a few times and with "
    "growing pauses. Ctrl-C ends the waiting."
)


@contextmanager
def telling_retries() -> Iterator[None]:
    """Say on standard error, once, that a request of the block is repeated."""
    import logging  # starting fast: the help needs none

    told = False

    def tell(record: logging.LogRecord) -> bool:
        nonlocal told
        if not told and str(record.msg).startswith("Retrying request"):
            told = True
            click.echo(_SAID, err=True)
        # Whoever set a level themselves (OPENAI_LOG) sees what that level shows, and no more.
        return record.levelno >= before

    logger = logging.getLogger(_LOGGER)
    level, before = logger.level, logger.getEffectiveLevel()
    logger.setLevel(min(before, logging.INFO))
    logger.addFilter(tell)
    try:
        yield
    finally:
        logger.removeFilter(tell)
        logger.setLevel(level)


def tell_retries_in(context: click.Context, *besides: str) -> None:
    """Tell them of the command that a group is called with, unless it is one of `besides`, which
    tell of it themselves."""
    if context.invoked_subcommand not in besides:
        context.with_resource(telling_retries())
