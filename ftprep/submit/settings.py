"""What a job is asked for beside its files, held to what the services take.

Ranges: OpenAI API specification (2026-08) and openai 3.52.0, `fine_tuning.jobs.create`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ftprep.errors import UsageError

__all__ = ["KEY", "METHODS", "TUNED", "Settings"]

KEY: Final = "ftprep_key"
"""Name of the metadata by which a job is found again."""

METHODS: Final[Mapping[str, str]] = {
    "sft": "supervised",
    "sft_completions": "supervised",
    "dpo": "dpo",
    "orpo": "orpo",
    "rft": "reinforcement",
}
"""Our names of the methods → those of the interface."""

TUNED: Final = re.compile(r"ft:.+|[^:]+:ft-.+|.+\.ft-.+")
"""Names of tuned models and checkpoints: OpenAI's, its older ones, Azure's."""

_MOST_EPOCHS: Final = 50
_MOST_BATCH: Final = 256
_MOST_BETA: Final = 2
_MOST_SEED: Final = 2_147_483_647
_SUFFIX: Final[Mapping[str, int]] = {"azure": 40, "together": 40}
"""Letters of a suffix where it is not OpenAI's 64. Azure documentation, 2026-02; together 3.1.1."""

_NOT_OFFERED: Final[Mapping[str, Mapping[str, str]]] = {
    "together": {
        "learning_rate_multiplier": "it takes a learning rate, no multiplier",
        "wandb": "it wants the key of Weights & Biases, which ftprep does not handle",
        "metadata": "its jobs have none",
    },
    "fireworks": {
        "learning_rate_multiplier": "it takes a learning rate, no multiplier",
        "beta": "it has no such setting",
        "seed": "it has no such setting",
        "wandb": "it wants the key of Weights & Biases, which ftprep does not handle",
        "metadata": "its jobs have none",
    },
}
"""Settings that a service does not take, and why. together 3.1.1, fireworks-ai 1.2.30."""

_MOST_PAIRS: Final = 15
"""OpenAI takes 16; one is ours."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of `submit`. None leaves the choice to the service."""

    epochs: int | None = None
    batch_size: int | None = None
    learning_rate_multiplier: float | None = None
    beta: float | None = None
    suffix: str | None = None
    seed: int | None = None
    wandb: str | None = None
    """Project of Weights & Biases that is told of the training."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    grader: Mapping[str, Any] | None = None
    """What rates the answers, for reinforcement."""

    def hyperparameters(self) -> dict[str, int | float | str]:
        """Those that were chosen, by their names in the interface."""
        chosen = {
            "n_epochs": self.epochs,
            "batch_size": self.batch_size,
            "learning_rate_multiplier": self.learning_rate_multiplier,
            "beta": self.beta,
        }
        return {name: value for name, value in chosen.items() if value is not None}

    def integrations(self) -> tuple[Mapping[str, Any], ...]:
        """As the interface takes them."""
        if self.wandb is None:
            return ()
        return ({"type": "wandb", "wandb": {"project": self.wandb}},)

    def sent(self, method: str) -> dict[str, Any]:
        """Everything that was chosen, for the record and the key."""
        chosen = {
            **self.hyperparameters(),
            "suffix": self.suffix,
            "seed": self.seed,
            "integrations": [dict(each) for each in self.integrations()],
            "metadata": dict(self.metadata),
            "grader": self.grader if method == "reinforcement" else None,
        }
        return {name: value for name, value in chosen.items() if value not in (None, [], {})}

    def verify(self, provider: str, method: str) -> None:
        """Raise `UsageError` for what the service would refuse."""
        for name, why in _NOT_OFFERED.get(provider, {}).items():
            if getattr(self, name) not in (None, {}):
                flag = "--integration" if name == "wandb" else f"--{name.replace('_', '-')}"
                raise UsageError(f"{provider} does not take {flag}: {why}")
        _within("--epochs", self.epochs, 1, _MOST_EPOCHS)
        _within("--batch-size", self.batch_size, 1, _MOST_BATCH)
        _within("--beta", self.beta, 0, _MOST_BETA, above=True)
        _within("--learning-rate-multiplier", self.learning_rate_multiplier, 0, None, above=True)
        _within("--seed", self.seed, 0, _MOST_SEED)
        if self.beta is not None and method != "dpo":
            raise UsageError(f"--beta belongs to the method dpo, and this is {method}")
        if method == "reinforcement" and self.grader is None:
            raise UsageError(
                "reinforcement needs what rates the answers: --grader FILE, a JSON object as the "
                "service's guide describes it"
            )
        if self.grader is not None and method != "reinforcement":
            raise UsageError(f"--grader belongs to the method reinforcement, and this is {method}")
        most = _SUFFIX.get(provider, 64)
        if self.suffix is not None and not 1 <= len(self.suffix) <= most:
            raise UsageError(f"--suffix has 1 to {most} letters at {provider}")
        if len(self.metadata) > _MOST_PAIRS:
            raise UsageError(f"--metadata can be given {_MOST_PAIRS} times at most")
        for key, value in self.metadata.items():
            if not 1 <= len(key) <= 64 or len(value) > 512 or key == KEY:
                raise UsageError(
                    f"--metadata {key}=…: a key has 1 to 64 letters and is not {KEY}, a value has "
                    "at most 512"
                )


def _within(
    flag: str, value: float | None, least: float, most: float | None, *, above: bool = False
) -> None:
    """Raise `UsageError` for a number out of its range; `above`: `least` itself is out too."""
    if value is None:
        return
    low = value <= least if above else value < least
    if low or not math.isfinite(value) or (most is not None and value > most):
        from_ = f"more than {least}" if above else f"{least}"
        joint = " up to " if above else " to "
        upto = "" if most is None else f"{joint}{most}"
        raise UsageError(f"{flag} takes {from_}{upto}, not {value}")
