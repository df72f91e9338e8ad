"""`ftprep why`."""

from __future__ import annotations

import click

from ftprep import api
from ftprep.cli.complete import files, folders
from ftprep.report import places
from ftprep.report.escape import visible
from ftprep.rules.catalog import catalog

__all__ = ["command"]


@click.command("why")
@click.argument("place", metavar="FILE:LINE|HASH", shell_complete=files)
@click.option(
    "--in", "folder", metavar="DIR", default=".", show_default=True, shell_complete=folders,
    help="Folder that prepare wrote into.",
)  # fmt: skip
def command(place: str, folder: str) -> None:
    """Tell what became of one record, from either end.

    PLACE is a line of an input or of a file that prepare wrote (the row, for a spreadsheet;
    FAQ.xlsx!Sheet1:12 for one sheet), or the first digits of a record's hash.
    """
    for story in api.why(place, folder):
        row = story.row
        click.echo(f"{visible(places.place(row.source))}  (record {row.digest})")
        for code in row.edits:
            click.echo(f"  edited by   {code} {catalog()[code].name}")
        for code in row.reasons:
            click.echo(f"  because of  {code} {catalog()[code].name}")
        verb = "rejected to" if row.side == "rejected" else "written to"
        click.echo(f"  {verb:<11} {visible(str(story.ledger.parent / row.file))}:{row.line}")
