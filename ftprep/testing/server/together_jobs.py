"""Together's fine-tuning jobs, in the words of its client 3.1.1 (types/finetune_response)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ftprep.testing.server.body import json_body
from ftprep.testing.server.contract import check_value
from ftprep.testing.server.job_request import start_job
from ftprep.testing.server.jobs import stop
from ftprep.testing.server.life import ENDED, catch_up
from ftprep.testing.server.names import ACCOUNT, tuned_name
from ftprep.testing.server.refusal import invalid, not_found
from ftprep.testing.server.service import Service, service
from ftprep.testing.server.store import Row
from ftprep.testing.server.times import moment

__all__ = ["TOGETHER_JOB_ROUTES"]

_STATUS: Final = {
    "validating_files": "pending",
    "queued": "queued",
    "running": "running",
    "succeeded": "completed",
    "failed": "error",
    "cancelled": "cancelled",
}

_EVENTS: Final = (
    ("Created fine-tuning job", "job_pending", "Fine-tune request created"),
    ("Fine-tuning job started", "training_start", "Training started"),
    ("New fine-tuned model", "model_upload_complete", "Model upload complete"),
    ("The job has successfully", "job_complete", "Job finished"),
    ("Fine-tuning job cancelled", "cancel_requested", "Cancel requested"),
)
"""Start of an event of ours → Together's type and words; what is not named is not told."""

_SCHEMA: Final[Mapping[str, Mapping[str, Any]]] = {
    "training_file": {"type": "string"},
    "model": {"type": ["string", "null"]},
    "from_checkpoint": {"type": ["string", "null"]},
    "training_method": {"type": ["object", "null"]},
    "validation_file": {"type": ["string", "null"]},
    "n_epochs": {"type": "integer", "minimum": 1, "maximum": 20},
    "suffix": {"type": ["string", "null"], "maxLength": 40},
    "random_seed": {"type": ["integer", "null"], "minimum": 0},
    "n_evals": {"type": ["integer", "null"], "minimum": 0},
}


async def create(request: Request) -> Response:
    """POST /v1/fine-tunes"""
    at, body = service(request), await json_body(request)
    for name, schema in _SCHEMA.items():
        if name in body:
            check_value(name, body[name], schema)
    model = body.get("model") or str(body.get("from_checkpoint") or "").partition(":")[0]
    for name, value in (("training_file", body.get("training_file")), ("model", model)):
        if not value:
            raise invalid(f"{name} is required", name)
    method = body.get("training_method") or {"method": "sft"}
    kind = {"sft": "supervised", "dpo": "dpo"}.get(str(method.get("method")))
    if kind is None:
        raise invalid("training_method.method must be sft or dpo", "training_method")
    size = body.get("batch_size")
    chosen = {
        "n_epochs": body.get("n_epochs") or 1,
        "batch_size": size if isinstance(size, int) and size > 0 else 8,
        "learning_rate_multiplier": 1.0,
    }
    wish = {
        "model": model,
        "training_file": body["training_file"],
        "validation_file": body.get("validation_file") or None,
        "suffix": body.get("suffix"),
        "seed": body.get("random_seed"),
        "method": {"type": kind, kind: {"hyperparameters": chosen}},
    }
    job = start_job(at, wish, at.new_id("ft-", 36))
    job["_asked"] = body
    at.store.put("job", job)
    return JSONResponse(_shown(at, job))


async def index(request: Request) -> Response:
    """GET /v1/fine-tunes: all of them, without pages, and without their events."""
    at = service(request)
    jobs = [await catch_up(at, row["id"]) or row for row in list(at.store.each("job"))]
    return JSONResponse({"data": [_shown(at, job, events=False) for job in jobs]})


async def retrieve(request: Request) -> Response:
    """GET /v1/fine-tunes/{id}"""
    return JSONResponse(_shown(service(request), await _job(request)))


async def cancel(request: Request) -> Response:
    """POST /v1/fine-tunes/{id}/cancel"""
    at, job = service(request), await _job(request)
    stop(at, job)
    return JSONResponse({**_shown(at, job), "status": "cancel_requested"})


async def delete(request: Request) -> Response:
    """DELETE /v1/fine-tunes/{id}: the job and its models."""
    at, job = service(request), await _job(request)
    if job["status"] not in ENDED:
        raise invalid("The job is still running; cancel it first.")
    for row in [*at.store.each("checkpoint", job["id"])]:
        at.store.delete("model", row["fine_tuned_model_checkpoint"])
    at.store.delete("job", job["id"])
    at.store.delete("life", job["id"])
    return JSONResponse({"message": f"Fine-tune job {job['id']} deleted"})


async def events(request: Request) -> Response:
    """GET /v1/fine-tunes/{id}/events"""
    job = await _job(request)
    return JSONResponse({"data": _events(service(request), job)})


async def checkpoints(request: Request) -> Response:
    """GET /v1/fine-tunes/{id}/checkpoints"""
    at, job = service(request), await _job(request)
    rows = list(at.store.each("checkpoint", job["id"]))
    return JSONResponse({"data": [_checkpoint(row, job) for row in rows]})


async def metrics(request: Request) -> Response:
    """GET /v1/fine-tunes/{id}/metrics. The names are ours: Together's are not public."""
    at, job = service(request), await _job(request)
    rows = [row["data"] for row in at.store.each("event", job["id"]) if row["type"] == "metrics"]
    return JSONResponse({"metrics": rows})


async def _job(request: Request) -> Row:
    job = await catch_up(service(request), request.path_params["id"])
    if job is None:
        raise not_found(f"fine-tune job {request.path_params['id']} not found")
    return job


def _shown(at: Service, job: Row, *, events: bool = True) -> Row:
    life = at.store.get("life", job["id"]) or {}
    asked = job["_asked"]
    status = _STATUS[job["status"]]
    if status == "running" and life.get("step") == life.get("steps"):
        status = "uploading"
    left = max(0, int((job["estimated_finish"] or 0) - at.now()))
    shown: Row = {
        "id": job["id"],
        "object": "fine-tune",
        "user_id": ACCOUNT,
        "status": status,
        "created_at": moment(job["created_at"]),
        "updated_at": moment(job["finished_at"] or at.now()),
        "model": job["model"],
        "model_output_name": tuned_name(at, job["model"], job["_suffix"], job["id"]),
        "n_epochs": job["hyperparameters"]["n_epochs"],
        "n_evals": asked.get("n_evals") or 0,
        "n_checkpoints": asked.get("n_checkpoints") or 1,
        "batch_size": job["hyperparameters"]["batch_size"],
        "learning_rate": asked.get("learning_rate") or 1e-5,
        "random_seed": asked.get("random_seed"),
        "suffix": asked.get("suffix") or "",
        "training_file": job["training_file"],
        "validation_file": job["validation_file"] or "",
        "training_method": asked.get("training_method")
        or {"method": "sft", "train_on_inputs": "auto"},
        "progress": {"estimate_available": left > 0, "seconds_remaining": left},
        "token_count": job["trained_tokens"] or 0,
    }
    if events:
        shown["events"] = _events(at, job)
    return shown


def _events(at: Service, job: Row) -> list[Row]:
    """Oldest first; of the steps only the ends of epochs."""
    told = []
    for row in at.store.each("event", job["id"]):
        text = row["message"]
        known = [(kind, words) for start, kind, words in _EVENTS if text.startswith(start)]
        if row["level"] == "error":
            known = [("job_error", text)]
        elif row["type"] == "metrics" and _ends_epoch(row["data"], job):
            known = [("epoch_complete", f"Epoch completed, at step {row['data']['step']}")]
        for kind, words in known:
            told.append(
                {
                    "object": "fine-tune-event",
                    "created_at": moment(row["created_at"]),
                    "level": "error" if row["level"] == "error" else "info",
                    "message": words,
                    "type": kind,
                    "step": row["data"].get("step", 0),
                }
            )
    return told


def _ends_epoch(numbers: Row, job: Row) -> bool:
    step, steps, epochs = (
        numbers["step"],
        numbers["total_steps"],
        job["hyperparameters"]["n_epochs"],
    )
    return bool(step * epochs // steps > (step - 1) * epochs // steps)


def _checkpoint(row: Row, job: Row) -> Row:
    name, step = row["fine_tuned_model_checkpoint"], row["step_number"]
    last = name == job["fine_tuned_model"]
    return {
        "checkpoint_type": "Final" if last else f"Intermediate, step {step}",
        "created_at": moment(row["created_at"]),
        "path": f"s3://rehearsal/{job['id']}/{step}",
        "step": step,
        "object_name": name,
    }


TOGETHER_JOB_ROUTES: list[Any] = [
    Route("/fine-tunes", create, methods=["POST"]),
    Route("/fine-tunes", index, methods=["GET"]),
    Route("/fine-tunes/{id}", retrieve, methods=["GET"]),
    Route("/fine-tunes/{id}", delete, methods=["DELETE"]),
    Route("/fine-tunes/{id}/cancel", cancel, methods=["POST"]),
    Route("/fine-tunes/{id}/events", events, methods=["GET"]),
    Route("/fine-tunes/{id}/checkpoints", checkpoints, methods=["GET"]),
    Route("/fine-tunes/{id}/metrics", metrics, methods=["GET"]),
]
