"""Fireworks' jobs and models, in the words of its client 1.2.30 (types/supervised_…_job)."""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ftprep.testing.server.body import json_body
from ftprep.testing.server.fireworks_answers import account, named, page, rpc, shaped
from ftprep.testing.server.job_request import start_job
from ftprep.testing.server.jobs import stop
from ftprep.testing.server.life import ENDED, catch_up
from ftprep.testing.server.names import ACCOUNT, tuned_name
from ftprep.testing.server.refusal import Refusal
from ftprep.testing.server.service import Service, service
from ftprep.testing.server.store import Row
from ftprep.testing.server.times import moment

__all__ = ["FIREWORKS_JOB_ROUTES"]

_STATES: Final = {
    "validating_files": "JOB_STATE_VALIDATING",
    "queued": "JOB_STATE_PENDING",
    "running": "JOB_STATE_RUNNING",
    "succeeded": "JOB_STATE_COMPLETED",
    "failed": "JOB_STATE_FAILED",
    "cancelled": "JOB_STATE_CANCELLED",
}

_METHODS: Final = {"supervisedFineTuningJobs": "supervised", "dpoJobs": "dpo"}
_ID_OF: Final = {"supervisedFineTuningJobs": "supervisedFineTuningJobId", "dpoJobs": "dpoJobId"}


_TEXT: Final = {"type": ["string", "null"]}
_WHOLE: Final = {"type": ["integer", "null"], "minimum": 0, "maximum": 2**31 - 1}
_TRAINING: Final = {
    "baseModel": _TEXT,
    "warmStartFrom": _TEXT,
    "outputModel": _TEXT,
    "epochs": _WHOLE,
    "batchSizeSamples": _WHOLE,
}
_SCHEMA: Final = {
    "required": ["dataset"],
    "properties": {
        "dataset": {"type": "string"},
        "evaluationDataset": _TEXT,
        "trainingConfig": {"type": ["object", "null"], "properties": _TRAINING},
        **_TRAINING,
    },
}
"""The part of the client's types that the server looks at."""


async def create(request: Request) -> Response:
    """POST …/supervisedFineTuningJobs or …/dpoJobs"""
    at, home, body = service(request), account(request), await json_body(request)
    kind = _collection(request)
    identity = request.query_params.get(_ID_OF[kind]) or at.new_id("job-", 12).lower()
    named(identity)
    if at.store.get("job", identity) is not None:
        raise rpc("ALREADY_EXISTS", f"job {identity} already exists")
    shaped(body, _SCHEMA)
    training = body.get("trainingConfig") or {} if kind == "dpoJobs" else body
    model = training.get("baseModel") or training.get("warmStartFrom")
    if not model:
        raise rpc("INVALID_ARGUMENT", "baseModel or warmStartFrom is required")
    method = _METHODS[kind]
    chosen = {
        "n_epochs": training.get("epochs") or 1,
        "batch_size": training.get("batchSizeSamples") or 8,
        "learning_rate_multiplier": 1.0,
    }
    wish = {
        "model": model,
        "training_file": _dataset(at, body["dataset"]),
        "validation_file": _dataset(at, body.get("evaluationDataset")),
        "suffix": str(training.get("outputModel") or "").rpartition("/")[2] or None,
        "method": {"type": method, method: {"hyperparameters": chosen}},
    }
    try:
        job = start_job(at, wish, identity)
    except Refusal as refusal:
        raise rpc("INVALID_ARGUMENT", str(refusal)) from refusal
    job.update(_asked=body, _collection=kind, _home=home)
    at.store.put("job", job)
    return JSONResponse(_shown(at, job))


async def index(request: Request) -> Response:
    """GET …/supervisedFineTuningJobs or …/dpoJobs"""
    at, _ = service(request), account(request)
    kind = _collection(request)
    rows, token = page(request, "job", (("$._collection", kind),))
    jobs = [await catch_up(at, row["id"]) or row for row in rows]
    return JSONResponse({kind: [_shown(at, job) for job in jobs], "nextPageToken": token})


async def retrieve(request: Request) -> Response:
    """GET …/{id}"""
    return JSONResponse(_shown(service(request), await _job(request)))


async def cancel(request: Request) -> Response:
    """POST …/{id}:cancel"""
    job = await _job(request)
    if job["status"] in ENDED:
        raise rpc("FAILED_PRECONDITION", f"job {job['id']} has ended")
    stop(service(request), job)
    return JSONResponse({})


async def resume(request: Request) -> Response:
    """POST …/{id}:resume. Nothing here halts a job, so that none can go on."""
    job = await _job(request)
    raise rpc("FAILED_PRECONDITION", f"job {job['id']} is not paused")


async def delete(request: Request) -> Response:
    """DELETE …/{id}"""
    at, job = service(request), await _job(request)
    at.store.delete("job", job["id"])
    at.store.delete("life", job["id"])
    return JSONResponse({})


async def accounts(_request: Request) -> Response:
    """GET /v1/accounts"""
    return JSONResponse({"accounts": [{"name": f"accounts/{ACCOUNT}"}], "nextPageToken": ""})


async def models(request: Request) -> Response:
    """GET …/models"""
    at, _ = service(request), account(request)
    for job in list(at.store.each("job")):
        await catch_up(at, job["id"])
    rows, token = page(request, "model")
    shown = [
        {"name": row["id"], "state": "READY", "createTime": moment(row["created"])} for row in rows
    ]
    return JSONResponse({"models": shown, "nextPageToken": token})


async def delete_model(request: Request) -> Response:
    """DELETE …/models/{id}"""
    at, home = service(request), account(request)
    name = f"{home}/models/{request.path_params['id']}"
    if at.store.get("model", name) is None:
        raise rpc("NOT_FOUND", f"model {name} not found")
    at.store.delete("model", name)
    return JSONResponse({})


def _collection(request: Request) -> str:
    kind: str = request.url.path.split("/")[4]
    return kind


async def _job(request: Request) -> Row:
    account(request)
    job = await catch_up(service(request), request.path_params["id"])
    if job is None or job["_collection"] != _collection(request).partition(":")[0]:
        raise rpc("NOT_FOUND", f"job {request.path_params['id']} not found")
    return job


def _dataset(at: Service, name: object) -> str | None:
    """The id of a dataset that is ready."""
    if name is None:
        return None
    identity = str(name).rpartition("/")[2]
    row = at.store.get("file", identity)
    if row is None or row.get("_shown", {}).get("state") != "READY":
        raise rpc("INVALID_ARGUMENT", f"dataset {name} is not ready")
    return identity


def _shown(at: Service, job: Row) -> Row:
    asked, life = job["_asked"], at.store.get("life", job["id"]) or {}
    made = tuned_name(at, job["model"], job["_suffix"], job["id"])
    training = {"epochs": job["hyperparameters"]["n_epochs"], "outputModel": made}
    steps = life.get("steps") or 0
    error = job["error"]
    shown: Row = {
        **asked,
        "name": f"{job['_home']}/{job['_collection']}/{job['id']}",
        "createTime": moment(job["created_at"]),
        "updateTime": moment(job["finished_at"] or at.now()),
        "state": _STATES[job["status"]],
        "status": {
            "code": "INVALID_ARGUMENT" if error else "OK",
            "message": error["message"] if error else "",
        },
        "jobProgress": {"percent": life["step"] * 100 // steps if steps else 0},
    }
    if job["finished_at"]:
        shown["completedTime"] = moment(job["finished_at"])
    if job["_collection"] == "dpoJobs":
        shown["trainingConfig"] = {**(asked.get("trainingConfig") or {}), **training}
    else:
        shown.update(training)
    return shown


def _routes(kind: str) -> list[Route]:
    one = f"/accounts/{{account}}/{kind}/{{id}}"
    return [
        Route(f"/accounts/{{account}}/{kind}", create, methods=["POST"]),
        Route(f"/accounts/{{account}}/{kind}", index, methods=["GET"]),
        Route(f"{one}:cancel", cancel, methods=["POST"]),
        Route(f"{one}:resume", resume, methods=["POST"]),
        Route(one, retrieve, methods=["GET"]),
        Route(one, delete, methods=["DELETE"]),
    ]


FIREWORKS_JOB_ROUTES: list[Any] = [
    Route("/accounts", accounts, methods=["GET"]),
    Route("/accounts/{account}/models", models, methods=["GET"]),
    Route("/accounts/{account}/models/{id}", delete_model, methods=["DELETE"]),
    *[route for kind in _METHODS for route in _routes(kind)],
]
