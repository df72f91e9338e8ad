"""What is drawn of a job's results: which lines, in which panels, from how many points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from ftprep.jobs.results import Results

__all__ = ["Line", "Panel", "panels", "thinned"]

_PANELS: Final = {"loss": "loss", "accuracy": "token accuracy"}
_LINES: Final = {"train": "train", "valid": "validation", "full_valid": "whole validation file"}


@dataclass(frozen=True, slots=True)
class Line:
    """One curve."""

    name: str
    steps: Sequence[float]
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Panel:
    """Curves that share their axes."""

    title: str
    lines: Sequence[Line]


def panels(results: Results, most: int) -> list[Panel]:
    """Loss and token accuracy, as far as they were measured, with at most `most` points a line."""
    drawn = []
    for measure, title in _PANELS.items():
        lines = []
        for side, name in _LINES.items():
            steps, values = results.series(f"{side}_{measure}")
            if steps:
                shown = thinned(steps, values, most)
                mean = "" if len(shown[0]) == len(steps) else f", mean of {_size(steps, most)}"
                lines.append(Line(f"{name}{mean}", *shown))
        if lines:
            drawn.append(Panel(title, lines))
    return drawn


def thinned(
    steps: Sequence[float], values: Sequence[float], most: int
) -> tuple[Sequence[float], Sequence[float]]:
    """At most `most` points: the means of neighbours, all of the same number but the last.

    A mean shows the course of a noisy curve; picking points would show its noise.
    """
    size = _size(steps, most)
    if size == 1:
        return steps, values
    starts = range(0, len(steps), size)
    return (
        [fmean(steps[start : start + size]) for start in starts],
        [fmean(values[start : start + size]) for start in starts],
    )


def _size(steps: Sequence[float], most: int) -> int:
    return -(-len(steps) // most)
