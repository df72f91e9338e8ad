"""`ftprep prepare`."""

from __future__ import annotations

import sys
from typing import Any

import click

from ftprep import api
from ftprep.cli.complete import files, folders
from ftprep.cli.grouped import GroupedCommand
from ftprep.cli.options import layers_from, report_options, setting_options
from ftprep.cli.progress import showing
from ftprep.cli.reporting import write_report
from ftprep.errors import UsageError
from ftprep.report import changes
from ftprep.settings.configure import configure

__all__ = ["command"]


@click.command("prepare", cls=GroupedCommand)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, shell_complete=files)
@click.option(
    "-o", "--out", "folder", metavar="DIR", help="Folder to write into.", shell_complete=folders
)
@click.option("--diff", is_flag=True, help="Write nothing; show what would be changed.")
@click.option("--name", metavar="NAME", help="How the files begin. Default: as the input.")
@click.option("--force", is_flag=True, help="Replace files that exist.")
@setting_options(preparing=True)
@report_options
def command(
    paths: tuple[str, ...],
    folder: str | None,
    name: str | None,
    *,
    diff: bool,
    force: bool,
    **given: Any,
) -> int:
    """Check, mend, split and write clean training files.

    Writes NAME_train.jsonl, NAME_test.jsonl, NAME_rejected.jsonl, NAME_ledger.jsonl,
    NAME_report.json and NAME_manifest.json: all of them, or none.
    """
    config = configure(layers_from(given, paths))
    if diff:
        changes.write(api.preview(list(paths), config), sys.stdout)
        return 0
    if folder is None:
        raise UsageError("say where to write with -o DIR, or --diff to see what would be changed")
    with showing(quiet=given["quiet"]) as watch:
        report = api.prepare(list(paths), folder, config, name=name, force=force, watch=watch)
    write_report(report, given)
    return int(report.failing)
