"""What rules may know beside the data: the target and the thresholds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ftprep.model import Kind
from ftprep.targets.target import Target

__all__ = ["DEFAULT_THRESHOLDS", "Context"]

DEFAULT_THRESHOLDS: Mapping[str, float] = {}
"""Threshold name → default."""


@dataclass(frozen=True, slots=True)
class Context:
    """Constant for a run; travels to every process."""

    target: Target
    kind: Kind
    """The kind of line that is written."""
    today: dt.date
    """The day that dates in the catalogue are compared with."""
    thresholds: Mapping[str, float] = field(default_factory=lambda: DEFAULT_THRESHOLDS)
