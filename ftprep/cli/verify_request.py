"""`ftprep verify-request`."""

from __future__ import annotations

import click

from ftprep import api
from ftprep.cli.complete import files
from ftprep.cli.output import output_options, spare, write_output
from ftprep.report import verdicts

__all__ = ["command"]


@click.command("verify-request")
@click.argument("request", metavar="FILE", shell_complete=files)
@click.option(
    "--manifest", metavar="FILE", required=True, shell_complete=files,
    help="That of the training data, or the folder it is in.",
)  # fmt: skip
@output_options
def command(request: str, manifest: str, *, style: str, output: str | None, quiet: bool) -> int:
    """Tell whether live requests keep the contract of the training data.

    A tuned model is to be called as it was trained: with the same system text and tools, the prompt
    ended by the separator, the stop sequence set, room for every label. FILE holds one request as
    JSON, a list of them, or one on each line (a batch file will do); - is standard input. Nothing
    is sent. Exit code 0 means that all of them keep it.
    """
    spare(output, (request, manifest))
    found = api.verify_request(request, manifest)
    write_output(
        style,
        output,
        quiet=quiet,
        text=lambda out, options: verdicts.write(found, request, out, options),
        json=lambda out: verdicts.write_json(found, request, out),
    )
    return int(not all(each.kept for each in found))
