"""How loss and accuracy go while a model is trained: made up, yet with the usual shapes.

They fall and level off; the validation loss rises again behind the fourth epoch (overfitting);
with a learning rate multiplier of 10 or more the loss grows (divergence), below 0.01 nothing is
learnt. The same job always gives the same numbers.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass

__all__ = ["Curve"]

_START = 2.4
_FLOOR = 0.35


@dataclass(frozen=True, slots=True)
class Curve:
    """The metrics of one job, as a function of its steps."""

    seed: int
    steps: int
    epochs: int
    rate: float
    """Learning rate multiplier."""
    validated: bool
    """The job has a validation file."""

    def at(self, step: int) -> dict[str, float]:
        """The metrics of a step, from 1. Names are those of the API's metrics events."""
        loss = self._train(step) * (1 + 0.12 * self._noise("train", step))
        found: dict[str, float] = {
            "step": step,
            "train_loss": round(loss, 5),
            "train_mean_token_accuracy": _accuracy(loss),
        }
        if self.validated and (step == 1 or step % self._every() == 0 or self.epoch_ends(step)):
            loss = self._valid(step) * (1 + 0.08 * self._noise("valid", step))
            found["valid_loss"] = round(loss, 5)
            found["valid_mean_token_accuracy"] = _accuracy(loss)
        if self.validated and self.epoch_ends(step):
            found["full_valid_loss"] = round(self._valid(step), 5)
            found["full_valid_mean_token_accuracy"] = _accuracy(self._valid(step))
        return found

    def epoch_ends(self, step: int) -> bool:
        """Whether an epoch is over after this step."""
        return step * self.epochs // self.steps > (step - 1) * self.epochs // self.steps

    def _every(self) -> int:
        return max(1, self.steps // 50)

    def _train(self, step: int) -> float:
        done = step / self.steps
        if self.rate >= 10:
            return _START * math.exp(1.5 * done)
        if self.rate < 0.01:
            return _START
        return _FLOOR + (_START - _FLOOR) * math.exp(-2.0 * done * min(self.epochs, 4))

    def _valid(self, step: int) -> float:
        over = max(0.0, step / self.steps * self.epochs - 4)
        return self._train(step) * 1.15 + 0.12 * over

    def _noise(self, name: str, step: int) -> float:
        """From -1 to 1."""
        digest = hashlib.sha256(f"{self.seed} {name} {step}".encode()).digest()
        return int.from_bytes(digest[:4], "big") / 2**31 - 1


def _accuracy(loss: float) -> float:
    return round(max(0.0, min(1.0, math.exp(-0.45 * loss))), 5)
