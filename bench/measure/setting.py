"""What all sections of the measurement need to know, and the form of their answers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from bench.measure.inputs import Inputs
from bench.measure.rounds import Subject, Took

__all__ = ["Row", "Section", "Setting", "check", "prepare", "script"]

_QUIET = ("--isolated", "--fail-on", "never")


class Setting(NamedTuple):
    """Where files and tools are, and how large the data is."""

    inputs: Inputs
    sizes: tuple[int, ...]
    """Examples of chat data, ascending."""
    peers: Path | None
    """Python of the peers' environment; None: they are not measured."""
    quick: bool
    """Whether it is only to be seen that all works."""


class Row(NamedTuple):
    """A line of the table: a number, and what it should be."""

    what: str
    value: float | None
    """None where it was not measured."""
    target: float
    aim: float | None = None
    """The aim beyond the target."""
    at_most: bool = True
    """Whether less is better."""
    form: str = "{:.2f}"

    @property
    def reached(self) -> bool:
        """Whether the target is met."""
        if self.value is None:
            return False
        return self.value <= self.target if self.at_most else self.value >= self.target


class Section(Protocol):
    """A part of the measurement."""

    def groups(self, setting: Setting) -> Sequence[Sequence[Subject]]:
        """What is measured; those of one group in turns."""
        ...

    def rows(self, setting: Setting, took: Took) -> Sequence[Row]:
        """What follows, from what each subject took."""
        ...


def check(path: Path, *options: str) -> list[str]:
    """The command that checks a file."""
    return [_ftprep(), "check", str(path), *_QUIET, *options]


def prepare(path: Path, *options: str) -> list[str]:
    """The command that prepares a file, into the new folder of the run."""
    return [_ftprep(), "prepare", str(path), "-o", "{scratch}/out", *_QUIET, *options]


def script(name: str, path: Path) -> list[str]:
    """The command for one of our scripts: `floor` or `cookbook`."""
    return [sys.executable, str(Path(__file__).parents[1] / f"{name}.py"), str(path)]


def _ftprep() -> str:
    return str(Path(sys.executable).with_name("ftprep"))
