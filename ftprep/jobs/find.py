"""Which job is meant: an id, or the one that `submit` recorded in a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ftprep.errors import UsageError
from ftprep.submit.bill import seen
from ftprep.submit.lock import locked
from ftprep.submit.provider import Job, Provider
from ftprep.submit.record import ENDING, JobEntry, Record

__all__ = ["Found", "find", "keep"]


@dataclass(frozen=True, slots=True)
class Found:
    """A job, and where it is recorded."""

    job_id: str
    provider: str
    record: Path | None = None
    """None for a job that no record here knows."""
    entry: JobEntry | None = None

    @property
    def name(self) -> str:
        """What it is called here: as its dataset, or by its id where no record knows it."""
        if self.record is None:
            return self.job_id
        return self.record.name.removesuffix(ENDING)

    def require(self, service: Provider) -> None:
        """Raise `UsageError` where the job was started at another address than is called now."""
        if self.entry is not None and self.entry.endpoint != service.endpoint:
            raise UsageError(
                f"{self.job_id} was started at {self.entry.endpoint}, and the environment now says "
                f"{service.endpoint}; set OPENAI_BASE_URL (or the address of your service) as it "
                "was when it was submitted"
            )


def find(said: str | None, provider: str | None = None) -> Found:
    """The job that is meant.

    `said`: an id, a folder, a record (`NAME_job.json`), or None for the current folder. Of a
    record it is the newest job. An id is looked up in the records of the current folder, which
    know its provider and estimate. Raises `UsageError` when no job is there, or it is not clear
    which is meant.
    """
    place = Path(said or ".")
    if said is not None and not place.exists():
        return _by_id(said, provider)
    records = _records(place)
    jobs = [(path, entry) for path, record in records for entry in record.jobs if entry.id]
    if not jobs:
        raise UsageError(
            f'no job is recorded in {place}; "ftprep submit DIR" records one, and "ftprep jobs '
            'list" shows the ids of all jobs of the account'
        )
    if len({path for path, _ in jobs}) > 1:
        names = ", ".join(sorted({path.name for path, _ in jobs}))
        raise UsageError(f"{place} has several records ({names}): say which, or give the job's id")
    path, entry = jobs[-1]
    return Found(str(entry.id), entry.provider, path, entry)


def keep(found: Found, job: Job) -> JobEntry | None:
    """Write down what the service says of a recorded job now, and its bill once it is known.

    The answer is the entry; None for a job that no record knows.
    """
    if found.record is None or found.entry is None:
        return None
    if seen(found.entry, job) == found.entry:
        return found.entry  # nothing is new, so that a folder need not be writable
    with locked(found.record):
        record = Record.read(found.record)
        return record.keep_job(seen(record.job(found.entry.key) or found.entry, job))


def _by_id(job_id: str, provider: str | None) -> Found:
    for path, record in _records(Path()):
        entry = record.job(job_id)
        if entry is not None and entry.id == job_id:
            return Found(job_id, entry.provider, path, entry)
    # Ids of Fireworks have a slash, and then the provider is named; else it is a path.
    if job_id.endswith(".json") or ("/" in job_id and provider is None):
        raise UsageError(f"there is no file or folder {job_id}")
    return Found(job_id, provider or "openai")


def _records(place: Path) -> list[tuple[Path, Record]]:
    paths = [place] if place.is_file() else sorted(place.glob(f"*{ENDING}"))
    return [(path, Record.read(path)) for path in paths]
