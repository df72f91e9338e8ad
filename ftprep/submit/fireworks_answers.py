"""Read what Fireworks answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from ftprep.submit import answers
from ftprep.submit.dates import seconds
from ftprep.submit.provider import Job, JobFault, Phase, RemoteFile
from ftprep.submit.settings import KEY

__all__ = ["MARK", "dataset_id", "file", "job", "said"]

MARK: Final = "ftprep-"
"""Ids of our jobs are this and their key."""

_PHASES: Final[Mapping[str, Phase]] = {
    "RUNNING": "running",
    "WRITING_RESULTS": "running",
    "CANCELLING": "running",
    "COMPLETED": "succeeded",
    "EARLY_STOPPED": "succeeded",
    "FAILED": "failed",
    "EXPIRED": "failed",
    "CANCELLED": "cancelled",
    "DELETING": "cancelled",
    "DELETING_CLEANING_UP": "cancelled",
    "PAUSED": "paused",
}
"""State without JOB_STATE_ → phase; all others wait."""


def job(row: Mapping[str, Any]) -> Job:
    """A job; its id is COLLECTION/ID."""
    full = row.get("name")
    _, _, name = full.split("/", 2) if isinstance(full, str) and full.count("/") > 2 else ("",) * 3
    if not name:
        raise answers.MalformedError("name")
    state = str(row.get("state", "")).removeprefix("JOB_STATE_")
    phase = _PHASES.get(state, "waiting")
    nested = row.get("trainingConfig")
    training = nested if isinstance(nested, Mapping) else row
    key = name.rpartition("/")[2]
    # Without a name of its own the model bears the job's.
    made = training.get("outputModel") or f"{str(full).rsplit('/', 2)[0]}/models/{key}"
    return Job(
        id=name,
        status=state.lower() or "creating",
        phase=phase,
        model=str(training.get("baseModel") or training.get("warmStartFrom") or ""),
        created_at=seconds(row.get("createTime")) or 0,
        fine_tuned_model=str(made) if phase == "succeeded" else None,
        training_file=str(row.get("dataset", "")).rpartition("/")[2] or None,
        validation_file=str(row.get("evaluationDataset", "")).rpartition("/")[2] or None,
        epochs=answers.whole(training.get("epochs")),
        finished_at=seconds(row.get("completedTime")),
        fault=JobFault(said(row) or "no reason is given") if phase == "failed" else None,
        metadata={KEY: key.removeprefix(MARK)} if key.startswith(MARK) else {},
        raw=row,
    )


def dataset_id(name: str) -> str:
    """An id for a file: small letters, digits and hyphens, at most 63, the hash last."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.removesuffix(".jsonl").casefold()).strip("-")
    return f"ft-{plain[-60:].strip('-')}"


def file(row: Mapping[str, Any]) -> RemoteFile:
    """A dataset."""
    status = row.get("status")
    fault = ""
    if isinstance(status, Mapping) and status.get("code") not in (None, "OK"):
        fault = str(status.get("message") or status["code"])
    made = str(row.get("name", "")).rpartition("/")[2]
    if not made:
        raise answers.MalformedError("name")
    return RemoteFile(made, str(row.get("displayName", "")), 0, row.get("state") == "READY", fault)


def said(row: Mapping[str, Any]) -> str:
    """What its status says in words."""
    status = row.get("status")
    return str(status.get("message") or "") if isinstance(status, Mapping) else ""
