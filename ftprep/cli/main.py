"""The command `ftprep`: its subcommands, and what happens when something stops it."""

from __future__ import annotations

import atexit
import gc
import sys
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from ftprep import __version__
from ftprep.cli.refusing import refuse, say
from ftprep.cli.stopping import Ended, buffer_output, drop_output, noticing_ends, stoppable
from ftprep.collector import seldom
from ftprep.errors import FtprepError

__all__ = ["command", "main"]

_COMMANDS = {
    "check": "Read, validate, count and price; change nothing.",
    "prepare": "Check, mend, split and write clean training files.",
    "submit": "Upload what prepare wrote and start the training job.",
    "jobs": "Follow and steer training jobs, fetch their curves.",
    "tuned": "Ask tuned models, and tell whether they are better than their base.",
    "merge": "Add data to an earlier dataset; everybody keeps their side of the split.",
    "diff": "Tell what differs between two editions of a dataset.",
    "verify-request": "Tell whether live requests keep the contract of the training data.",
    "init": "Write a commented file with all settings.",
    "config": "Show the settings that hold, and where each comes from.",
    "why": "Tell what became of one record.",
    "rule": "Show the rules, or one rule's page.",
    "models": "Show the models: methods, limits, prices, dates.",
}
"""Name → one line of help. Each is a module of `ftprep.cli` with a `command` of its own, imported
only when it is called, so that `ftprep --version` starts at once."""


# A process that ends gives back its memory at once: to look through it for cycles takes 20 CPU ms.
atexit.register(gc.freeze)


class _Lazy(click.Group):
    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with noticing_ends():  # --help and --version write here
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with noticing_ends():
            result = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()  # while a failure can still be told
            return result

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"ftprep.cli.{cmd_name.replace('-', '_')}").command
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        commands = [
            CompletionItem(name, help=what)
            for name, what in _COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return commands + click.Command.shell_complete(self, ctx, incomplete)

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
    buffer_output()
    try:
        with stoppable(), noticing_ends(), seldom():
            return _run(args)
    except Ended as ended:
        drop_output()
        if ended.interrupted:
            say("interrupted")
        return ended.exit_code
    except OSError as error:
        drop_output()
        where = f" ({error.filename})" if error.filename else ""
        return refuse(f"{error.strerror or error}{where}")


def _run(args: list[str] | None) -> int:
    """The exit code of a run that came to its end; what could not be done is told."""
    try:
        result = command.main(args=args, prog_name="ftprep", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except FtprepError as error:
        return refuse(str(error))
    return result if isinstance(result, int) else 0
