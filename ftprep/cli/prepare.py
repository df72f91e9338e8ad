"""`ftprep prepare`."""

from __future__ import annotations

from typing import Any

import click

from ftprep import api
from ftprep.cli.options import Size, config_from, shared_options
from ftprep.cli.telling import exit_code, tell

__all__ = ["command"]


@click.command("prepare")
@shared_options
@click.option("-o", "--out", "folder", metavar="DIR", required=True, help="Folder to write into.")
@click.option("--name", metavar="NAME", help="How the files begin. Default: as the input.")
@click.option("--force", is_flag=True, help="Replace files that exist.")
@click.option(
    "--test-size", type=Size(), default="0.2", show_default=True,
    help="Share (at most 1,000 examples) or number of examples held out; 0: none.",
)  # fmt: skip
@click.option("--seed", type=int, default=42, show_default=True, help="Of the split.")
@click.option(
    "--fix", "fixes", multiple=True, metavar="CODE", help="Apply an optional repair: CMP005."
)
def command(
    paths: tuple[str, ...], folder: str, name: str | None, *, force: bool, **given: Any
) -> int:
    """Check, mend, split and write clean training files.

    Writes NAME_train.jsonl, NAME_test.jsonl, NAME_rejected.jsonl, NAME_ledger.jsonl,
    NAME_report.json and NAME_manifest.json: all of them, or none.
    """
    config = config_from(given)
    report = api.prepare(list(paths), folder, config, name=name, force=force)
    tell(report, given)
    return exit_code(report, config)
