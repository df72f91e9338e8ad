"""`ftprep prepare`."""

from __future__ import annotations

from typing import Any

import click

from ftprep import api
from ftprep.cli.options import layers_from, report_options, setting_options
from ftprep.cli.telling import tell
from ftprep.settings.configure import configure

__all__ = ["command"]


@click.command("prepare")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("-o", "--out", "folder", metavar="DIR", required=True, help="Folder to write into.")
@click.option("--name", metavar="NAME", help="How the files begin. Default: as the input.")
@click.option("--force", is_flag=True, help="Replace files that exist.")
@setting_options(preparing=True)
@report_options
def command(
    paths: tuple[str, ...], folder: str, name: str | None, *, force: bool, **given: Any
) -> int:
    """Check, mend, split and write clean training files.

    Writes NAME_train.jsonl, NAME_test.jsonl, NAME_rejected.jsonl, NAME_ledger.jsonl,
    NAME_report.json and NAME_manifest.json: all of them, or none.
    """
    config = configure(layers_from(given, paths))
    report = api.prepare(list(paths), folder, config, name=name, force=force)
    tell(report, given)
    return int(report.failing)
