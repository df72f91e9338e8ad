"""How far a job has come, from its events."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ftprep.jobs.results import canonical
from ftprep.submit.answers import whole
from ftprep.submit.provider import Event

__all__ = ["Standing"]

_STEP: Final = re.compile(r"\bStep (\d+)(?:/(\d+))?")
"""How OpenAI's metrics events begin: `Step 91/100: training loss=0.31`."""


@dataclass
class Standing:
    """The newest numbers of a job."""

    step: int = 0
    steps: int | None = None
    """In all; None while the service has not said."""
    train_loss: float | None = None
    valid_loss: float | None = None

    def take(self, event: Event) -> None:
        """Take in one event. An older step than the newest changes nothing."""
        metrics = {canonical(name): value for name, value in event.metrics.items()}
        said = _STEP.match(event.message)
        step = whole(metrics.get("step")) or int(said[1] if said else 0)
        total = whole(metrics.get("total_steps")) or int((said and said[2]) or 0)
        if total:
            self.steps = total
        if step < self.step or not step:
            return
        self.step = step
        self.train_loss = metrics.get("train_loss", self.train_loss)
        self.valid_loss = metrics.get("full_valid_loss", metrics.get("valid_loss", self.valid_loss))

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None while it is not known."""
        return min(self.step / self.steps, 1.0) if self.steps else None

    def line(self) -> str:
        """`step 91 of 100 · loss 0.31 · validation loss 0.42`, as far as it is known."""
        told = []
        if self.step:
            told.append(f"step {self.step:,}" + (f" of {self.steps:,}" if self.steps else ""))
        if self.train_loss is not None:
            told.append(f"loss {self.train_loss:.4g}")
        if self.valid_loss is not None:
            told.append(f"validation loss {self.valid_loss:.4g}")
        return " · ".join(told) or "waiting for the first step"
