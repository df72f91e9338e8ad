"""Fine-tuning jobs: create, list, retrieve, cancel, pause, resume, events, checkpoints."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ftprep.testing.server.body import json_body
from ftprep.testing.server.job_request import check_metadata, start_job
from ftprep.testing.server.life import ENDED, catch_up, resume
from ftprep.testing.server.log import message
from ftprep.testing.server.paging import listing
from ftprep.testing.server.refusal import invalid, not_found
from ftprep.testing.server.service import Service, service
from ftprep.testing.server.store import Row

__all__ = ["JOB_ROUTES", "stop"]

_FILTER = re.compile(r"metadata\[(.+)\]")


async def create(request: Request) -> Response:
    """POST /fine_tuning/jobs"""
    at, body = service(request), await json_body(request, "CreateFineTuningJobRequest")
    check_metadata(body.get("metadata"))
    return JSONResponse(_public(start_job(at, body)))


async def index(request: Request) -> Response:
    """GET /fine_tuning/jobs"""
    at = service(request)
    where = tuple(
        (f'$.metadata."{found[1]}"', value)
        for name, value in request.query_params.items()
        if (found := _FILTER.fullmatch(name)) and '"' not in found[1]
    )
    page = listing(request, at.store, "job", where=where)
    jobs = [await catch_up(at, row["id"]) or row for row in page["data"]]
    page["data"] = [_public(job) for job in jobs]
    return JSONResponse(page)


async def retrieve(request: Request) -> Response:
    """GET /fine_tuning/jobs/{id}"""
    return JSONResponse(_public(await _job(request)))


async def cancel(request: Request) -> Response:
    """POST /fine_tuning/jobs/{id}/cancel"""
    job = await _job(request)
    stop(service(request), job)
    return JSONResponse(_public(job))


def stop(at: Service, job: Row) -> None:
    """Cancel a job. Refuses one that has ended."""
    if job["status"] in ENDED:
        raise invalid(f"Job has already completed: {job['id']}")
    now = at.clock.now()
    job.update(status="cancelled", finished_at=int(now), estimated_finish=None)
    with at.store.together():
        at.store.put("job", job)
        message(at, job, now, "Fine-tuning job cancelled")


async def pause(request: Request) -> Response:
    """POST /fine_tuning/jobs/{id}/pause"""
    at, job = service(request), await _job(request)
    if job["status"] not in ("queued", "running"):
        raise invalid(f"Job {job['id']} cannot be paused: its status is {job['status']}.")
    life = _life(at, job)
    life["left"] = life["due"] - at.clock.now()
    job.update(status="paused", estimated_finish=None)
    _keep(at, job, life, "Fine-tuning job paused")
    return JSONResponse(_public(job))


async def unpause(request: Request) -> Response:
    """POST /fine_tuning/jobs/{id}/resume"""
    at, job = service(request), await _job(request)
    if job["status"] != "paused":
        raise invalid(f"Job {job['id']} cannot be resumed: its status is {job['status']}.")
    life = _life(at, job)
    resume(life, at.clock.now())
    job["status"] = "queued"
    _keep(at, job, life, "Fine-tuning job resumed")
    return JSONResponse(_public(job))


async def events(request: Request) -> Response:
    """GET /fine_tuning/jobs/{id}/events"""
    job = await _job(request)
    return JSONResponse(listing(request, service(request).store, "event", job["id"]))


async def checkpoints(request: Request) -> Response:
    """GET /fine_tuning/jobs/{id}/checkpoints"""
    job = await _job(request)
    at = service(request)
    page = listing(request, at.store, "checkpoint", job["id"], default=10, ends=True)
    return JSONResponse(page)


async def _job(request: Request) -> Row:
    identity = request.path_params["id"]
    job = await catch_up(service(request), identity)
    if job is None:
        raise not_found(
            f"Could not find fine tune: {identity}", "fine_tune_id", "fine_tune_not_found"
        )
    return job


def _keep(at: Service, job: Row, life: Row, text: str) -> None:
    with at.store.together():
        at.store.put("life", life)
        at.store.put("job", job)
        message(at, job, at.clock.now(), text)


def _life(at: Service, job: Row) -> Row:
    life = at.store.get("life", job["id"])
    assert life is not None
    return life


def _public(job: Row) -> Row:
    return {key: value for key, value in job.items() if not key.startswith("_")}


JOB_ROUTES: list[Any] = [
    Route("/fine_tuning/jobs", create, methods=["POST"]),
    Route("/fine_tuning/jobs", index, methods=["GET"]),
    Route("/fine_tuning/jobs/{id}", retrieve, methods=["GET"]),
    Route("/fine_tuning/jobs/{id}/cancel", cancel, methods=["POST"]),
    Route("/fine_tuning/jobs/{id}/pause", pause, methods=["POST"]),
    Route("/fine_tuning/jobs/{id}/resume", unpause, methods=["POST"]),
    Route("/fine_tuning/jobs/{id}/events", events, methods=["GET"]),
    Route("/fine_tuning/jobs/{id}/checkpoints", checkpoints, methods=["GET"]),
]
