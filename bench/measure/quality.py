"""Recall and precision of the search for near-duplicates, on the data that is timed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.measure.inputs import short
from bench.measure.rounds import Subject, Took
from bench.measure.setting import Row, Setting

__all__ = ["Quality"]

_PROJECT: Final = Path(__file__).parents[2]


class Quality:
    """The second half of row 7. Counts, not times: one run is enough."""

    def groups(self, setting: Setting) -> Sequence[Sequence[Subject]]:
        """Nothing is timed."""
        return []

    def rows(self, setting: Setting, took: Took) -> Sequence[Row]:
        """Two rows for each size."""
        rows = []
        for size in setting.sizes:
            path = setting.inputs.get(size)
            command = [sys.executable, "-m", "bench.found", str(path)]
            done = subprocess.run(command, check=True, capture_output=True, cwd=_PROJECT)
            numbers = json.loads(done.stdout)
            planted, told = f"{numbers['planted']:,}", f"{numbers['told']:,}"
            for what, of, target in (
                ("recall", f"{planted} planted pairs", 0.98),
                ("precision", f"{told} pairs told", 0.99),
            ):
                name = f"near-duplicates, {short(size)}: {what}, of {of}"
                rows.append(Row(name, numbers[what], target, at_most=False, form="{:.2%}"))
        return rows
