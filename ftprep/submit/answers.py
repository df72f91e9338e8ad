"""Read what OpenAI's interface, and those that follow it, answer: objects of JSON as our own types.

A key that is missing where nothing can be done without it raises `MalformedError`; all other keys
may be missing, null or of another type, as services add and drop them without notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ftprep.submit.failure import UnreachableError
from ftprep.submit.provider import Checkpoint, Event, Job, JobFault, Phase, RemoteFile, Sample

__all__ = [
    "MalformedError",
    "checkpoint",
    "event",
    "file",
    "identifier",
    "job",
    "numbers",
    "rows",
    "sample",
    "whole",
]

_PHASES: Final[Mapping[str, Phase]] = {
    "validating_files": "waiting",
    "queued": "waiting",
    "pending": "waiting",
    "running": "running",
    "resuming": "running",
    "paused": "paused",
    "pausing": "paused",
    "succeeded": "succeeded",
    "failed": "failed",
    "cancelled": "cancelled",
}
"""Status → phase: OpenAI's (openai 3.54.0, FineTuningJob.status), its guide's "Paused", and those
that Azure has beside them."""

_REFUSED_FILE: Final = frozenset({"error", "failed", "deleted", "deleting"})
"""Statuses of a file that no job can use any more; "deleted" is Azure's."""


class MalformedError(UnreachableError):
    """The service answered something that is not what it says it answers."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"the answer of the service has no usable {missing}; something between here and there "
            "may have changed it (a proxy, a wrong address). Try later."
        )


def file(row: Mapping[str, Any]) -> RemoteFile:
    """A file object. A missing name or size is told as empty."""
    status = _text(row, "status")
    return RemoteFile(
        id=identifier(row),
        name=_text(row, "filename"),
        bytes=whole(row.get("bytes")) or 0,
        ready=status == "processed",
        fault=(_text(row, "status_details") or status) if status in _REFUSED_FILE else "",
    )


def job(row: Mapping[str, Any]) -> Job:
    """A fine-tuning job object."""
    status = _text(row, "status")
    if not status:
        raise MalformedError("status")
    hyperparameters = _hyperparameters(row)
    return Job(
        id=identifier(row),
        status=status,
        phase=_PHASES.get(status.casefold(), "waiting"),
        model=_text(row, "model"),
        created_at=whole(row.get("created_at")) or 0,
        fine_tuned_model=_text(row, "fine_tuned_model") or None,
        training_file=_text(row, "training_file") or None,
        validation_file=_text(row, "validation_file") or None,
        result_files=tuple(each for each in _list(row, "result_files") if isinstance(each, str)),
        trained_tokens=whole(row.get("trained_tokens")),
        epochs=whole(hyperparameters.get("n_epochs")),
        finished_at=whole(row.get("finished_at")),
        estimated_finish=whole(row.get("estimated_finish")),
        fault=_fault(row),
        metadata={k: v for k, v in _mapping(row, "metadata").items() if isinstance(v, str)},
        raw=row,
    )


def event(row: Mapping[str, Any]) -> Event:
    """One event of a job."""
    return Event(
        id=identifier(row),
        at=whole(row.get("created_at")) or 0,
        level=_text(row, "level") or "info",
        message=_text(row, "message"),
        metrics=numbers(row.get("data")) if row.get("type") == "metrics" else {},
    )


def checkpoint(row: Mapping[str, Any]) -> Checkpoint:
    """One checkpoint of a job."""
    metrics = numbers(row.get("metrics"))
    return Checkpoint(
        id=identifier(row),
        step=whole(row.get("step_number")) or int(metrics.get("step", 0)),
        model=_text(row, "fine_tuned_model_checkpoint"),
        metrics=metrics,
    )


def sample(row: Mapping[str, Any]) -> Sample:
    """The first choice of a chat or text completion."""
    choices = [each for each in _list(row, "choices") if isinstance(each, Mapping)]
    if not choices:
        raise MalformedError("answer of the model (choices)")
    choice = choices[0]
    message = _mapping(choice, "message")
    usage = _mapping(row, "usage")
    calls = [each for each in _list(message, "tool_calls") if isinstance(each, Mapping)]
    return Sample(
        text=_text(message, "content") or _text(choice, "text"),
        tool_calls=tuple(calls),
        finish=_text(choice, "finish_reason"),
        prompt_tokens=whole(usage.get("prompt_tokens")) or 0,
        completion_tokens=whole(usage.get("completion_tokens")) or 0,
    )


def identifier(row: Mapping[str, Any]) -> str:
    """The id of an object."""
    found = _text(row, "id")
    if not found:
        raise MalformedError("id")
    return found


def numbers(value: object) -> dict[str, float]:
    """The numbers among the values of an object; nothing when it is no object."""
    if not isinstance(value, Mapping):
        return {}
    return {
        str(name): float(each)
        for name, each in value.items()
        if isinstance(each, int | float) and not isinstance(each, bool)
    }


def rows(row: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The objects in a list; what is none is left out."""
    return [each for each in _list(row, key) if isinstance(each, Mapping)]


def whole(value: object) -> int | None:
    """A whole number; None for anything else, such as the word "auto"."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if value == value // 1 else None


def _hyperparameters(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Those of the method, which the older ones at the top stand in for."""
    method = _mapping(row, "method")
    own = _mapping(_mapping(method, _text(method, "type")), "hyperparameters")
    return {**_mapping(row, "hyperparameters"), **own}


def _fault(row: Mapping[str, Any]) -> JobFault | None:
    error = _mapping(row, "error")
    message = _text(error, "message")
    # A job that did not fail has an object full of nulls (OpenAI), or none.
    if not message and not _text(error, "code"):
        return None
    return JobFault(message, _text(error, "code"), _text(error, "param"))


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""


def _list(row: Mapping[str, Any], key: str) -> list[Any]:
    value = row.get(key)
    return value if isinstance(value, list) else []


def _mapping(row: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = row.get(key)
    return value if isinstance(value, Mapping) else {}
