"""`ftprep merge`."""

from __future__ import annotations

from typing import Any

import click

from ftprep import api
from ftprep.cli.complete import files, folders
from ftprep.cli.grouped import GroupedCommand
from ftprep.cli.options import layers_from, setting_options
from ftprep.cli.output import output_options, spare, write_output
from ftprep.editions.edition import edition
from ftprep.editions.merge import inherited
from ftprep.report import merged
from ftprep.settings.configure import configure

__all__ = ["command"]


@click.command("merge", cls=GroupedCommand)
@click.argument("old", metavar="OLD", shell_complete=files)
@click.argument("new", metavar="NEW...", nargs=-1, required=True, shell_complete=files)
@click.option(
    "-o", "--out", "folder", metavar="DIR", required=True, help="Folder to write into.",
    shell_complete=folders,
)  # fmt: skip
@click.option("--name", metavar="NAME", help="How the files begin. Default: as those of OLD.")
@click.option("--force", is_flag=True, help="Replace files that exist.")
@setting_options(preparing=True)
@output_options
def command(
    old: str,
    new: tuple[str, ...],
    folder: str,
    name: str | None,
    *,
    force: bool,
    style: str,
    output: str | None,
    quiet: bool,
    **given: Any,
) -> int:
    """Add data to an earlier dataset; everybody keeps their side of the split.

    OLD is a folder that prepare wrote, its manifest, or a JSONL file that was trained on; NEW is
    whatever check reads. Copies are left out, and what is like an example of OLD goes to its side.
    What the manifest says holds where no flag and no settings file says otherwise. OLD is not
    changed; all files are written into DIR as by prepare, and what changed is told.
    """
    spare(output, (old, *new))
    config = configure(layers_from(given, new, inherited(edition(old))))
    report, comparison = api.merge(old, new, folder, config, name=name, force=force)
    write_output(
        style,
        output,
        quiet=quiet,
        text=lambda out, options: merged.write(report, comparison, out, options),
        json=lambda out: merged.write_json(report, comparison, out),
    )
    return int(report.failing)
