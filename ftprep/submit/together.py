"""Together, by its REST interface (together 3.1.1: resources/files, resources/fine_tuning).

A file goes to a bucket: a form asks for the place, the file is put there, and Together is told. It
knows files by their SHA-256. Jobs have no metadata: one that was made from the same things is taken
for ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from ftprep.dataset.dataset import sha256
from ftprep.submit import answers
from ftprep.submit.dates import seconds
from ftprep.submit.failure import NotOfferedError, RefusedError
from ftprep.submit.provider import (
    Begun,
    Checkpoint,
    Event,
    Job,
    JobFault,
    JobRequest,
    Keep,
    Phase,
    Progress,
    RemoteFile,
    Sample,
)
from ftprep.submit.rest import Rest, put
from ftprep.submit.window import Window, moved

__all__ = ["TogetherService", "file_of", "job_of"]

_PHASES: Final[Mapping[str, Phase]] = {
    "pending": "waiting",
    "queued": "waiting",
    "running": "running",
    "compressing": "running",
    "uploading": "running",
    "cancel_requested": "running",
    "cancelled": "cancelled",
    "error": "failed",
    "completed": "succeeded",
}


_TELLING: Final = (
    "training_file", "validation_file", "model", "n_epochs", "suffix", "random_seed",
)  # fmt: skip
"""What must be equal in a job for it to be the one that is asked for."""

_EVALUATIONS: Final = 5
"""How often the test file is put before the model in the course of a job."""


class TogetherService:
    """An account at Together. See `ftprep.submit.provider.Provider`."""

    name = "together"

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    @property
    def endpoint(self) -> str:
        """Host that is called."""
        return self._rest.endpoint

    def upload(
        self,
        path: Path,
        name: str,
        progress: Progress,
        begun: Begun | None = None,
        keep: Keep | None = None,
    ) -> RemoteFile:
        """Send a file to the place that Together names for it."""
        size = path.stat().st_size
        form = {
            "purpose": "fine-tune",
            "file_name": name,
            "file_type": "jsonl",
            "checksum": sha256(path),
        }
        headers = self._rest.redirected("/files", form)
        if "file_id" in headers:  # the same content is there, under whatever name
            return self.file(headers["file_id"])
        place, made = headers.get("location", ""), headers.get("x-together-file-id", "")
        if not place or not made.replace("-", "").replace("_", "").isalnum():
            raise answers.MalformedError("place to upload to")
        with Window(path, 0, size, partial(moved, progress, 0, size)) as window:
            put(place, window, size, {})
        return file_of(self._rest.post(f"/files/{made}/preprocess", {}, repeat=True))

    def file(self, file_id: str) -> RemoteFile:
        """One file."""
        return file_of(self._rest.get(f"/files/{file_id}"))

    def files(self) -> Iterator[RemoteFile]:
        """The files meant for training, newest first. What was only announced is left out."""
        rows = answers.rows(self._rest.get("/files"), "data")
        for row in sorted(rows, key=lambda row: seconds(row.get("created_at")) or 0, reverse=True):
            if str(row.get("purpose", "")).startswith("fine-tune") and row.get("bytes"):
                yield file_of(row)

    def content(self, file_id: str) -> bytes:
        """The bytes of a file."""
        return self._rest.bytes(f"/files/{file_id}/content")

    def create(self, request: JobRequest) -> Job:
        """Start a job, unless one was made from the same things and has not failed."""
        body = _body(request)
        for row in self._rows():
            # What a job was made without is told as nothing or as an empty text.
            same = all(
                (row.get(name) or None) == (body.get(name) or None)
                for name in _TELLING
                if name in row
            )
            if same and job_of(row).phase not in ("failed", "cancelled"):
                return job_of(row)
        return job_of(self._rest.post("/fine-tunes", body))

    def job(self, job_id: str) -> Job:
        """One job."""
        return job_of(self._rest.get(f"/fine-tunes/{job_id}"))

    def jobs(self) -> Iterator[Job]:
        """All jobs of the account, newest first."""
        yield from sorted(map(job_of, self._rows()), key=lambda job: job.created_at, reverse=True)

    def cancel(self, job_id: str) -> Job:
        """End a job; what was trained so far is billed."""
        return job_of(self._rest.post(f"/fine-tunes/{job_id}/cancel", {}, repeat=True))

    def pause(self, job_id: str) -> Job:
        """Not offered."""
        raise NotOfferedError("Together cannot pause a job; cancel ends it")

    def resume(self, job_id: str) -> Job:
        """Not offered."""
        raise NotOfferedError("Together cannot pause a job, and so has none to resume")

    def events(self, job_id: str) -> Iterator[Event]:
        """The job's log, newest first."""
        rows = answers.rows(self._rest.get(f"/fine-tunes/{job_id}/events"), "data")
        told = [
            Event(
                id=f"{job_id}-{number}",
                at=seconds(row.get("created_at")) or 0,
                level=str(row.get("level") or "info").removeprefix("legacy_"),
                message=str(row.get("message", "")),
            )
            for number, row in enumerate(rows)
        ]
        yield from sorted(told, key=lambda event: event.at, reverse=True)

    def checkpoints(self, job_id: str) -> Iterator[Checkpoint]:
        """The models that were saved on the way, newest first."""
        rows = answers.rows(self._rest.get(f"/fine-tunes/{job_id}/checkpoints"), "data")
        for row in sorted(rows, key=lambda row: answers.whole(row.get("step")) or 0, reverse=True):
            name = str(row.get("object_name") or row.get("path") or "")
            yield Checkpoint(name, answers.whole(row.get("step")) or 0, name)

    def models(self) -> Iterator[str]:
        """Names of the account's tuned models: those that its jobs made."""
        yield from (job.fine_tuned_model for job in self.jobs() if job.fine_tuned_model)

    def delete_model(self, model: str) -> None:
        """Delete the job of a tuned model, and the model with it."""
        for job in self.jobs():
            if job.fine_tuned_model == model:
                self._rest.delete(f"/fine-tunes/{job.id}")
                return
        raise RefusedError(f"Together knows no tuned model {model} of this account", status=404)

    def chat(self, model: str, messages: list[Mapping[str, Any]], **settings: Any) -> Sample:
        """One answer to a conversation."""
        body = {"model": model, "messages": messages, **settings}
        return answers.sample(self._rest.post("/chat/completions", body, repeat=True))

    def complete(self, model: str, prompt: str, **settings: Any) -> Sample:
        """One continuation of a text."""
        body = {"model": model, "prompt": prompt, **settings}
        return answers.sample(self._rest.post("/completions", body, repeat=True))

    def _rows(self) -> list[Mapping[str, Any]]:
        return answers.rows(self._rest.get("/fine-tunes"), "data")


def _body(request: JobRequest) -> dict[str, Any]:
    """A request in Together's words; what was not chosen is left to it."""
    chosen = dict(request.hyperparameters)
    method: dict[str, Any] = {"method": "sft", "train_on_inputs": "auto"}
    if request.method == "dpo":
        method = {"method": "dpo"}
        if "beta" in chosen:
            method["dpo_beta"] = chosen["beta"]
    body = {
        "training_file": request.training_file,
        "validation_file": request.validation_file,
        # With a test file and no evaluations it would only be stored.
        "n_evals": _EVALUATIONS if request.validation_file else None,
        "model": request.model,
        "n_epochs": chosen.get("n_epochs", 1),
        "batch_size": chosen.get("batch_size"),
        "suffix": request.suffix,
        "random_seed": request.seed,
        "training_method": method,
    }
    return {name: value for name, value in body.items() if value is not None}


def file_of(row: Mapping[str, Any]) -> RemoteFile:
    """A file object of Together."""
    status = str(row.get("processing_status") or "COMPLETED")
    report = row.get("validation_report")
    told = str(report.get("error") or "") if isinstance(report, Mapping) else ""
    return RemoteFile(
        id=answers.identifier(row),
        name=str(row.get("filename", "")),
        bytes=answers.whole(row.get("bytes")) or 0,
        ready=status == "COMPLETED",
        fault=(told or status) if status in ("FAILED", "INVALID_FORMAT") else "",
    )


def job_of(row: Mapping[str, Any]) -> Job:
    """A job object of Together, also a truncated one of a list."""
    status = str(row.get("status", ""))
    made = row.get("model_output_name") or row.get("model_object_name")
    succeeded = status == "completed"
    return Job(
        id=answers.identifier(row),
        status=status,
        phase=_PHASES.get(status, "waiting"),
        model=str(row.get("model") or row.get("from_checkpoint") or ""),
        created_at=seconds(row.get("created_at")) or 0,
        fine_tuned_model=str(made) if made and succeeded else None,
        training_file=str(row.get("training_file") or "") or None,
        validation_file=str(row.get("validation_file") or "") or None,
        trained_tokens=answers.whole(row.get("token_count")) if succeeded else None,
        epochs=answers.whole(row.get("n_epochs")),
        finished_at=seconds(row.get("updated_at")) if succeeded else None,
        fault=_fault(row) if status == "error" else None,
        raw=row,
    )


def _fault(row: Mapping[str, Any]) -> JobFault:
    """The last event of level error says why."""
    events = [each for each in answers.rows(row, "events") if "error" in str(each.get("level"))]
    return JobFault(str(events[-1].get("message", "")) if events else "no reason is given")
