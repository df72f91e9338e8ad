"""`ftprep init`."""

from __future__ import annotations

from pathlib import Path

import click

from ftprep.cli.complete import files
from ftprep.errors import OutputError
from ftprep.settings.template import template

__all__ = ["command"]


@click.command("init")
@click.option(
    "-o", "--out", "target", metavar="FILE", default="ftprep.toml", show_default=True,
    shell_complete=files,
    help="File to write; to a pyproject.toml that exists it is appended.",
)  # fmt: skip
def command(target: str) -> None:
    """Write a file with all settings, each explained and commented out."""
    path = Path(target)
    appended = path.name == "pyproject.toml" and path.exists()
    try:
        if appended:
            if "tool.ftprep" in path.read_text(encoding="utf-8"):
                raise OutputError(f"{path} has a table [tool.ftprep] already")
            with path.open("a", encoding="utf-8", newline="\n") as out:
                out.write("\n" + template(path.name))
        else:
            with path.open("x", encoding="utf-8", newline="\n") as out:
                out.write(template(path.name))
    except FileExistsError:
        raise OutputError(f"{path} exists already; remove it first, or give --out") from None
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}") from error
    click.echo(f"{'appended to' if appended else 'wrote'} {path}")
