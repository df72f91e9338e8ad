"""The page about the measurements, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.measure.machine import machine, versions
from bench.measure.peers import PACKAGES
from bench.measure.rounds import Took
from bench.measure.setting import Row

__all__ = ["page"]

_HOW = """\
Written by `python -m bench.run`; `bench/README.md` tells how. The data is made up, varied and the
same in each run: 100,000 chat examples are 57 MB and 10.2 million tokens of text, of which 2 % are
edited copies of others. Every command runs in a process of its own, those that are compared in
turns, forwards and backwards. Told are medians. CPU is user and system time, of all processes
together. Memory is the largest resident set; of several processes the sum of their proportional
sets. The **floor** (`bench/floor.py`) reads the bytes, decodes each line once, counts all tokens
once in large batches and hashes once, and does nothing else. Peers are what pip can install:
`prepare_data` is that of openai 0.28.1 with `-q`, the cookbook script is `bench/cookbook.py`.
"""


def page(rows: Sequence[Row], took: Took, peers: Path | None, load: float) -> str:
    """The whole page. `load`: processes that ran beside it (getloadavg)."""
    return "\n".join(
        [
            "# Measurements",
            "",
            _HOW,
            *_facts(took, peers, load),
            "",
            "## Targets",
            "",
            "Ratios of one run on the machine named above.",
            "",
            *_targets(rows),
            "",
            "## Everything that was measured",
            "",
            *_details(took),
            "",
        ]
    )


def _facts(took: Took, peers: Path | None, load: float) -> Iterator[str]:
    runs = sorted({one.runs for one in took.values()}, reverse=True)
    yield f"- Date: {datetime.now(UTC):%Y-%m-%d}"
    yield f"- Machine: {machine()}"
    yield f"- Other work on it when the measuring began: load {load:.1f}"
    yield f"- Versions: {versions()}"
    if peers:
        yield f"- Versions of the peers: {versions(peers, PACKAGES)}"
    yield f"- Runs of each command: {', '.join(map(str, runs)) or 'none'}"


def _targets(rows: Sequence[Row]) -> Iterator[str]:
    yield "| what | measured | target | aim | |"
    yield "| --- | --: | --: | --: | --- |"
    for row in rows:
        sign = "≤" if row.at_most else "≥"
        measured = "not measured" if row.value is None else row.form.format(row.value)
        aim = "" if row.aim is None else f"{sign} {row.form.format(row.aim)}"
        verdict = "" if row.value is None else "reached" if row.reached else "**missed**"
        target = f"{sign} {row.form.format(row.target)}"
        yield f"| {row.what} | {measured} | {target} | {aim} | {verdict} |"


def _details(took: Took) -> Iterator[str]:
    yield "| command and data | CPU s | wall s | peak MB | runs |"
    yield "| --- | --: | --: | --: | --: |"
    for name, one in took.items():
        numbers = f"{one.cpu:.2f} | {one.wall:.2f} | {one.peak / 1e6:,.0f} | {one.runs}"
        yield f"| {name} | {numbers} |"
