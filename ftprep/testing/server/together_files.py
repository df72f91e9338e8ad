"""Together's files, as its client 3.1.1 speaks to them (lib/resources/files).

A form without a file is answered by a redirection to a place to put it at, or by a conflict when
the same content is there already; then the client says that it is there, and it is validated.
"""

from __future__ import annotations

from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ftprep.testing.server.bucket import address, arrived
from ftprep.testing.server.files import content
from ftprep.testing.server.form import read_form
from ftprep.testing.server.names import base_model
from ftprep.testing.server.refusal import Refusal, invalid, not_found
from ftprep.testing.server.service import Service, service
from ftprep.testing.server.store import Row
from ftprep.testing.server.verdict import judge

__all__ = ["TOGETHER_FILE_ROUTES"]

_VALIDATION = 2.0
"""Virtual seconds from PENDING to an end."""


async def create(request: Request) -> Response:
    """POST /v1/files: ask for a place."""
    at = service(request)
    form = await read_form(request, at.folder / "incoming", 0)
    form.drop()
    told = form.fields
    for name in ("purpose", "file_name", "file_type"):
        if not told.get(name):
            raise invalid(f"{name} is required", name)
    for row in at.store.each("file"):
        if told.get("checksum") and row["_checksum"] == told["checksum"] and row["bytes"]:
            return JSONResponse({"error": "file already exists", "file_id": row["id"]}, 409)
    row = {
        "id": at.new_id("file-", 36),
        "object": "file",
        "created_at": at.now(),
        "filename": told["file_name"],
        "bytes": 0,
        "purpose": told["purpose"],
        "FileType": told["file_type"],
        "Processed": False,
        "processing_status": "PENDING",
        "expires_at": None,
        "status": "uploaded",
        "_checksum": told.get("checksum"),
        "_report": None,
        "_due": None,
    }
    at.store.put("file", row)
    headers = {"location": address(at, request, row["id"]), "x-together-file-id": row["id"]}
    return Response(status_code=302, headers=headers)


async def preprocess(request: Request) -> Response:
    """POST /v1/files/{id}/preprocess: it is there."""
    at = service(request)
    row = _found(at, request)
    size = arrived(at, row["id"])
    if not size:
        raise invalid("The file was not uploaded.")
    if row["_report"] is None:
        row.update(bytes=size, _report=await _report(at, row), _due=at.clock.now() + _VALIDATION)
        at.store.put("file", row)
    return JSONResponse(_shown(at, row))


async def index(request: Request) -> Response:
    """GET /v1/files: all of them, without pages."""
    at = service(request)
    return JSONResponse({"data": [_shown(at, row) for row in at.store.each("file")]})


async def retrieve(request: Request) -> Response:
    """GET /v1/files/{id}"""
    at = service(request)
    return JSONResponse(_shown(at, _found(at, request)))


async def delete(request: Request) -> Response:
    """DELETE /v1/files/{id}"""
    at = service(request)
    row = _found(at, request)
    at.store.delete("file", row["id"])
    at.file_path(row["id"]).unlink(missing_ok=True)
    return JSONResponse({"id": row["id"], "deleted": True})


def _found(at: Service, request: Request) -> Row:
    row = at.store.get("file", request.path_params["id"])
    if row is None:
        raise not_found(f"file {request.path_params['id']} not found")
    return row


async def _report(at: Service, row: Row) -> Row:
    """What validation says. Any model does: they share the format."""
    if row["FileType"] != "jsonl":
        raise Refusal(400, "The rehearsal server validates JSONL files only.")
    model = base_model(at, "any/model")
    assert model is not None
    path = at.file_path(row["id"])
    verdict = await anyio.to_thread.run_sync(judge, path, "training", "any", model, 1)
    report: Row = {"valid": not verdict.code, "file_id": row["id"], "nlines": verdict.examples}
    if verdict.code:
        prefix = "The job failed due to an invalid training file. "
        report.update(error=verdict.message.removeprefix(prefix), error_type="INVALID_FORMAT")
    return report


def _shown(at: Service, row: Row) -> Row:
    shown = {key: value for key, value in row.items() if not key.startswith("_")}
    del shown["expires_at"], shown["status"]
    if row["_due"] is not None and row["_due"] <= at.clock.now():
        shown["Processed"] = True
        shown["validation_report"] = row["_report"]
        shown["processing_status"] = "COMPLETED" if row["_report"]["valid"] else "INVALID_FORMAT"
    return shown


TOGETHER_FILE_ROUTES: list[Any] = [
    Route("/files", create, methods=["POST"]),
    Route("/files", index, methods=["GET"]),
    Route("/files/{id}", retrieve, methods=["GET"]),
    Route("/files/{id}", delete, methods=["DELETE"]),
    Route("/files/{id}/preprocess", preprocess, methods=["POST"]),
    Route("/files/{id}/content", content, methods=["GET"]),
]
