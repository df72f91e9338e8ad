"""The job that a command is about, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import click

from ftprep.cli.complete import files
from ftprep.cli.remote import print_json, safe, show
from ftprep.errors import FtprepError, OutputError, UsageError
from ftprep.jobs import tell
from ftprep.jobs.find import Found, find, keep
from ftprep.submit.bill import seen
from ftprep.submit.connect import RETRIES, connect
from ftprep.submit.provider import ENDED, Job, Provider
from ftprep.submit.record import JobEntry

__all__ = ["connected", "exit_code", "job_argument", "kept", "tell_job"]


def job_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command JOB."""
    return click.argument("job", metavar="[JOB]", required=False, shell_complete=files)(function)


def connected(
    job: str | None, provider: str | None, *, retries: int = RETRIES
) -> tuple[Found, Provider]:
    """The job and its service. Raises `UsageError` when it is not clear which, or where."""
    found = find(job, provider)
    if provider is not None and provider.casefold() != found.provider:
        raise UsageError(f"{found.job_id} was started at {found.provider}, not at {provider}")
    service = connect(found.provider, max_retries=retries)
    found.require(service)
    return found, service


def exit_code(job: Job) -> int:
    """1 for a job that ended without a model."""
    return int(job.phase in ENDED and job.phase != "succeeded")


def tell_job(found: Found, job: Job, *, in_json: bool, indent: int | None = 2) -> int:
    """Tell where a job stands, keep it in its record; the answer is the exit code."""
    entry = kept(found, job)
    if in_json:
        bill = None if entry is None else entry.bill
        print_json({**job.raw, "ftprep": {"phase": job.phase, "bill": bill}}, indent=indent)
    else:
        show(tell.of_job(job, entry, found.provider))
        show(_of_fault(found, job))
    return exit_code(job)


def kept(found: Found, job: Job) -> JobEntry | None:
    """Keep in the record what the service says of a job; the answer is the entry, None for none.

    Where it cannot be written (a full disk, another run at it), that is told and no more: what was
    asked for is done, and the next command writes it down.
    """
    try:
        return keep(found, job)
    except (OutputError, UsageError) as error:
        click.echo(f"ftprep: the record stays as it was: {safe(str(error))}", err=True)
        return found.entry and seen(found.entry, job)


def _of_fault(found: Found, job: Job) -> Iterator[tuple[str, str]]:
    """The line of ours that the service's error means, where the files are at hand."""
    if job.fault is None or found.record is None or found.entry is None:
        return
    from ftprep.dataset.dataset import find_dataset
    from ftprep.submit.locate import locate
    from ftprep.submit.tell import of_located
    from ftprep.targets import find_provider

    try:
        dataset = find_dataset(found.record.parent, found.name)
    except FtprepError as error:  # the fault itself has been told
        yield "", f"the line that is meant is not told: {error}"
        return
    if dataset.train.sha256 != found.entry.train_sha256:
        yield "", f"{dataset.train.path} was changed since; the line that is meant is not told"
        return
    yield from of_located(
        locate(dataset, job.fault.message, job.fault.param), find_provider(found.provider).title
    )
