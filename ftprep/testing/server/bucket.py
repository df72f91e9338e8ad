"""A place to put a file at, by an address that is a key by itself: what storage services call a
signed URL. Together and Fireworks have files sent there, not to their API."""

from __future__ import annotations

import tempfile
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ftprep.testing.server.service import Service, service
from ftprep.testing.server.store import Row

__all__ = ["BUCKET_ROUTES", "address", "arrived"]

_PREFIX = "/_bucket"


def address(at: Service, request: Request, file_id: str) -> str:
    """Where the bytes of a file can be put. A former address of the file holds no more."""
    token = at.new_id("signed-", 32)
    at.store.put("place", {"id": file_id, "token": token})
    return f"{request.url.scheme}://{request.url.netloc}{_PREFIX}/{file_id}?signature={token}"


def arrived(at: Service, file_id: str) -> int | None:
    """Bytes that were put there; None when nothing was."""
    path = at.file_path(file_id)
    return path.stat().st_size if path.is_file() else None


async def put(request: Request) -> Response:
    """PUT: the bytes of a file, in constant memory; nothing is kept of what breaks off."""
    at = service(request)
    place: Row | None = at.store.get("place", request.path_params["id"])
    if place is None or request.query_params.get("signature") != place["token"]:
        return Response("<Error><Code>AccessDenied</Code></Error>", 403)
    with tempfile.NamedTemporaryFile(dir=at.folder / "incoming", delete=False) as name:
        unfinished = Path(name.name)
    try:
        with unfinished.open("wb") as out:
            async for chunk in request.stream():
                out.write(chunk)
        unfinished.replace(at.file_path(place["id"]))
    finally:
        unfinished.unlink(missing_ok=True)
    return Response()


BUCKET_ROUTES = [Route("/{id}", put, methods=["PUT"])]
