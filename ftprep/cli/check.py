"""`ftprep check`."""

from __future__ import annotations

from typing import Any

import click

from ftprep import api
from ftprep.cli.options import layers_from, report_options, setting_options
from ftprep.cli.telling import tell
from ftprep.settings.configure import configure

__all__ = ["command"]


@click.command("check")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@setting_options()
@report_options
def command(paths: tuple[str, ...], **given: Any) -> int:
    """Read, validate, count and price; change nothing.

    PATH is a CSV, TSV, XLSX, JSON, JSONL or Parquet file (also gzipped), a folder of them, or - for
    standard input.
    """
    report = api.check(list(paths), configure(layers_from(given, paths)))
    tell(report, given)
    return int(report.failing)
