"""`ftprep check`."""

from __future__ import annotations

from typing import Any

import click

from ftprep import api
from ftprep.cli.options import config_from, shared_options
from ftprep.cli.telling import exit_code, tell

__all__ = ["command"]


@click.command("check")
@shared_options
def command(paths: tuple[str, ...], **given: Any) -> int:
    """Read, validate, count and price; change nothing.

    PATH is a CSV, TSV, XLSX, JSON, JSONL or Parquet file (also gzipped), a folder of them, or - for
    standard input.
    """
    config = config_from(given)
    report = api.check(list(paths), config)
    tell(report, given)
    return exit_code(report, config)
