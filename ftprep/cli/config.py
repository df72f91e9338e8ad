"""`ftprep config`."""

from __future__ import annotations

from typing import Any

import click

from ftprep.cli.complete import files
from ftprep.cli.grouped import GroupedCommand
from ftprep.cli.options import layers_from, setting_options
from ftprep.report.escape import visible
from ftprep.settings.catalog import SETTINGS
from ftprep.settings.compound import Codes, Table, Texts
from ftprep.settings.configure import configure
from ftprep.settings.setting import Setting
from ftprep.settings.toml import toml

__all__ = ["command"]


@click.command("config", cls=GroupedCommand)
@click.argument("paths", metavar="[PATH...]", nargs=-1, shell_complete=files)
@setting_options(preparing=True)
def command(paths: tuple[str, ...], **given: Any) -> None:
    """Show each setting that holds for these paths, and where it comes from.

    Takes the flags of check and prepare, so that the same line with another verb can be asked.
    """
    layers = layers_from(given, paths)
    configure(layers)  # what contradicts itself is told here as it is there
    shown = {name: _value(setting, layers.values[name]) for name, setting in SETTINGS.items()}
    width = max(len(name) + len(value) for name, value in shown.items() if len(value) < 40) + 3
    for name, value in shown.items():
        origin = layers.origins.get(name, "default")
        click.echo(f"{f'{name} = {value}':<{width}}  # {visible(origin)}")


def _value(setting: Setting, value: Any) -> str:
    if value is not None:
        return visible(toml(value))
    return {Table: "{}", Texts: "[]", Codes: "[]"}.get(type(setting.value), "(unset)")
