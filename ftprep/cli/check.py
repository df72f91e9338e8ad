"""`ftprep check`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from ftprep import api
from ftprep.baseline import NAME, find
from ftprep.cli.complete import files
from ftprep.cli.each import for_each, verify_each
from ftprep.cli.grouped import GroupedCommand
from ftprep.cli.options import layers_from, report_options, setting_options
from ftprep.cli.progress import showing
from ftprep.cli.reporting import write_report
from ftprep.config import Config
from ftprep.errors import UsageError
from ftprep.report.escape import visible
from ftprep.settings.configure import configure

__all__ = ["command"]


@click.command("check", cls=GroupedCommand)
@click.argument("paths", metavar="PATH...", nargs=-1, shell_complete=files)
@click.option("--train", multiple=True, metavar="PATH", help="The same as PATH, beside --test.")
@click.option(
    "--test", multiple=True, metavar="PATH", help="Their test set: is it apart, and alike?"
)
@click.option("--each", is_flag=True, help="Take every PATH for a dataset of its own.")
@setting_options()
@click.option("--write-baseline", is_flag=True, help="Write down all that is found as known.")
@click.option("--reason", metavar="TEXT", help="Why, for --write-baseline.")
@click.option("--prune-baseline", is_flag=True, help="Take out what is not found any more.")
@report_options
def command(
    paths: tuple[str, ...],
    train: tuple[str, ...],
    test: tuple[str, ...],
    *,
    each: bool,
    write_baseline: bool,
    reason: str | None,
    prune_baseline: bool,
    **given: Any,
) -> int:
    """Read, validate, count and price; change nothing.

    PATH is a CSV, TSV, XLSX, JSON, JSONL or Parquet file (also gzipped), a folder of them, or - for
    standard input. Several are one dataset, looked at together, unless --each is given.
    """
    paths += train
    if not paths:
        raise click.UsageError("Missing argument 'PATH...'.")
    if each:
        if train or test or write_baseline or prune_baseline:
            raise UsageError("--each does not go with --train, --test or a baseline to write")
        verify_each(given)
        return for_each(
            paths,
            given["style"],
            lambda path: _check((path,), configure(layers_from(given, (path,))), given),
        )
    config = replace(configure(layers_from(given, paths)), test=test)
    if reason is not None and not write_baseline:
        raise UsageError("--reason belongs to --write-baseline")
    if write_baseline:
        _write_baseline(paths, config, reason or "")
    if prune_baseline:
        for pruned in api.prune_baseline(list(paths), config):
            click.echo(f"pruned {visible(str(pruned.file))}", err=True)
    return _check(paths, config, given)


def _check(paths: tuple[str, ...], config: Config, given: Mapping[str, Any]) -> int:
    """Check one dataset; the exit code."""
    with showing(quiet=given["quiet"]) as watch:
        report = api.check(list(paths), config, watch=watch)
    write_report(report, given)
    return int(report.failing)


def _write_baseline(paths: tuple[str, ...], config: Config, reason: str) -> None:
    """Into the file that is named or found, else beside the first input."""
    found = [] if config.isolated else find(paths)
    first = Path(paths[0]) if paths[0] != "-" else Path("-")
    folder = first if first.is_dir() else first.parent
    file = config.baseline or (found[0] if found else folder / NAME)
    written = api.write_baseline(list(paths), file, config, reason=reason)
    click.echo(f"wrote {len(written.entries):,} known findings to {visible(str(file))}", err=True)
