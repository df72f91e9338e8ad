"""Curves drawn with letters, for a terminal. By plotext, which comes with `ftprep[charts]`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from ftprep.errors import UsageError
from ftprep.jobs.chart import Panel

__all__ = ["drawn"]

_HEIGHT: Final = 14
_FRAME: Final = str.maketrans("┌┐└┘├┤┬┴┼─│", "+++++++++-|")
_FINE: Final = "hd"
"""Quarters of a cell, where colours tell the lines apart."""
_SPANS: Final = 5
"""Of the axis, between two steps that are named."""
_LETTERS: Final = ".o+"
"""One for each line, where colours do not."""
_COLOURS: Final = ("blue+", "orange+", "green+")


def drawn(panels: Sequence[Panel], width: int, *, colour: bool, ascii_only: bool) -> str:
    """The panels below one another, `width` cells wide; their legends stand in their titles.

    Raises `UsageError` when plotext is not installed.
    """
    try:
        import plotext
    except ImportError as error:
        raise UsageError('drawing needs plotext: pip install "ftprep[charts]"') from error

    told: list[str] = []
    for panel in panels:
        figure = plotext.figure
        figure.clear.all()  # there is one figure for all that plotext draws
        figure.theme("simple" if colour else "colorless")
        figure.plot_size(width, _HEIGHT)
        figure.label("step", "x")
        marks = _ticks(panel)
        figure.ruler("x").ticks(marks, [str(mark) for mark in marks])
        legend = [panel.title]
        for line, letter, hue in zip(panel.lines, _LETTERS, _COLOURS, strict=False):
            mark = plotext.marker(_FINE, hue) if colour and not ascii_only else letter
            signal = figure.signal(list(line.steps), list(line.values), marker=mark)
            signal.lines()
            figure.draw(signal)
            legend.append(_key(line.name, letter, hue if colour else None, plotext))
        text = figure.build().string(not colour)
        told += ["   ".join(legend), *(row.rstrip() for row in text.splitlines()), ""]
    both = "\n".join(told).rstrip("\n")
    return both.translate(_FRAME) if ascii_only else both


def _ticks(panel: Panel) -> list[int]:
    """Steps that are named at the axis, the first and the last among them: whole numbers."""
    steps = [step for line in panel.lines for step in line.steps]
    first, last = math.floor(min(steps)), math.ceil(max(steps))
    return sorted({round(first + (last - first) * part / _SPANS) for part in range(_SPANS + 1)})


def _key(name: str, letter: str, hue: str | None, plotext: Any) -> str:
    return f"{letter} {name}" if hue is None else str(plotext.colorize(name, hue).string())
