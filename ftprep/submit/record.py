"""`NAME_job.json`: what was uploaded and started, written at each step, so that a run that was
ended goes on where it was. It holds ids and settings, never a key."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from ftprep import __version__
from ftprep.atomic import replacing
from ftprep.errors import InputError, OutputError
from ftprep.schemas import explain
from ftprep.submit.provider import Begun, Job, Phase

__all__ = ["ENDING", "FileEntry", "JobEntry", "Record"]

ENDING: Final = "_job.json"
"""Of the file's name; before it stands the name of the dataset."""

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file at a service, or on the way there."""

    provider: str
    endpoint: str
    role: str
    sha256: str
    bytes: int
    name: str
    """At the service."""
    id: str | None = None
    """None until it is uploaded."""
    ready: bool = False
    upload: Begun | None = None
    """An upload in parts that is under way."""

    @property
    def key(self) -> tuple[str, ...]:
        """What tells one entry from another."""
        return (self.provider, self.endpoint, self.role, self.sha256)


@dataclass(frozen=True, slots=True)
class JobEntry:
    """A job, or the intention to start one."""

    key: str
    """Of the files and settings; the job's metadata carry it at the service."""
    provider: str
    endpoint: str
    model: str
    """As it was asked for."""
    base: str
    """The model of the catalogue that it means."""
    method: str
    settings: Mapping[str, Any]
    """Hyperparameters, suffix, seed and the like, as they were sent."""
    train_sha256: str
    test_sha256: str | None
    estimate: Mapping[str, Any]
    """epochs, billed tokens and price as told before."""
    id: str | None = None
    """None until the service has given one."""
    status: str | None = None
    """As last seen, in the service's word."""
    phase: Phase | None = None
    """The same in ours."""
    fine_tuned_model: str | None = None
    forced: str | None = None
    """Why it was submitted in spite of `doubts`."""
    doubts: tuple[str, ...] = ()
    fault: Mapping[str, str] | None = None
    """Why it failed: message, code, param."""
    bill: Mapping[str, Any] | None = None
    """What was billed, once the job has ended."""

    def seen(self, job: Job, bill: Mapping[str, Any] | None = None) -> JobEntry:
        """The same as the service tells it now."""
        return replace(
            self,
            id=job.id,
            status=job.status,
            phase=job.phase,
            fine_tuned_model=job.fine_tuned_model,
            fault=asdict(job.fault) if job.fault else None,
            bill=self.bill if bill is None else bill,
        )


@dataclass(slots=True)
class Record:
    """All submissions of one dataset. Each `keep_…` writes the file, whole or not at all."""

    path: Path
    files: list[FileEntry] = field(default_factory=list)
    jobs: list[JobEntry] = field(default_factory=list)
    """Oldest first."""

    @classmethod
    def read(cls, path: Path) -> Record:
        """The record at `path`; an empty one where there is none.

        Raises `InputError` for a file that is something else: it is never overwritten.
        """
        if not path.exists():
            return cls(path)
        try:
            content = json.loads(path.read_bytes())
        except (ValueError, RecursionError) as error:
            raise InputError(f"{path} cannot be read as JSON: {error}") from error
        fault = next(explain("job", content), None)
        if fault is not None:
            raise InputError(
                f"{path} is no record of submissions: {fault[1]} (at {fault[0] or '/'}); move it "
                "away to begin a new one"
            )
        return cls(
            path,
            [_file(row) for row in content["files"]],
            [JobEntry(**{**row, "doubts": tuple(row["doubts"])}) for row in content["jobs"]],
        )

    def file(self, wanted: FileEntry) -> FileEntry:
        """The entry of the same file at the same service; `wanted` where there is none yet."""
        return next((entry for entry in self.files if entry.key == wanted.key), wanted)

    def job(self, key_or_id: str) -> JobEntry | None:
        """The job with this key or id."""
        return next((job for job in self.jobs if key_or_id in (job.key, job.id)), None)

    def keep_file(self, entry: FileEntry) -> FileEntry:
        """Add or replace the entry of a file."""
        self.files = [each for each in self.files if each.key != entry.key] + [entry]
        self._write()
        return entry

    def keep_job(self, entry: JobEntry) -> JobEntry:
        """Add the entry of a job, or replace it in its place."""
        keys = [job.key for job in self.jobs]
        if entry.key in keys:
            self.jobs[keys.index(entry.key)] = entry
        else:
            self.jobs.append(entry)
        self._write()
        return entry

    def to_json(self) -> dict[str, Any]:
        """The content of the file, by `schemas/job.schema.json`."""
        return {
            "schema_version": SCHEMA_VERSION,
            "ftprep_version": __version__,
            "files": [asdict(entry) for entry in self.files],
            "jobs": [asdict(entry) for entry in self.jobs],
        }

    def _write(self) -> None:
        content = json.dumps(self.to_json(), indent=2, ensure_ascii=False) + "\n"
        try:
            with replacing(self.path) as begun, begun.open("wb") as file:
                file.write(content.encode("utf-8", "backslashreplace"))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise OutputError(f"cannot write {self.path}: {error.strerror or error}") from error


def _file(row: Mapping[str, Any]) -> FileEntry:
    entry = FileEntry(**row)
    upload = row["upload"]
    if upload is None:
        return entry
    return replace(entry, upload=Begun(**{**upload, "parts": tuple(upload["parts"])}))
