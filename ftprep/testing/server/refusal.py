"""What the API answers when it does not do what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

__all__ = ["Refusal", "broken", "invalid", "not_found", "refused", "unknown_url"]


class Refusal(Exception):  # noqa: N818 -- it is an answer, not a failure of the server
    """An answer with a status that is no success, in the form of the API's error object."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = "invalid_request_error",
        param: str | None = None,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body: dict[str, Any] = {
            "error": {"message": message, "type": kind, "param": param, "code": code}
        }
        self.headers = dict(headers or {})


def invalid(message: str, param: str | None = None, code: str | None = None) -> Refusal:
    """HTTP 400."""
    return Refusal(400, message, param=param, code=code)


def not_found(message: str, param: str | None = None, code: str | None = None) -> Refusal:
    """HTTP 404."""
    return Refusal(404, message, param=param, code=code)


async def refused(_request: Request, error: Exception) -> JSONResponse:
    """The answer for a `Refusal`."""
    assert isinstance(error, Refusal)
    return JSONResponse(error.body, error.status, error.headers)


async def broken(_request: Request, _error: Exception) -> JSONResponse:
    """The answer when the server itself fails."""
    text = "The server had an error while processing your request. Sorry about that!"
    return JSONResponse(Refusal(500, text, kind="server_error").body, 500)


async def unknown_url(request: Request, error: Exception) -> JSONResponse:
    """The answer for a path or method that the API does not have."""
    status = getattr(error, "status_code", 404)
    if status == 405:
        message = (
            f"Not allowed to {request.method} on {request.url.path} "
            "(HINT: Perhaps you meant to use a different HTTP method?)"
        )
    else:
        message = f"Invalid URL ({request.method} {request.url.path})"
    refusal = Refusal(status, message)
    return JSONResponse(refusal.body, refusal.status)
