"""Fireworks' datasets, as its client 1.2.30 speaks to them (lib/dataset_upload).

A dataset is made, its file is put at a signed address, and the upload is validated.
"""

from __future__ import annotations

from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ftprep.testing.server.body import json_body
from ftprep.testing.server.bucket import address, arrived
from ftprep.testing.server.fireworks_answers import account, named, page, rpc, shaped
from ftprep.testing.server.names import base_model
from ftprep.testing.server.service import Service, service
from ftprep.testing.server.store import Row
from ftprep.testing.server.times import moment
from ftprep.testing.server.verdict import Verdict, judge

__all__ = ["FIREWORKS_DATASET_ROUTES"]


_SCHEMA = {
    "required": ["datasetId", "dataset"],
    "properties": {"datasetId": {"type": "string"}, "dataset": {"type": "object"}},
}


async def create(request: Request) -> Response:
    """POST …/datasets"""
    at, home, body = service(request), account(request), await json_body(request)
    shaped(body, _SCHEMA)
    identity, asked = body["datasetId"], body["dataset"]
    named(identity)
    if at.store.get("file", identity) is not None:
        raise rpc("ALREADY_EXISTS", f"dataset {identity} already exists")
    row: Row = {
        "id": identity,
        "purpose": "fine-tune",
        "bytes": 0,
        "created_at": at.now(),
        "expires_at": None,
        "status": "uploaded",
        "_shown": {
            **asked,
            "name": f"{home}/datasets/{identity}",
            "state": "UPLOADING",
            "createTime": moment(at.now()),
            "status": {"code": "OK", "message": ""},
        },
        "_size": None,
    }
    at.store.put("file", row)
    return JSONResponse(row["_shown"])


async def upload_endpoint(request: Request) -> Response:
    """POST …/datasets/{id}:getUploadEndpoint"""
    at, row, body = service(request), _found(request), await json_body(request)
    sizes = body.get("filenameToSize")
    if not isinstance(sizes, dict) or len(sizes) != 1:
        raise rpc("INVALID_ARGUMENT", "the rehearsal server takes datasets of one file")
    ((name, size),) = sizes.items()
    if not str(size).isdecimal() or not name.endswith(".jsonl"):
        raise rpc("INVALID_ARGUMENT", "filenameToSize must map a .jsonl file to its size")
    row["_size"] = int(size)
    at.store.put("file", row)
    return JSONResponse({"filenameToSignedUrls": {name: address(at, request, row["id"])}})


async def validate_upload(request: Request) -> Response:
    """POST …/datasets/{id}:validateUpload"""
    at, row = service(request), _found(request)
    size = arrived(at, row["id"])
    if size is None or size != row["_size"]:
        raise rpc("FAILED_PRECONDITION", f"{size} of {row['_size']} bytes were uploaded")
    verdict = await _verdict(at, row)
    if verdict.code:
        raise rpc("INVALID_ARGUMENT", f"dataset validation failed: {verdict.message}")
    row["bytes"] = size
    row["_shown"].update(state="READY", exampleCount=str(verdict.examples), format="CHAT")
    at.store.put("file", row)
    return JSONResponse({})


async def index(request: Request) -> Response:
    """GET …/datasets"""
    account(request)
    rows, token = page(request, "file")
    return JSONResponse({"datasets": [row["_shown"] for row in rows], "nextPageToken": token})


async def retrieve(request: Request) -> Response:
    """GET …/datasets/{id}"""
    return JSONResponse(_found(request)["_shown"])


async def delete(request: Request) -> Response:
    """DELETE …/datasets/{id}"""
    at, row = service(request), _found(request)
    at.store.delete("file", row["id"])
    at.file_path(row["id"]).unlink(missing_ok=True)
    return JSONResponse({})


def _found(request: Request) -> Row:
    account(request)
    row = service(request).store.get("file", request.path_params["id"])
    if row is None or "_shown" not in row:
        raise rpc("NOT_FOUND", f"dataset {request.path_params['id']} not found")
    return row


async def _verdict(at: Service, row: Row) -> Verdict:
    model = base_model(at, "accounts/fireworks/models/any")
    assert model is not None
    path = at.file_path(row["id"])
    verdict = await anyio.to_thread.run_sync(judge, path, "validation", "any", model, 0)
    prefix = "The job failed due to an invalid validation file. "
    return verdict._replace(message=verdict.message.removeprefix(prefix))


_ONE = "/accounts/{account}/datasets/{id}"

FIREWORKS_DATASET_ROUTES: list[Any] = [
    Route("/accounts/{account}/datasets", create, methods=["POST"]),
    Route("/accounts/{account}/datasets", index, methods=["GET"]),
    Route(f"{_ONE}:getUploadEndpoint", upload_endpoint, methods=["POST"]),
    Route(f"{_ONE}:validateUpload", validate_upload, methods=["POST"]),
    Route(_ONE, retrieve, methods=["GET"]),
    Route(_ONE, delete, methods=["DELETE"]),
]
