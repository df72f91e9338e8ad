"""Models: list, retrieve, delete."""

from __future__ import annotations

import datetime as dt
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ftprep.targets.catalog import models
from ftprep.targets.target import Model
from ftprep.testing.server.life import catch_up
from ftprep.testing.server.refusal import Refusal, not_found
from ftprep.testing.server.service import Service, service
from ftprep.testing.server.store import Row

__all__ = ["MODEL_ROUTES", "find"]

_BORN = int(dt.datetime(2025, 4, 14, tzinfo=dt.UTC).timestamp())


async def index(request: Request) -> Response:
    """GET /models"""
    at = service(request)
    await _catch_up_all(at)
    rows = [_shown(model) for model in _bases(at)]
    rows += [_public(row) for row in at.store.each("model")]
    return JSONResponse({"object": "list", "data": rows})


async def retrieve(request: Request) -> Response:
    """GET /models/{model}"""
    at = service(request)
    await _catch_up_all(at)
    return JSONResponse(_public(find(at, request.path_params["model"])))


async def delete(request: Request) -> Response:
    """DELETE /models/{model}"""
    at = service(request)
    await _catch_up_all(at)
    row = find(at, request.path_params["model"])
    if "_base" not in row:
        raise Refusal(
            403, "You have insufficient permissions for this operation.", kind="permission_error"
        )
    at.store.delete("model", row["id"])
    return JSONResponse({"object": "model", "id": row["id"], "deleted": True})


def find(at: Service, name: str) -> Row:
    """A base model or a tuned one. Refuses a name that no model has."""
    row = at.store.get("model", name)
    if row is not None:
        return row
    for model in _bases(at):
        if name in (model.id, *model.aliases):
            return _shown(model)
    if at.options.flavour in ("together", "fireworks") and "/" in name:
        # They serve and train any open model; ours are in the store.
        return {"id": name, "object": "model", "created": _BORN, "owned_by": "system"}
    raise not_found(
        f"The model `{name}` does not exist or you do not have access to it.",
        None,
        "model_not_found",
    )


async def _catch_up_all(at: Service) -> None:
    """Jobs that end by now have their models."""
    for job in list(at.store.each("job")):
        await catch_up(at, job["id"])


def _bases(at: Service) -> list[Model]:
    return [
        model
        for model in models()
        if model.provider == at.options.flavour
        and model.status != "shut_down"
        and "*" not in model.id
    ]


def _shown(model: Model) -> Row:
    row: Row = {"id": model.id, "object": "model", "created": _BORN, "owned_by": "system"}
    if model.inference_shutdown is not None:
        row["shutdown_date"] = model.inference_shutdown.isoformat()
    return row


def _public(row: Row) -> Row:
    return {key: value for key, value in row.items() if not key.startswith("_")}


MODEL_ROUTES: list[Any] = [
    Route("/models", index, methods=["GET"]),
    # Names of open models have slashes.
    Route("/models/{model:path}", retrieve, methods=["GET"]),
    Route("/models/{model:path}", delete, methods=["DELETE"]),
]
