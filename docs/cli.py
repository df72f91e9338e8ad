"""Write `docs/cli.md`, the reference of the command line, from its help.

Run from the top of the repository: `python -m docs.cli`.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from ftprep.cli.grouped import by_group
from ftprep.cli.main import command

__all__ = ["FILE", "text"]

FILE = Path(__file__).parent / "cli.md"

_HEAD = """\
# The command line

<!-- Made by `python -m docs.cli` from the help; what is changed here is lost. -->

`ftprep COMMAND --help` shows the same in a terminal.
"""

_TAIL = """
## Exit codes

| code | what it means |
|---:|---|
| 0 | nothing was found at or above `--fail-on` |
| 1 | findings |
| 2 | what was asked could not be done: a flag, a file, a model that is not there |
| 129, 143 | the process was asked to end (SIGHUP, SIGTERM) |
| 130 | interrupted with Ctrl-C |
| 141 | nobody reads the output any more, as in `ftprep check … \\| head` |

`--each` gives the worst code of all paths. Whatever stops `prepare` before it puts its files in
their place, nothing of it is left in the folder.

## Completion by the shell

Commands, flags, files, models, providers and codes of rules are completed by TAB.

Put the line of your shell into its file:

```sh
eval "$(_FTPREP_COMPLETE=bash_source ftprep)"    # ~/.bashrc; bash 4.4 or newer
eval "$(_FTPREP_COMPLETE=zsh_source ftprep)"     # ~/.zshrc
_FTPREP_COMPLETE=fish_source ftprep | source     # ~/.config/fish/completions/ftprep.fish
```
"""


def text() -> str:
    """The page."""
    top = click.Context(command, info_name="ftprep", help_option_names=["-h", "--help"])
    return _HEAD + "".join(_sections(command, top)) + _TAIL


def _sections(group: click.Group, parent: click.Context) -> Iterator[str]:
    for name in group.list_commands(parent):
        found = group.get_command(parent, name)
        assert found is not None
        ctx = click.Context(found, info_name=name, parent=parent)
        yield _section(found, ctx)
        if isinstance(found, click.Group):
            yield from _sections(found, ctx)


def _section(found: click.Command, ctx: click.Context) -> str:
    usage = " ".join([ctx.command_path, *found.collect_usage_pieces(ctx)])
    parts = [f"\n## {ctx.command_path}\n\n```text\n{usage}\n```\n\n{_prose(found)}\n"]
    for heading, options in by_group(found, ctx).items():
        parts.append(f"\n### {heading}\n\n" + "".join(_table(options)))
    return "".join(parts)


def _prose(found: click.Command) -> str:
    return inspect.cleandoc(found.help or "")


def _table(options: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield "| option | what it does |\n|---|---|\n"
    for spelled, what in options:
        yield f"| `{_cell(spelled)}` | {_cell(what).replace('<', '&lt;')} |\n"


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
