"""What the API does not have: time, faults and counts, under `/_rehearsal`, without a key."""

from __future__ import annotations

import math
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ftprep.testing.server.body import json_body
from ftprep.testing.server.faults import parse_faults
from ftprep.testing.server.refusal import invalid
from ftprep.testing.server.service import service

__all__ = ["ADMIN_ROUTES"]


async def advance(request: Request) -> Response:
    """POST /_rehearsal/advance {"seconds": 60}"""
    seconds = (await json_body(request)).get("seconds")
    if not isinstance(seconds, int | float) or not 0 <= seconds < math.inf:
        raise invalid("how far to put the clock forward is a number of seconds", "seconds")
    at = service(request)
    at.skip(seconds)
    return JSONResponse({"now": at.clock.now()})


async def add_faults(request: Request) -> Response:
    """POST /_rehearsal/faults {"faults": "POST /v1/files drop=1000; * * status=500 x2"}"""
    written = (await json_body(request)).get("faults")
    if not isinstance(written, str):
        raise invalid("faults are written as one string", "faults")
    try:
        faults = parse_faults(written)
    except ValueError as error:
        raise invalid(str(error), "faults") from error
    service(request).add_faults(faults)
    return JSONResponse({"added": len(faults)})


async def list_faults(request: Request) -> Response:
    """GET /_rehearsal/faults: those that have yet to strike"""
    return JSONResponse({"data": list(service(request).store.each("fault"))})


async def clear_faults(request: Request) -> Response:
    """DELETE /_rehearsal/faults"""
    at = service(request)
    for row in list(at.store.each("fault")):
        at.store.delete("fault", row["id"])
    return JSONResponse({})


async def fail_next(request: Request) -> Response:
    """POST /_rehearsal/fail-job {"code": …, "message": …}: the next job that is validated fails"""
    body = await json_body(request)
    code, message = body.get("code", "server_error"), body.get("message", "The job failed.")
    service(request).fail_next(code, message, body.get("param"))
    return JSONResponse({})


async def state(request: Request) -> Response:
    """GET /_rehearsal/state: what the server holds"""
    return JSONResponse(service(request).state())


ADMIN_ROUTES: list[Any] = [
    Route("/advance", advance, methods=["POST"]),
    Route("/faults", add_faults, methods=["POST"]),
    Route("/faults", list_faults, methods=["GET"]),
    Route("/faults", clear_faults, methods=["DELETE"]),
    Route("/fail-job", fail_next, methods=["POST"]),
    Route("/state", state, methods=["GET"]),
]
