"""Carry out an order: upload, wait, start the job; or go on where another run was ended."""

from __future__ import annotations

import time
from dataclasses import dataclass

from ftprep.submit import bill
from ftprep.submit.failure import RefusedError
from ftprep.submit.lock import locked
from ftprep.submit.making import once
from ftprep.submit.order import Order
from ftprep.submit.provider import Job, Provider
from ftprep.submit.record import JobEntry, Record
from ftprep.submit.settings import KEY
from ftprep.submit.uploading import Uploader, Watch

__all__ = ["Submitted", "carry_out", "standing"]


@dataclass(frozen=True, slots=True)
class Submitted:
    """A job at the service."""

    job: Job
    entry: JobEntry
    new: bool
    """Whether this run started it; False when it was there."""


def standing(order: Order, service: Provider) -> Submitted | None:
    """The job of an order when the record knows it, as the service tells it now; else None."""
    record = Record.read(order.dataset.record)
    entry = order.job_entry(service.endpoint, record)
    if entry.id is None:
        return None
    job = _recorded(order, service, entry.id)
    with locked(order.dataset.record):
        record = Record.read(order.dataset.record)
        entry = record.keep_job(bill.seen(entry, job))
    return Submitted(job, entry, new=False)


def carry_out(order: Order, service: Provider, watch: Watch) -> Submitted:
    """Upload what is not there, wait until it is processed, and start the job.

    Every step is in the record before the next begins. Raises `ServiceError`, `InputError` when a
    file changes meanwhile, and `UsageError` when another run is at it.
    """
    dataset = order.dataset
    with locked(dataset.record):
        record = Record.read(dataset.record)
        entry = order.job_entry(service.endpoint, record)
        if entry.id is not None:  # another run was faster
            job = _recorded(order, service, entry.id)
            return Submitted(job, record.keep_job(entry.seen(job)), new=False)
        uploader = Uploader(service, record, watch, time.sleep)
        files = [
            uploader.uploaded(piece, order.file_entry(piece, service.endpoint))
            for piece in dataset.pieces
        ]
        files = [
            uploader.processed(piece, file)
            for piece, file in zip(dataset.pieces, files, strict=True)
        ]
        ids = [file.id for file in files if file.id is not None]
        request = order.request(entry.key, ids[0], ids[1] if len(ids) > 1 else None)
        record.keep_job(entry)
        made: list[Job] = []

        def create() -> Job:
            made.append(service.create(request))
            return made[0]

        job = once(create, lambda: _started(service, entry.key), time.sleep)
        return Submitted(job, record.keep_job(entry.seen(job)), new=bool(made))


def _recorded(order: Order, service: Provider, job_id: str) -> Job:
    """The job of the record. Where the service does not know it, nothing is started in its place:
    it may belong to another account, and be under way."""
    try:
        return service.job(job_id)
    except RefusedError as error:
        if error.status != 404:
            raise
        raise RefusedError(
            f"{error} {order.dataset.record} says that it was started there; if it is gone, move "
            "that file away to start anew",
            status=404, text=error.text, code=error.code, param=error.param,
        ) from None  # fmt: skip


def _started(service: Provider, key: str) -> Job | None:
    """The job that bears the key, started by a run that could not record it."""
    return next((job for job in service.jobs() if job.metadata.get(KEY) == key), None)
