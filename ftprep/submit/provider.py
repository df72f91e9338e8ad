"""What every fine-tuning service can do, in words that belong to none of them.

One module per service turns these calls into its requests (`openai.py`, `together.py`, …). What
a service does not offer raises `NotOfferedError`; what it refuses raises `RefusedError` with its
own text; where no answer comes it is `UnreachableError`. All three are in `failure.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal, Protocol

__all__ = [
    "ENDED",
    "Begun",
    "Checkpoint",
    "Event",
    "Job",
    "JobFault",
    "JobRequest",
    "Keep",
    "Phase",
    "Progress",
    "Provider",
    "RemoteFile",
    "Sample",
]

Phase = Literal["waiting", "running", "paused", "succeeded", "failed", "cancelled"]
"""Where a job stands. Each service has its own words for it, which `Job.status` keeps."""

ENDED: Final[frozenset[Phase]] = frozenset({"succeeded", "failed", "cancelled"})
"""The phases after which nothing more comes."""

Progress = Callable[[int, int], None]
"""Told (bytes sent, bytes in all) while a file is uploaded."""


@dataclass(frozen=True)
class Begun:
    """An upload in parts that was begun, so that another run can go on with it."""

    id: str
    part_bytes: int
    """Bytes of every part but the last."""
    parts: tuple[str, ...] = ()
    """Ids of the parts that the service has, in order."""

    def with_part(self, part: str) -> Begun:
        """The same with one part more."""
        return replace(self, parts=(*self.parts, part))


Keep = Callable[[Begun], None]
"""Told each time an upload in parts has come further."""


@dataclass(frozen=True)
class RemoteFile:
    """A file that the service holds."""

    id: str
    name: str
    bytes: int
    ready: bool
    """It has been processed and a job may use it."""
    fault: str = ""
    """Why the service did not accept it, in its own words; empty when it did, or has yet to."""


@dataclass(frozen=True)
class JobRequest:
    """What a job is made from."""

    model: str
    training_file: str
    validation_file: str | None = None
    method: str = "supervised"
    hyperparameters: Mapping[str, int | float | str] = field(default_factory=dict)
    """Only what the user chose: `n_epochs`, `batch_size`, `learning_rate_multiplier`, `beta`."""
    method_settings: Mapping[str, Any] = field(default_factory=dict)
    """What a method needs beside its hyperparameters, such as the grader of `reinforcement`."""
    suffix: str | None = None
    seed: int | None = None
    integrations: tuple[Mapping[str, Any], ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class JobFault:
    """Why a job failed, in the service's words."""

    message: str
    code: str = ""
    param: str = ""


@dataclass(frozen=True)
class Job:
    """A fine-tuning job as the service last told it. Times are seconds since 1970, UTC."""

    id: str
    status: str
    phase: Phase
    model: str
    created_at: int
    fine_tuned_model: str | None = None
    training_file: str | None = None
    validation_file: str | None = None
    result_files: tuple[str, ...] = ()
    trained_tokens: int | None = None
    epochs: int | None = None
    """The number of epochs, once the service has fixed it."""
    finished_at: int | None = None
    estimated_finish: int | None = None
    fault: JobFault | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict)
    """All that the service sent, for `--json`."""


@dataclass(frozen=True)
class Event:
    """One line of a job's log."""

    id: str
    at: int
    level: str
    message: str
    metrics: Mapping[str, float] = field(default_factory=dict)
    """Numbers of a training step (`step`, `train_loss`, …); empty for a plain message."""


@dataclass(frozen=True)
class Checkpoint:
    """A model that was saved on the way, usable like the last one."""

    id: str
    step: int
    model: str
    metrics: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Sample:
    """One answer of a model."""

    text: str
    tool_calls: tuple[Mapping[str, Any], ...] = ()
    finish: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0


class Provider(Protocol):
    """A fine-tuning service with an account."""

    @property
    def name(self) -> str:
        """The word for `--provider`."""
        ...

    @property
    def endpoint(self) -> str:
        """Host that is called."""
        ...

    def upload(
        self,
        path: Path,
        name: str,
        progress: Progress,
        begun: Begun | None = None,
        keep: Keep | None = None,
    ) -> RemoteFile:
        """Send a file under a name of ours, in constant memory.

        What is large is sent in parts, each of which is told to `keep`; `begun` goes on with what
        an earlier run told. Not repeated when the answer is lost: look for the name in `files`.
        """
        ...

    def file(self, file_id: str) -> RemoteFile:
        """One file."""
        ...

    def files(self) -> Iterator[RemoteFile]:
        """The files meant for training, newest first."""
        ...

    def content(self, file_id: str) -> bytes:
        """The bytes of a file, as the service keeps them."""
        ...

    def create(self, request: JobRequest) -> Job:
        """Start a job. Not repeated when the answer is lost: look for its metadata in `jobs`."""
        ...

    def job(self, job_id: str) -> Job:
        """One job."""
        ...

    def jobs(self) -> Iterator[Job]:
        """All jobs of the account, newest first."""
        ...

    def cancel(self, job_id: str) -> Job:
        """End a job; what was trained so far is billed."""
        ...

    def pause(self, job_id: str) -> Job:
        """Halt a job."""
        ...

    def resume(self, job_id: str) -> Job:
        """Go on with a job that was paused."""
        ...

    def events(self, job_id: str) -> Iterator[Event]:
        """The job's log, newest first."""
        ...

    def checkpoints(self, job_id: str) -> Iterator[Checkpoint]:
        """The models that were saved on the way, newest first."""
        ...

    def models(self) -> Iterator[str]:
        """Names of the account's own fine-tuned models."""
        ...

    def delete_model(self, model: str) -> None:
        """Delete a tuned model for good."""
        ...

    def chat(self, model: str, messages: list[Mapping[str, Any]], **settings: Any) -> Sample:
        """One answer to a conversation."""
        ...

    def complete(self, model: str, prompt: str, **settings: Any) -> Sample:
        """One continuation of a text."""
        ...
