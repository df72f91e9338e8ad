"""Measure ftprep against the floor, against itself and against its peers; write docs/benchmarks.md.

`python -m bench.run` in the checkout. `--quick` shows in a minute that all of it works. Only a
whole run writes the page; any other prints it, unless `--output` says where it is to go.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from bench.generate import number
from bench.measure.chat import Chat
from bench.measure.inputs import Inputs
from bench.measure.lengths import Lengths
from bench.measure.others import Others
from bench.measure.page import page
from bench.measure.peers import python
from bench.measure.quality import Quality
from bench.measure.retired import Retired
from bench.measure.rounds import Took, measured
from bench.measure.setting import Row, Section, Setting
from bench.measure.start import Start

__all__ = ["main"]

_SECTIONS: Final[Mapping[str, Section]] = {
    "chat": Chat(),
    "near": Quality(),
    "prepare": Retired(),
    "lengths": Lengths(),
    "start": Start(),
    "others": Others(),
}
_SIZES: Final = (100_000, 1_000_000)
_QUICK_SIZES: Final = (1_000, 4_000)
_RUNS_OF_START: Final = 20
"""At least; what takes a tenth of a second needs more runs to be told well."""
_PAGE: Final = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--only", nargs="+", choices=_SECTIONS, default=list(_SECTIONS), metavar="SECTION",
        help=f"of {', '.join(_SECTIONS)}")  # fmt: skip
    add("--sizes", type=_sizes, metavar="N,N", help="examples of chat data; default: 100k,1M")
    add("--runs", type=int, default=5, help="of each command (default: 5)")
    add("--slow", type=float, default=60, metavar="SECONDS",
        help="what takes longer than this is run --slow-runs times (default: 60)")  # fmt: skip
    add("--slow-runs", type=int, default=5, help="(default: 5)")
    add("--quick", action="store_true", help="little data, one run: does it work?")
    add("--no-peers", action="store_true", help="without other people's tools")
    add("--peers-venv", type=Path, metavar="DIR", help="their environment, kept for other runs")
    add("--work", type=Path, metavar="DIR", help="keep the data there for other runs")
    add("--output", type=Path, metavar="FILE", help="where the page goes")
    add("--seed", type=int, default=1)
    return parser


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted(map(number, text.split(","))))


def _took(given: argparse.Namespace, setting: Setting, work: Path) -> Took:
    took = Took()
    for name in given.only:
        runs = given.runs
        if name == "start" and not given.quick:
            runs = max(runs, _RUNS_OF_START)
        for group in _SECTIONS[name].groups(setting):
            took.update(measured(group, runs, work, slow=given.slow, slow_runs=given.slow_runs))
    return took


def _measure(given: argparse.Namespace, work: Path) -> str:
    peers = None
    if not given.no_peers:
        peers = python((given.peers_venv or work / "peers").absolute())
    sizes = given.sizes or (_QUICK_SIZES if given.quick else _SIZES)
    setting = Setting(Inputs(work, given.seed), sizes, peers, given.quick)
    load = os.getloadavg()[0]
    took = _took(given, setting, work)
    rows: list[Row] = []
    for name in given.only:
        rows += _SECTIONS[name].rows(setting, took)
    return page(rows, took, peers, load)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and write the page or print it."""
    given = _parser().parse_args(arguments)
    whole = given.sizes is None and not (given.quick or given.no_peers)
    whole = whole and given.only == list(_SECTIONS)
    if given.quick:
        given.runs = 1
    output = given.output or (_PAGE if whole else None)
    if given.work:
        given.work.mkdir(parents=True, exist_ok=True)
        text = _measure(given, given.work.absolute())
    else:
        with tempfile.TemporaryDirectory() as folder:
            text = _measure(given, Path(folder))
    if output:
        output.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
