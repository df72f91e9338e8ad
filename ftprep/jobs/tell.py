"""Jobs, events and checkpoints in lines of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from ftprep.jobs.results import COLUMNS, canonical
from ftprep.report.figures import count
from ftprep.submit import bill
from ftprep.submit.provider import Checkpoint, Event, Job
from ftprep.submit.record import JobEntry
from ftprep.submit.tell import Row, flag

__all__ = ["numbers", "of_checkpoint", "of_event", "of_job", "time"]


def time(seconds: int | None) -> str:
    """Local time to the second, with its offset from UTC; `-` for none."""
    if not seconds:
        return "-"
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC).astimezone().isoformat(" ")
    except (OverflowError, OSError, ValueError):
        return str(seconds)  # no time of ours; what the service said


def of_job(job: Job, entry: JobEntry | None, provider: str) -> Iterator[Row]:
    """Everything about one job at a provider, and how to go on."""
    yield "Job", f"{job.id}, {job.status}"
    yield "Model", job.model
    if job.fine_tuned_model:
        yield "Tuned", job.fine_tuned_model
    yield "Created", time(job.created_at)
    if job.finished_at:
        yield "Finished", time(job.finished_at)
    elif job.estimated_finish:
        yield "Expected", f"to finish about {time(job.estimated_finish)}"
    if job.training_file:
        yield "Files", ", ".join(filter(None, (job.training_file, job.validation_file)))
    if job.epochs:
        yield "Epochs", count(job.epochs)
    if job.fault:
        code = f" ({job.fault.code})" if job.fault.code else ""
        yield "Fault", f"{job.fault.message}{code}"
    yield from _of_bill(job, entry)
    yield "Next", _next(job) + flag(provider)


def _of_bill(job: Job, entry: JobEntry | None) -> Iterator[Row]:
    if entry is not None and entry.bill:
        yield "Bill", bill.told(entry.bill)
    elif job.trained_tokens is not None:
        yield "Bill", f"{count(job.trained_tokens)} tokens; no record here has an estimate"
    elif job.phase == "cancelled":
        yield "Bill", "what was trained before is billed; the service does not say how much"


def _next(job: Job) -> str:
    match job.phase:
        case "succeeded":
            return f"ftprep jobs results {job.id}"
        case "failed" | "cancelled":
            return f"ftprep jobs events {job.id}"
        case "paused":
            return f"ftprep jobs resume {job.id}"
    return f"ftprep jobs follow {job.id}"


def of_event(event: Event) -> str:
    """One line of the log."""
    level = "" if event.level == "info" else f"{event.level}: "
    return f"{time(event.at)}  {level}{event.message or numbers(event.metrics)}"


def of_checkpoint(checkpoint: Checkpoint) -> tuple[str, str, str]:
    """(step, model, numbers)."""
    return count(checkpoint.step), checkpoint.model, numbers(checkpoint.metrics)


def numbers(metrics: Mapping[str, float]) -> str:
    """What was measured, in our order and names."""
    known = {canonical(name): value for name, value in metrics.items()}
    return ", ".join(
        f"{name.replace('_', ' ')} {known[name]:.4g}" for name in COLUMNS if name in known
    )
