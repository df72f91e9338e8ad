"""`ftprep diff`."""

from __future__ import annotations

from typing import Any

import click

from ftprep import api
from ftprep.cli.complete import files
from ftprep.cli.grouped import GroupedCommand
from ftprep.cli.options import layers_from, setting_options
from ftprep.cli.output import output_options, spare, write_output
from ftprep.report import comparison_text, json_report
from ftprep.report.comparison import document
from ftprep.settings.configure import configure

__all__ = ["command"]


@click.command("diff", cls=GroupedCommand)
@click.argument("before", metavar="A", shell_complete=files)
@click.argument("after", metavar="B", shell_complete=files)
@click.option(
    "--show", metavar="N", type=click.IntRange(0), default=10, show_default=True,
    help="Changes of each kind that are shown; all are counted.",
)  # fmt: skip
@setting_options()
@output_options
def command(
    before: str,
    after: str,
    show: int,
    *,
    style: str,
    output: str | None,
    quiet: bool,
    **given: Any,
) -> int:
    """Tell what differs between two editions of a dataset.

    A and B are folders that prepare or merge wrote, their manifests, or whatever check reads. Told
    are the examples that were added, removed, changed or moved to the other side of the split, and
    tokens, cost, labels, and what a caller must now send. Exit code 0 means that nothing differs.
    """
    spare(output, (before, after))
    config = configure(layers_from(given, (before, after)))
    comparison = api.diff(before, after, config, most=show)
    write_output(
        style,
        output,
        quiet=quiet,
        text=lambda out, options: comparison_text.write(comparison, out, options),
        json=lambda out: json_report.put(document(comparison), out),
    )
    return int(comparison.differs)
