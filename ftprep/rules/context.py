"""What rules may know beside the data: the target, the day, and the thresholds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ftprep.model import Kind
from ftprep.targets.target import Target

__all__ = ["DEFAULT_THRESHOLDS", "Context"]

DEFAULT_THRESHOLDS: Final[Mapping[str, float]] = {
    # OpenAI fine-tuning guide, 2026-07: start with 50; 50 to 100 examples show gains.
    "few-examples": 50,
    "modest-examples": 200,
    # OpenAI's old guide (MicrosoftDocs prepare-dataset, 2022-06): at least 100 per class, and about
    # 500 for conditional generation.
    "few-completions": 100,
    "modest-completions": 500,
    "rare-label": 5,
    "dominating-label": 0.8,
}
"""Name → default; `--threshold NAME=VALUE` sets another."""


@dataclass(frozen=True, slots=True)
class Context:
    """Constant for a run; travels to every process."""

    target: Target
    kind: Kind
    """The kind of line that is written."""
    today: dt.date
    """The day that dates in the catalogue are compared with."""
    thresholds: Mapping[str, float]
    """Every name of `DEFAULT_THRESHOLDS`."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that people add to a rule's own, by the name of the list: `refusals`."""
    test_sources: frozenset[int] = frozenset()
    """Indexes of the inputs that were given as the test set (`--test`)."""
