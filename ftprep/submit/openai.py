"""OpenAI, and Azure through the same interface, by the official client.

A request that makes something (a file, a job) is not repeated by the client: when its answer is
lost, it may have been carried out all the same. `making.py` looks before it asks again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import IO, Any, Final, cast

from ftprep.submit import answers
from ftprep.submit.answers import MalformedError
from ftprep.submit.provider import (
    Begun,
    Checkpoint,
    Event,
    Job,
    JobRequest,
    Keep,
    Progress,
    RemoteFile,
    Sample,
)
from ftprep.submit.sdk import Account, content
from ftprep.submit.settings import TUNED
from ftprep.submit.window import Window, moved

__all__ = ["CLOSING", "OpenAIService"]

CLOSING: Final = (
    " OpenAI takes no new jobs since 2026-05-07 from organisations that never fine-tuned, since "
    "2026-07-02 from those that did not call a tuned model for 60 days, and from 2027-01-06 on "
    'from anybody; "ftprep models" lists what can be trained elsewhere.'
)
"""Who can still train. OpenAI's deprecations page, 2026-07-15."""

MAX_FILE: Final = 512 * 2**20
"""Bytes that one request may upload; larger files go in parts (openai 3.54.0, resources/files)."""

PART: Final = 64 * 2**20
"""Most bytes of a part (openai 3.54.0, resources/uploads)."""

_LONG: Final = 600.0
"""Seconds that the service may take to answer once a file has been sent."""


class OpenAIService:
    """An account at OpenAI or Azure. See `ftprep.submit.provider.Provider`."""

    def __init__(self, account: Account, *, name: str = "openai") -> None:
        self.name = name
        self._account = account
        self._client = account.client
        self._once = self._client.with_options(max_retries=0, timeout=_LONG)

    @property
    def endpoint(self) -> str:
        """Host that is called."""
        return self._account.endpoint

    def upload(
        self,
        path: Path,
        name: str,
        progress: Progress,
        begun: Begun | None = None,
        keep: Keep | None = None,
    ) -> RemoteFile:
        """Send a file: in one request up to 512 MB, in parts above."""
        size = path.stat().st_size
        if size > MAX_FILE:
            return self._upload_parts(path, name, size, progress, begun, keep)
        with (
            Window(path, 0, size, partial(moved, progress, 0, size)) as window,
            self._account.told("file"),
        ):
            # A window is an io.RawIOBase, which the client streams; it would hold a path whole.
            row = self._once.files.create(
                file=(name, cast("IO[bytes]", window)), purpose="fine-tune"
            )
            return answers.file(content(row))

    def _upload_parts(
        self,
        path: Path,
        name: str,
        size: int,
        progress: Progress,
        begun: Begun | None,
        keep: Keep | None,
    ) -> RemoteFile:
        with self._account.told("upload"):
            if begun is None:
                row = self._client.uploads.create(
                    bytes=size, filename=name, mime_type="text/jsonl", purpose="fine-tune"
                )
                begun = Begun(answers.identifier(content(row)), PART, ())
                if keep:
                    keep(begun)
            # A part that is sent twice does no harm: those that are named at the end are the file.
            parts = self._client.with_options(timeout=_LONG).uploads.parts
            for start in range(len(begun.parts) * begun.part_bytes, size, begun.part_bytes):
                length = min(begun.part_bytes, size - start)
                with Window(path, start, length, partial(moved, progress, start, size)) as window:
                    part = parts.create(begun.id, data=(name, cast("IO[bytes]", window)))
                begun = begun.with_part(answers.identifier(content(part)))
                if keep:
                    keep(begun)
            done = self._once.uploads.complete(begun.id, part_ids=list(begun.parts))
            made = content(done).get("file")
            if not isinstance(made, Mapping):
                raise MalformedError("file of the completed upload")
            return answers.file(made)

    def file(self, file_id: str) -> RemoteFile:
        """One file."""
        with self._account.told("file"):
            return answers.file(content(self._client.files.retrieve(file_id)))

    def files(self) -> Iterator[RemoteFile]:
        """The files meant for training, newest first."""
        with self._account.told("list of files"):
            for row in self._client.files.list(purpose="fine-tune", order="desc"):
                yield answers.file(content(row))

    def content(self, file_id: str) -> bytes:
        """The bytes of a file, as the service keeps them."""
        with self._account.told("file"):
            return self._client.files.content(file_id).read()

    def create(self, request: JobRequest) -> Job:
        """Start a job. Not repeated by itself."""
        method: dict[str, Any] = {**request.method_settings}
        if request.hyperparameters:
            method["hyperparameters"] = dict(request.hyperparameters)
        body: dict[str, Any] = {
            "model": request.model,
            "training_file": request.training_file,
            "method": {"type": request.method, request.method: method},
            "metadata": dict(request.metadata),
        }
        for key, value in (
            ("validation_file", request.validation_file),
            ("suffix", request.suffix),
            ("seed", request.seed),
            ("integrations", list(request.integrations) or None),
        ):
            if value is not None:
                body[key] = value
        with self._account.told("job"):
            return answers.job(content(self._once.fine_tuning.jobs.create(**body)))

    def job(self, job_id: str) -> Job:
        """One job."""
        with self._account.told("job"):
            return answers.job(content(self._client.fine_tuning.jobs.retrieve(job_id)))

    def jobs(self) -> Iterator[Job]:
        """All jobs of the account, newest first."""
        with self._account.told("list of jobs"):
            for row in self._client.fine_tuning.jobs.list(limit=100):
                yield answers.job(content(row))

    def cancel(self, job_id: str) -> Job:
        """End a job; what was trained so far is billed."""
        with self._account.told("job"):
            return answers.job(content(self._client.fine_tuning.jobs.cancel(job_id)))

    def pause(self, job_id: str) -> Job:
        """Halt a job."""
        with self._account.told("job"):
            return answers.job(content(self._client.fine_tuning.jobs.pause(job_id)))

    def resume(self, job_id: str) -> Job:
        """Go on with a job that was paused."""
        with self._account.told("job"):
            return answers.job(content(self._client.fine_tuning.jobs.resume(job_id)))

    def events(self, job_id: str) -> Iterator[Event]:
        """The job's log, newest first."""
        with self._account.told("list of events"):
            for row in self._client.fine_tuning.jobs.list_events(job_id, limit=100):
                yield answers.event(content(row))

    def checkpoints(self, job_id: str) -> Iterator[Checkpoint]:
        """The models that were saved on the way, newest first."""
        with self._account.told("list of checkpoints"):
            for row in self._client.fine_tuning.jobs.checkpoints.list(job_id, limit=100):
                yield answers.checkpoint(content(row))

    def models(self) -> Iterator[str]:
        """Names of the account's tuned models."""
        with self._account.told("list of models"):
            for row in self._client.models.list():
                name = answers.identifier(content(row))
                if TUNED.fullmatch(name):
                    yield name

    def delete_model(self, model: str) -> None:
        """Delete a tuned model for good."""
        with self._account.told("model"):
            self._client.models.delete(model)

    def chat(self, model: str, messages: list[Mapping[str, Any]], **settings: Any) -> Sample:
        """One answer to a conversation."""
        body: dict[str, Any] = {"model": model, "messages": messages, **settings}
        with self._account.told("answer"):
            return answers.sample(content(self._client.chat.completions.create(**body)))

    def complete(self, model: str, prompt: str, **settings: Any) -> Sample:
        """One continuation of a text."""
        body: dict[str, Any] = {"model": model, "prompt": prompt, **settings}
        with self._account.told("answer"):
            return answers.sample(content(self._client.completions.create(**body)))
