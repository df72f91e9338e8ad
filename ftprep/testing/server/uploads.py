"""Uploads: a large file in parts, put together in the order that the client gives."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ftprep.testing.server.body import json_body
from ftprep.testing.server.files import add_file, check_content, find_file
from ftprep.testing.server.form import read_form
from ftprep.testing.server.refusal import invalid, not_found
from ftprep.testing.server.service import Service, service
from ftprep.testing.server.store import Row

__all__ = ["UPLOAD_ROUTES"]

_HOUR = 3_600
"""An upload is open for an hour (SDK, resources/uploads); not hurried by the server's speed."""


async def create(request: Request) -> Response:
    """POST /uploads"""
    at = service(request)
    body = await json_body(request, "CreateUploadRequest")
    if not 0 < body["bytes"] <= at.options.max_upload_bytes:
        raise invalid(
            f"Invalid 'bytes': expected a value from 1 to {at.options.max_upload_bytes}.", "bytes"
        )
    expires = body.get("expires_after") or {}
    row: Row = {
        "id": at.new_id("upload_", 32),
        "object": "upload",
        "bytes": body["bytes"],
        "created_at": at.now(),
        "filename": body["filename"],
        "purpose": body["purpose"],
        "status": "pending",
        "expires_at": at.now() + _HOUR,
        "file": None,
        "_closes": at.clock.unhurried() + _HOUR,
        "_keep": expires.get("seconds"),
    }
    at.store.put("upload", row)
    return _answer(at, row)


async def add_part(request: Request) -> Response:
    """POST /uploads/{id}/parts"""
    at = service(request)
    _open(at, request.path_params["id"])
    form = await read_form(request, at.folder / "incoming", at.options.max_part_bytes)
    try:
        if form.file_field != "data":
            raise invalid("'data' is a required property", "data")
        upload = _open(at, request.path_params["id"])  # the part may have taken its time
        row: Row = {
            "id": at.new_id("part_", 32),
            "object": "upload.part",
            "created_at": at.now(),
            "upload_id": upload["id"],
            "_bytes": form.size,
        }
        form.path.rename(at.file_path(row["id"]))
        at.store.put("part", row, upload["id"])
    finally:
        form.drop()
    return JSONResponse(_public(row))


async def complete(request: Request) -> Response:
    """POST /uploads/{id}/complete"""
    at = service(request)
    body = await json_body(request, "CompleteUploadRequest")
    async with at.joining:
        return _answer(at, await _complete(at, request.path_params["id"], body))


async def _complete(at: Service, identity: str, body: dict[str, Any]) -> Row:
    upload = _open(at, identity)
    parts = [_part(at, upload, identity) for identity in body["part_ids"]]
    size = sum(part["_bytes"] for part in parts)
    if size != upload["bytes"]:
        raise invalid(
            f"Upload contained {size} bytes, which did not match the {upload['bytes']} bytes "
            "declared when the upload was created."
        )
    with tempfile.NamedTemporaryFile(dir=at.folder / "incoming", delete=False) as name:
        whole = Path(name.name)
    try:
        paths = [at.file_path(part["id"]) for part in parts]
        digest = await anyio.to_thread.run_sync(_join, paths, whole)
        if body.get("md5") not in (None, digest):
            raise invalid("The md5 checksum does not match the uploaded bytes.", "md5")
        fault = await check_content(whole, upload["filename"], upload["purpose"])
        with at.store.together():
            purpose, keep = upload["purpose"], upload["_keep"]
            file = add_file(at, whole, upload["filename"], purpose, size, fault, keep)
            upload.update(status="completed", file=file["id"])
            at.store.put("upload", upload)
    finally:
        whole.unlink(missing_ok=True)
    _forget_parts(at, upload)
    return upload


async def cancel(request: Request) -> Response:
    """POST /uploads/{id}/cancel"""
    at = service(request)
    async with at.joining:
        upload = _open(at, request.path_params["id"])
        upload["status"] = "cancelled"
        at.store.put("upload", upload)
        _forget_parts(at, upload)
    return _answer(at, upload)


def _open(at: Service, identity: str) -> Row:
    """The upload, when parts may still be added."""
    row = at.store.get("upload", identity)
    if row is None:
        raise not_found(f"No such Upload object: {identity}", "upload_id")
    if row["status"] == "pending" and row["_closes"] <= at.clock.unhurried():
        row["status"] = "expired"
        at.store.put("upload", row)
        _forget_parts(at, row)
    if row["status"] != "pending":
        raise invalid(f"Upload {identity} is {row['status']}.", "upload_id")
    return row


def _part(at: Service, upload: Row, identity: str) -> Row:
    row = at.store.get("part", identity)
    if row is None or row["upload_id"] != upload["id"]:
        raise invalid(f"No such part of {upload['id']}: {identity}", "part_ids")
    return row


def _forget_parts(at: Service, upload: Row) -> None:
    for part in list(at.store.each("part", upload["id"])):
        at.file_path(part["id"]).unlink(missing_ok=True)
        at.store.delete("part", part["id"])


def _join(parts: list[Path], whole: Path) -> str:
    """Write the parts behind each other; the MD5 of the whole, in hexadecimal."""
    digest = hashlib.md5(usedforsecurity=False)
    with whole.open("wb") as out:
        for part in parts:
            with part.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
                    out.write(block)
    return digest.hexdigest()


def _answer(at: Service, row: Row) -> Response:
    shown = _public(row)
    if row["file"] is not None:
        shown["file"] = find_file(at, row["file"])
    return JSONResponse(shown)


def _public(row: Row) -> Row:
    return {key: value for key, value in row.items() if not key.startswith("_")}


UPLOAD_ROUTES: list[Any] = [
    Route("/uploads", create, methods=["POST"]),
    Route("/uploads/{id}/parts", add_part, methods=["POST"]),
    Route("/uploads/{id}/complete", complete, methods=["POST"]),
    Route("/uploads/{id}/cancel", cancel, methods=["POST"]),
]
