"""What a check costs before it does anything."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bench.measure.rounds import Subject, Took
from bench.measure.setting import Row, Setting, check

__all__ = ["Start"]


class Start:
    """Row 9."""

    def groups(self, setting: Setting) -> Sequence[Sequence[Subject]]:
        """One group."""
        path = setting.inputs.get(100)
        return [
            [
                Subject('python -c "import json"', [sys.executable, "-c", "import json"]),
                Subject("check, 100 examples", check(path)),
            ]
        ]

    def rows(self, setting: Setting, took: Took) -> Sequence[Row]:
        """One row."""
        value = took.ratio("check, 100 examples", 'python -c "import json"', "wall")
        return [Row('`check` of 100 examples over `python -c "import json"`, wall', value, 8, 5)]
