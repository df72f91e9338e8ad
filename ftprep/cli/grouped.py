"""Options under headings, in the help and wherever else it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

__all__ = ["GroupedCommand", "GroupedOption", "by_group", "option"]

UNGROUPED = "Options"
"""Heading of the options that belong to one command alone."""


class GroupedOption(click.Option):
    """An option that says under which heading it stands."""

    def __init__(self, *arguments: Any, group: str = UNGROUPED, **known: Any) -> None:
        super().__init__(*arguments, **known)
        self.group = group


class GroupedCommand(click.Command):
    """A command whose help has its options under their headings."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one section for each group."""
        for heading, options in by_group(self, ctx).items():
            with formatter.section(heading):
                formatter.write_dl(options)


def by_group(command: click.Command, ctx: click.Context) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Heading → (how the option is spelled, what it does), in the order of the command.

    What belongs to the command alone comes first.
    """
    groups: dict[str, list[tuple[str, str]]] = {UNGROUPED: []}
    for param in command.get_params(ctx):
        told = param.get_help_record(ctx)
        if told is not None and isinstance(param, click.Option):
            groups.setdefault(getattr(param, "group", UNGROUPED), []).append(told)
    return {heading: options for heading, options in groups.items() if options}


def option(group: str, *spelled: str, **known: Any) -> Callable[[Any], Any]:
    """`click.option` under a heading."""
    return click.option(*spelled, cls=GroupedOption, group=group, **known)
