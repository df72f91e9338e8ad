"""The report as text for people: calm in a terminal of any theme, plain in a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, TextIO

from ftprep.report.escape import codec, is_unicode
from ftprep.report.glyphs import ASCII, UNICODE
from ftprep.report.grid import Grid
from ftprep.report.line import Line
from ftprep.report.options import DEFAULT, TextOptions
from ftprep.report.report import Report
from ftprep.report.sections import (
    contract,
    cost,
    findings,
    inputs,
    labels,
    split,
    target,
    tokens,
    verdict,
)

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["SECTIONS", "lines", "put", "write"]

SECTIONS = (inputs, target, tokens, labels, cost, contract, findings, split, verdict)
"""In the order of the page: how it was read, what it is, what is wrong, what was written, and last
the verdict, where it is seen when a long report has scrolled by."""

NARROWEST = 40
WIDEST = 100
"""A wider terminal is not filled: long lines are hard to read."""
WITHOUT_TERMINAL = 80
UNLIMITED = 1_000_000
"""For one finding on each line of a file or a pipe, where tools read it."""

_ASK_FOR_COLOURS: Final = ("FORCE_COLOR", "TTY_COMPATIBLE")
"""Environment variables by which rich takes a file for a terminal."""


def write(report: Report, out: TextIO, options: TextOptions = DEFAULT) -> None:
    """Write `report` to `out`; colours and the width follow the terminal that `out` is."""
    put(lambda grid: lines(report, grid, options), out, options)


def put(made: Callable[[Grid], Iterable[Line]], out: TextIO, options: TextOptions) -> None:
    """Write the lines that are `made` for a grid; colours and the width follow `out`."""
    if _is_plain(out, options):
        out.writelines(f"{line.plain}\n" for line in made(_grid(None, out, options)))
        return
    console = _console(out, options)
    for line in made(_grid(console.width if console.is_terminal else None, out, options)):
        console.print(line, soft_wrap=True)


def _is_plain(out: TextIO, options: TextOptions) -> bool:
    """Whether nothing but text is wanted, for which rich's console need not be loaded."""
    asked = options.color is True or any(map(os.environ.get, _ASK_FOR_COLOURS))
    return not (asked or out.isatty())


def lines(report: Report, grid: Grid, options: TextOptions) -> Iterator[Line]:
    """The lines of the report, none wider than the grid."""
    if options.quiet:
        yield from findings.quiet(report, grid, options)
        yield verdict.line(report, grid)
        return
    yield from grid.lay(
        block for section in SECTIONS for block in section.blocks(report, grid, options)
    )


def _console(out: TextIO, options: TextOptions) -> Console:
    """A console that adds nothing of its own: no markup, no emoji names, no highlighting."""
    from rich.console import Console  # starting fast: not for a file or a pipe

    always = options.color is True
    return Console(
        file=out,
        width=options.width,
        force_terminal=True if always else None,
        color_system=None if options.color is False else "standard" if always else "auto",
        no_color=False if always else None,
        markup=False,
        emoji=False,
        highlight=False,
    )


def _grid(terminal: int | None, out: TextIO, options: TextOptions) -> Grid:
    """`terminal`: its columns; None for what is no terminal."""
    encoding: str | None = getattr(out, "encoding", None)
    width = options.width or terminal or WITHOUT_TERMINAL
    if options.quiet and options.width is None and terminal is None:
        width = UNLIMITED
    elif not options.quiet:
        width = min(width, WIDEST)
    if encoding is None or is_unicode(encoding):
        return Grid(max(width, NARROWEST), UNICODE, None)
    return Grid(max(width, NARROWEST), ASCII, codec(encoding))
