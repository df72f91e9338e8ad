"""Files: upload, list, retrieve, content, delete."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio.to_thread
import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from ftprep.testing.server.contract import check
from ftprep.testing.server.form import Form, read_form
from ftprep.testing.server.paging import listing
from ftprep.testing.server.refusal import invalid, not_found
from ftprep.testing.server.service import Service, service
from ftprep.testing.server.store import Row
from ftprep.testing.server.verdict import unparsable

__all__ = ["FILE_ROUTES", "add_file", "check_content", "find_file", "with_status"]

_PROCESSING = 2.0
"""Virtual seconds until a file is `processed`."""


async def create(request: Request) -> Response:
    """POST /files"""
    at = service(request)
    form = await read_form(request, at.folder / "incoming", at.options.max_file_bytes)
    try:
        told = _told(form)
        check(told, "CreateFileRequest")
        if form.file_field != "file":
            raise invalid("Invalid type for 'file': expected a file.", "file", "invalid_type")
        expiry = told.get("expires_after", {}).get("seconds")
        fault = await check_content(form.path, form.file_name, told["purpose"])
        row = add_file(at, form.path, form.file_name, told["purpose"], form.size, fault, expiry)
    finally:
        form.drop()
    return JSONResponse(with_status(at, row))


async def check_content(path: Path, name: str, purpose: str) -> str | None:
    """Refuse a file that cannot be meant for its purpose; the fault that processing will find."""
    if purpose != "fine-tune":
        return None
    if not name.endswith(".jsonl"):
        raise invalid('Invalid extension for fine-tune. Supported formats: "jsonl"', "file")
    if fault := await anyio.to_thread.run_sync(_not_jsonl, path):
        raise invalid(fault, "file")
    return await anyio.to_thread.run_sync(unparsable, path)


def add_file(
    at: Service,
    path: Path,
    name: str,
    purpose: str,
    size: int,
    fault: str | None = None,
    expires_after: int | None = None,
) -> Row:
    """Take a finished file into the store. `fault`: what processing will find in it."""
    now = at.now()
    row: Row = {
        "object": "file",
        "id": at.new_id("file-", 22),
        "purpose": purpose,
        "filename": name,
        "bytes": size,
        "created_at": now,
        "expires_at": None if expires_after is None else now + expires_after,
        "status": "uploaded",
        "status_details": None,
        "_fault": fault,
    }
    path.rename(at.file_path(row["id"]))
    at.store.put("file", row)
    return row


def find_file(at: Service, file_id: str) -> Row:
    """The file. Refuses an id that no file has."""
    row = at.store.get("file", file_id)
    if row is None or (row["expires_at"] is not None and row["expires_at"] <= at.now()):
        raise not_found(f"No such File object: {file_id}", "id")
    return with_status(at, row)


def with_status(at: Service, row: Row) -> Row:
    """The file as it stands now: processed some time after it came, or found to be at fault."""
    shown = {key: value for key, value in row.items() if not key.startswith("_")}
    ready = at.clock.now() >= row["created_at"] + _PROCESSING
    if row["status"] == "uploaded" and (ready or row["purpose"] != "fine-tune"):
        shown["status"] = "error" if row.get("_fault") else "processed"
        shown["status_details"] = row.get("_fault")
    return shown


async def index(request: Request) -> Response:
    """GET /files"""
    at = service(request)
    purpose = request.query_params.get("purpose")
    where = (("$.purpose", purpose),) if purpose else ()
    # 10,000 is the default and the most that the API reference gives.
    page = listing(request, at.store, "file", default=10_000, most=10_000, where=where, ends=True)
    page["data"] = [with_status(at, row) for row in page["data"]]
    return JSONResponse(page)


async def retrieve(request: Request) -> Response:
    """GET /files/{id}"""
    return JSONResponse(find_file(service(request), request.path_params["id"]))


async def delete(request: Request) -> Response:
    """DELETE /files/{id}"""
    at = service(request)
    row = find_file(at, request.path_params["id"])
    at.store.delete("file", row["id"])
    at.file_path(row["id"]).unlink(missing_ok=True)
    return JSONResponse({"object": "file", "id": row["id"], "deleted": True})


async def content(request: Request) -> Response:
    """GET /files/{id}/content"""
    at = service(request)
    row = find_file(at, request.path_params["id"])
    path = at.file_path(row["id"])
    encoded = row["purpose"] == "fine-tune-results" and at.options.results == "base64"
    size = path.stat().st_size
    return StreamingResponse(
        _encoded(path) if encoded else _blocks(path, 1 << 16),
        media_type="application/octet-stream",
        headers={
            "content-length": str((size + 2) // 3 * 4 if encoded else size),
            "content-disposition": 'attachment; filename="content"',
        },
    )


def _encoded(path: Path) -> Iterator[bytes]:
    # Blocks of a multiple of three bytes join to the base64 of the whole.
    return map(base64.b64encode, _blocks(path, 3 << 15))


def _blocks(path: Path, size: int) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(size):
            yield block


def _told(form: Form) -> dict[str, Any]:
    """The form as the object that the published schema describes. A field that holds a file stands
    there with its name alone."""
    told: dict[str, Any] = {}
    for name, text in form.fields.items():
        value = int(text) if text.isdecimal() else text
        outer, _, inner = name.removesuffix("]").partition("[")
        if inner:
            told.setdefault(outer, {})[inner] = value
        else:
            told[name] = value
    if form.file_field:
        told[form.file_field] = form.file_name
    return told


def _not_jsonl(path: Path) -> str | None:
    """What the upload itself finds: that the first line is no JSON object. Processing finds lines
    that are no JSON at all; everything else is found when a job is made (formats.md 1.3: a file of
    7 examples was `processed`)."""
    with path.open("rb") as stream:
        line = stream.readline(1 << 24)
    try:
        if isinstance(orjson.loads(line.removeprefix(b"\xef\xbb\xbf")), dict):
            return None
    except orjson.JSONDecodeError:
        pass
    start = line[:4].decode("utf-8", "replace").rstrip("\n")
    return (
        "Expected file to have JSONL format, where every line is a JSON dictionary. "
        f'Line 1 is not a dictionary (HINT: line starts with: "{start}...").'
    )


FILE_ROUTES: list[Any] = [
    Route("/files", create, methods=["POST"]),
    Route("/files", index, methods=["GET"]),
    Route("/files/{id}", retrieve, methods=["GET"]),
    Route("/files/{id}", delete, methods=["DELETE"]),
    Route("/files/{id}/content", content, methods=["GET"]),
]
