"""What a job leaves behind: its events, its checkpoints and its result file."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping

from ftprep.testing.server.service import Service
from ftprep.testing.server.store import Row

__all__ = ["checkpoint", "message", "metrics", "write_results"]

_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "openai": {
        "step": "step",
        "train_loss": "train_loss",
        "train_accuracy": "train_mean_token_accuracy",
        "valid_loss": "valid_loss",
        "valid_mean_token_accuracy": "valid_mean_token_accuracy",
    },
    "azure": {
        "step": "step",
        "train_loss": "train_loss",
        "train_mean_token_accuracy": "train_mean_token_accuracy",
        "valid_loss": "valid_loss",
        "validation_mean_token_accuracy": "valid_mean_token_accuracy",
        "full_valid_loss": "full_valid_loss",
        "full_valid_mean_token_accuracy": "full_valid_mean_token_accuracy",
    },
}
"""Columns of the result file → names in the metrics events (formats.md 1.5)."""


def message(
    at: Service, job: Row, when: float, text: str, kind: str = "message", level: str = "info"
) -> None:
    """Add a line to the job's log."""
    number = at.store.count("event", job["id"])
    at.store.put("event", _event(job, when, text, kind, level, f"{number} {text}"), job["id"])


def metrics(job: Row, when: float, numbers: Mapping[str, float], steps: int) -> Row:
    """The event of a step of training."""
    text = f"Step {numbers['step']}/{steps}: training loss={numbers['train_loss']:.2f}"
    if "valid_loss" in numbers:
        text += f", validation loss={numbers['valid_loss']:.2f}"
    if "full_valid_loss" in numbers:
        text += f", full validation loss={numbers['full_valid_loss']:.2f}"
    row = _event(job, when, text, "metrics", "info", str(numbers["step"]))
    row["data"] = {**numbers, "total_steps": steps}
    return row


def _event(job: Row, when: float, text: str, kind: str, level: str, unique: str) -> Row:
    return {
        "object": "fine_tuning.job.event",
        "id": "ftevent-" + hashlib.sha256(f"{job['id']} {unique}".encode()).hexdigest()[:24],
        "created_at": int(when),
        "level": level,
        "message": text,
        "data": {},
        "type": kind,
    }


def checkpoint(at: Service, job: Row, when: float, numbers: Row, model: str) -> None:
    """Add a checkpoint after the step of `numbers`."""
    row: Row = {
        "object": "fine_tuning.job.checkpoint",
        "id": at.new_id("ftckpt_"),
        "created_at": int(when),
        "fine_tuned_model_checkpoint": model,
        "fine_tuning_job_id": job["id"],
        "metrics": numbers,
        "step_number": numbers["step"],
    }
    at.store.put("checkpoint", row, job["id"])


def write_results(at: Service, job: Row, when: float) -> str:
    """Write the table of metrics; the id of its file."""
    columns = _COLUMNS["azure" if at.options.flavour == "azure" else "openai"]
    path = at.folder / "incoming" / f"{job['id']}.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(columns)
        for event in at.store.each("event", job["id"]):
            if event["type"] == "metrics":
                table.writerow([event["data"].get(name, "") for name in columns.values()])
    row: Row = {
        "object": "file",
        "id": at.new_id("file-", 22),
        "purpose": "fine-tune-results",
        "filename": "step_metrics.csv",
        "bytes": path.stat().st_size,
        "created_at": int(when),
        "expires_at": None,
        "status": "processed",
        "status_details": None,
    }
    path.rename(at.file_path(row["id"]))
    at.store.put("file", row)
    identity: str = row["id"]
    return identity
