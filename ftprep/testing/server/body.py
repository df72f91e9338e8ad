"""JSON bodies of requests."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request

from ftprep.testing.server.contract import check
from ftprep.testing.server.refusal import invalid

__all__ = ["json_body"]


async def json_body(request: Request, schema: str | None = None) -> dict[str, Any]:
    """The object that was sent. Refuses what is none, or is not as the published schema says."""
    try:
        body = json.loads(await request.body())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise invalid(
            "We could not parse the JSON body of your request. (HINT: This likely means you "
            "aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but "
            "what was sent was not valid JSON.)"
        )
    if schema is not None:
        check(body, schema)
    return body
