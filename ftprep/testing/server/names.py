"""Names of tuned models, and what the catalogue knows of their bases."""

from __future__ import annotations

from ftprep.errors import UsageError
from ftprep.targets.lookup import find_model
from ftprep.targets.target import Model
from ftprep.testing.server.service import Service

__all__ = [
    "ACCOUNT",
    "ORGANISATION",
    "base_model",
    "checkpoint_name",
    "is_tuned",
    "tuned_name",
]

ORGANISATION = "org-rehearsal0000000000000"
ACCOUNT = "rehearsal"


def base_model(at: Service, name: str) -> Model | None:
    """The row of the catalogue for a model that can be trained, or for what one was trained from.

    None for a name that is not known, a model that is shut down or never could be trained, and a
    tuned model that this server does not hold.
    """
    row = at.store.get("model", name)
    if row is not None:
        name = row["_base"]
    elif is_tuned(name):
        return None
    try:
        model = find_model(name, at.options.flavour)
    except UsageError:
        return None
    return model if model.methods and model.status != "shut_down" else None


def tuned_name(at: Service, base: str, suffix: str | None, job_id: str) -> str:
    """The name of the model that a job makes."""
    tail = f"-{suffix}" if suffix else ""
    if at.options.flavour == "azure":
        return f"{base}.ft-{job_id.removeprefix('ftjob-').lower()}{tail}"
    if at.options.flavour == "together":
        return f"{ACCOUNT}/{base.rpartition('/')[2]}{tail}-{job_id[-8:]}"
    if at.options.flavour == "fireworks":
        return f"accounts/{ACCOUNT}/models/{suffix or job_id}"
    return f"ft:{base}:{ACCOUNT}:{suffix or ''}:{job_id[-8:]}"


def is_tuned(name: str) -> bool:
    """Whether a name is that of a tuned model at OpenAI or Azure."""
    return name.startswith("ft:") or ":ft-" in name or ".ft-" in name


def checkpoint_name(name: str, step: int) -> str:
    """The name of a model as it was after a step."""
    return f"{name}:ckpt-step-{step}" if name.startswith("ft:") else f"{name}-step-{step}"
