"""The command `ftprep`: its subcommands, and what happens when something stops it."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from ftprep import __version__
from ftprep.cli.stopping import Stopped, stoppable
from ftprep.errors import FtprepError

__all__ = ["command", "main"]

_COMMANDS = {
    "check": "Read, validate, count and price; change nothing.",
    "prepare": "Check, mend, split and write clean training files.",
    "init": "Write a commented file with all settings.",
    "config": "Show the settings that hold, and where each comes from.",
    "why": "Tell what became of one record.",
    "rule": "Show the rules, or one rule's page.",
    "models": "Show the models: methods, limits, prices, dates.",
}
"""Name → one line of help. Each is a module of `ftprep.cli` with a `command` of its own, imported
only when it is called, so that `ftprep --version` starts at once."""


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"ftprep.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="ftprep %(version)s")
def command() -> None:
    """Check fine-tuning data, tell what training costs, and write clean train and test files.

    Exit codes: 0 nothing found at or above the failing level, 1 findings, 2 could not do what was
    asked; 130 interrupted, 141 nobody reads the output any more, 143 asked to end.
    """


def main(args: list[str] | None = None) -> int:
    """Run the command line and return its exit code; nothing but a defect raises."""
    try:
        with stoppable():
            result = command.main(args=args, prog_name="ftprep", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("ftprep: interrupted", err=True)
        return 130
    except Stopped as stopped:
        return stopped.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except FtprepError as error:
        return _refuse(str(error))
    except SystemExit as ended:
        # The reader of our output went away (`ftprep check … | head`): click and rich end with 1,
        # which would mean findings.
        if not isinstance(ended.__context__, BrokenPipeError):
            raise
        _silence()
        return 141
    except OSError as error:
        _silence()
        where = f" ({error.filename})" if error.filename else ""
        return _refuse(f"{error.strerror or error}{where}")
    return result if isinstance(result, int) else 0


def _refuse(message: str) -> int:
    """Say why it could not be done; a message may quote names from a file, which must not reach
    the terminal with their control characters."""
    from ftprep.report.escape import visible

    click.echo(f"ftprep: {visible(message)}", err=True)
    return 2


def _silence() -> None:
    """Point standard output at nothing, so that the interpreter does not fail once more when it
    flushes at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
