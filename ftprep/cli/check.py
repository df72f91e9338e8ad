"""`ftprep check`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ftprep import api
from ftprep.baseline import NAME, find
from ftprep.cli.options import layers_from, report_options, setting_options
from ftprep.cli.telling import tell
from ftprep.config import Config
from ftprep.errors import UsageError
from ftprep.report.escape import visible
from ftprep.settings.configure import configure

__all__ = ["command"]


@click.command("check")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@setting_options()
@click.option("--write-baseline", is_flag=True, help="Write down all that is found as known.")
@click.option("--reason", metavar="TEXT", help="Why, for --write-baseline.")
@click.option("--prune-baseline", is_flag=True, help="Take out what is not found any more.")
@report_options
def command(
    paths: tuple[str, ...],
    *,
    write_baseline: bool,
    reason: str | None,
    prune_baseline: bool,
    **given: Any,
) -> int:
    """Read, validate, count and price; change nothing.

    PATH is a CSV, TSV, XLSX, JSON, JSONL or Parquet file (also gzipped), a folder of them, or - for
    standard input.
    """
    config = configure(layers_from(given, paths))
    if reason is not None and not write_baseline:
        raise UsageError("--reason belongs to --write-baseline")
    if write_baseline:
        _write_baseline(paths, config, reason or "")
    if prune_baseline:
        for each in api.prune_baseline(list(paths), config):
            click.echo(f"pruned {visible(str(each.file))}", err=True)
    report = api.check(list(paths), config)
    tell(report, given)
    return int(report.failing)


def _write_baseline(paths: tuple[str, ...], config: Config, reason: str) -> None:
    """Into the file that is named or found, else beside the first input."""
    found = [] if config.isolated else find(paths)
    first = Path(paths[0]) if paths[0] != "-" else Path("-")
    folder = first if first.is_dir() else first.parent
    file = config.baseline or (found[0] if found else folder / NAME)
    written = api.write_baseline(list(paths), file, config, reason=reason)
    click.echo(f"wrote {len(written.entries):,} known findings to {visible(str(file))}", err=True)
