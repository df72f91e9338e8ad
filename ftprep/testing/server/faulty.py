"""The middleware that lets faults strike."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ftprep.testing.server.faults import Fault
from ftprep.testing.server.refusal import Refusal
from ftprep.testing.server.service import Service

__all__ = ["Faulty", "struck"]

_TEXTS = {
    400: "We could not parse the JSON body of your request.",
    401: "Incorrect API key provided: sk-rehea***. You can find your API key at "
    "https://platform.openai.com/account/api-keys.",
    403: "You do not have access to this resource.",
    404: "The requested resource does not exist.",
    409: "The request conflicts with another one. Please try again.",
    429: "Rate limit reached for requests. Please try again later.",
    500: "The server had an error while processing your request. Sorry about that!",
    503: "The engine is currently overloaded, please try again later.",
}

_KINDS = {429: "requests", 500: "server_error", 503: "server_error"}
_CODES = {401: "invalid_api_key", 429: "rate_limit_exceeded"}


class Faulty:
    """Does to a request what the first fault says that strikes it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or not."""
        if scope["type"] != "http" or scope["path"].startswith("/_rehearsal"):
            await self.app(scope, receive, send)
            return
        at: Service = scope["app"].state.service
        fault = struck(at, scope["method"], scope["path"])
        if fault is None:
            await self.app(scope, receive, send)
        else:
            await self._strike(fault, scope, receive, send)

    async def _strike(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        drop: Callable[[], None] = scope["extensions"]["ftprep.drop"]
        end: Callable[[], None] = scope["extensions"]["ftprep.end"]
        if fault.action == "kill":
            end()
            return
        if fault.action == "drop":
            await self._drop_while_reading(fault, scope, receive, drop)
            return
        if fault.action == "slow":
            await asyncio.sleep(fault.argument)
            await self.app(scope, receive, send)
            return
        if fault.action in ("lose", "kill-after", "cut"):
            broken = end if fault.action == "kill-after" else drop
            await self._answer_badly(fault.action, scope, receive, send, broken)
            return
        request = Request(scope, receive)
        async for _ in request.stream():
            pass
        await _answer(fault)(scope, receive, send)

    async def _drop_while_reading(
        self, fault: Fault, scope: Scope, receive: Receive, drop: Callable[[], None]
    ) -> None:
        received = 0
        request = Request(scope, receive)
        async for chunk in request.stream():
            received += len(chunk)
            if received >= fault.argument:
                break
        drop()

    async def _answer_badly(
        self, action: str, scope: Scope, receive: Receive, send: Send, drop: Callable[[], None]
    ) -> None:
        async def kept(message: Message) -> None:
            if action == "cut":
                if message["type"] == "http.response.body":
                    body = message.get("body", b"")
                    message = {**message, "body": body[: len(body) // 2], "more_body": True}
                    await send(message)
                    await asyncio.sleep(0.05)  # what was written leaves before the connection ends
                    drop()
                    return
                await send(message)

        await self.app(scope, receive, kept)
        if action != "cut":
            drop()


def struck(at: Service, method: str, path: str) -> Fault | None:
    """The fault that strikes this request, counted; None when it passes."""
    for row in list(at.store.each("fault")):
        fault = Fault(**row)
        if not fault.matches(method, path):
            continue
        after, times = fault.after, fault.times
        if after > 0:
            row["after"] = after - 1
            at.store.put("fault", row)
            continue
        row["times"] = times - 1
        if row["times"] > 0:
            at.store.put("fault", row)
        else:
            at.store.delete("fault", row["id"])
        return fault
    return None


def _answer(fault: Fault) -> Response:
    if fault.action == "malformed":
        return Response('{"object": "list", "data": [{"id": "f', media_type="application/json")
    status = int(fault.argument) or 500
    headers = {"retry-after": str(fault.wait)} if fault.wait else {}
    refusal = Refusal(
        status,
        _TEXTS.get(status, f"Rehearsed fault {status}."),
        kind=_KINDS.get(status, "invalid_request_error"),
        code=_CODES.get(status),
        headers=headers,
    )
    body: dict[str, Any] = refusal.body
    return JSONResponse(body, status, refusal.headers)
