"""Measure commands in rounds, each once in a round, so that a slow minute meets all of them."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.measure.process import CommandError, Sample, sample

__all__ = ["Measured", "Subject", "Took", "measured"]


class Subject(NamedTuple):
    """A command that is measured. `{scratch}` in it stands for a folder that is new in each run."""

    name: str
    command: Sequence[str]
    linked: Path | None = None
    """A file that is to stand in the new folder, for what writes beside its input."""
    exits: Collection[int] = (0,)
    processes: int = 1
    """More than one: memory is that of all together, measured in a run of its own."""


class Measured(NamedTuple):
    """What a subject took: medians of so many runs."""

    cpu: float
    wall: float
    peak: int
    """Bytes; the largest of all runs."""
    runs: int

    @classmethod
    def of(cls, samples: Sequence[Sample], peak: int | None = None) -> Measured:
        """The medians, and the largest peak."""
        return cls(
            statistics.median(one.cpu for one in samples),
            statistics.median(one.wall for one in samples),
            max(one.peak for one in samples) if peak is None else peak,
            len(samples),
        )


class Took(dict[str, Measured]):
    """Name of a subject → what it took. What failed is not in it."""

    def ratio(self, over: str, under: str, unit: str) -> float | None:
        """How many times as much the one took as the other, in `cpu`, `wall` or `peak`; None where
        one of them was not measured."""
        if over not in self or under not in self:
            return None
        return float(getattr(self[over], unit) / getattr(self[under], unit))


def measured(
    subjects: Sequence[Subject], runs: int, work: Path, *, slow: float, slow_runs: int
) -> Took:
    """Measure in rounds, of which every other goes backwards.

    Whatever takes more than `slow` seconds has `slow_runs` runs. A command that fails is told on
    standard error, where progress is told too, and left out.
    """
    samples: dict[str, list[Sample]] = {subject.name: [] for subject in subjects}
    failed: set[str] = set()
    for number in range(runs):
        for subject in subjects if number % 2 == 0 else reversed(subjects):
            done = samples[subject.name]
            late = len(done) >= slow_runs and max(one.wall for one in done) > slow
            if late or subject.name in failed:
                continue
            try:
                done.append(_once(subject, work))
            except CommandError as error:
                failed.add(subject.name)
                print(f"{subject.name} failed: {error}", file=sys.stderr, flush=True)
            else:
                _tell(f"{number + 1}/{runs} {subject.name}", done[-1])
    took = Took()
    for subject in subjects:
        if subject.name not in failed:
            peak = None
            if subject.processes > 1:
                alone = _once(subject, work, tree=True)
                _tell(f"memory {subject.name}", alone)
                peak = alone.peak
            took[subject.name] = Measured.of(samples[subject.name], peak)
    return took


def _once(subject: Subject, work: Path, *, tree: bool = False) -> Sample:
    scratch = Path(tempfile.mkdtemp(dir=work))
    try:
        if subject.linked:
            (scratch / subject.linked.name).symlink_to(subject.linked)
        command = [part.replace("{scratch}", str(scratch)) for part in subject.command]
        return sample(command, scratch, exits=subject.exits, tree=tree)
    finally:
        shutil.rmtree(scratch)


def _tell(what: str, took: Sample) -> None:
    numbers = f"{took.cpu:8.2f} s CPU {took.wall:8.2f} s wall {took.peak / 1e6:6.0f} MB"
    print(f"{numbers}  {what}", file=sys.stderr, flush=True)
