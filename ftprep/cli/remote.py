"""What the commands that ask a service share."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, is_dataclass
from typing import Any, Final

import click

from ftprep.cli.complete import providers
from ftprep.report.escape import codec, encodable, visible

__all__ = ["as_json", "as_provider", "print_json", "safe", "service_options", "show"]

_HEADING: Final = 12
"""Columns of the headings."""


def as_provider(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--provider`."""
    return click.option(
        "--provider", metavar="NAME", shell_complete=providers,
        help="Which service. Default: that of the record, or openai.",
    )(function)  # fmt: skip


def as_json(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--json`."""
    return click.option("--json", "in_json", is_flag=True, help="Tell it as JSON.")(function)


def service_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--provider` and `--json`."""
    return as_provider(as_json(function))


def safe(text: str) -> str:
    """Text of a service or a file that standard output can write and a terminal can show."""
    return encodable(visible(text), codec(getattr(sys.stdout, "encoding", None) or "utf-8"))


def show(rows: Iterable[tuple[str, str]]) -> None:
    """Headings and texts; what a service says cannot move the cursor."""
    for heading, text in rows:
        click.echo(f"{heading:<{_HEADING}}{safe(text)}".rstrip())


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """One JSON document; only ASCII, so that nothing in it reaches a terminal raw."""
    click.echo(json.dumps(_plain(value), indent=indent))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
