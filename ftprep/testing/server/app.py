"""The application: the routes of one service, behind faults and keys."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ftprep.testing.server.admin import ADMIN_ROUTES
from ftprep.testing.server.auth import authorize
from ftprep.testing.server.bucket import BUCKET_ROUTES
from ftprep.testing.server.faulty import Faulty
from ftprep.testing.server.files import FILE_ROUTES
from ftprep.testing.server.fireworks_datasets import FIREWORKS_DATASET_ROUTES
from ftprep.testing.server.fireworks_jobs import FIREWORKS_JOB_ROUTES
from ftprep.testing.server.jobs import JOB_ROUTES
from ftprep.testing.server.models import MODEL_ROUTES
from ftprep.testing.server.options import Options
from ftprep.testing.server.refusal import Refusal, broken, refused, unknown_url
from ftprep.testing.server.sampling import SAMPLING_ROUTES
from ftprep.testing.server.service import Service
from ftprep.testing.server.together_files import TOGETHER_FILE_ROUTES
from ftprep.testing.server.together_jobs import TOGETHER_JOB_ROUTES
from ftprep.testing.server.together_models import TOGETHER_MODEL_ROUTES
from ftprep.testing.server.uploads import UPLOAD_ROUTES

__all__ = ["make_app"]


class Numbered:
    """Gives every answer the number by which the API's people find a request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def with_number(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["x-request-id"] = f"req_{uuid.uuid4().hex}"
            await send(message)

        await self.app(scope, receive, with_number if scope["type"] == "http" else send)


class Authorized:
    """Lets only requests with a key through to the API."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and not scope["path"].startswith(_WITHOUT_KEY):
            request = Request(scope)
            try:
                authorize(request, request.app.state.service.options.key)
            except Refusal as refusal:
                answer = await refused(request, refusal)
                await answer(scope, receive, send)
                return
        await self.app(scope, receive, send)


class Versioned:
    """Azure's older paths: nothing is found there without a version of the API."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if "api-version" not in Request(scope).query_params:
            answer = await refused(Request(scope), Refusal(404, "Resource not found", code="404"))
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)


_ROUTES = [*FILE_ROUTES, *UPLOAD_ROUTES, *JOB_ROUTES, *MODEL_ROUTES, *SAMPLING_ROUTES]

_OPENAI = [
    Mount("/v1", routes=_ROUTES),
    Mount("/openai/v1", routes=_ROUTES),
    Mount(
        "/openai/deployments/{deployment}",
        routes=SAMPLING_ROUTES,
        middleware=[Middleware(Versioned)],
    ),
    Mount("/openai", routes=_ROUTES, middleware=[Middleware(Versioned)]),
]

_MOUNTS: Mapping[str, Sequence[BaseRoute]] = {
    "openai": _OPENAI,
    "azure": _OPENAI,
    "together": [
        Mount(
            "/v1",
            routes=[
                *TOGETHER_FILE_ROUTES,
                *TOGETHER_MODEL_ROUTES,
                *TOGETHER_JOB_ROUTES,
                *SAMPLING_ROUTES,
            ],
        )
    ],
    "fireworks": [
        # Its client asks for answers here when it is given another address than the usual one.
        Mount("/v1", routes=[*FIREWORKS_DATASET_ROUTES, *FIREWORKS_JOB_ROUTES, *SAMPLING_ROUTES]),
        Mount("/inference/v1", routes=SAMPLING_ROUTES),
    ],
}
"""Whose API → where its routes are."""

_WITHOUT_KEY = ("/_rehearsal", "/_bucket")


def make_app(folder: Path, options: Options) -> Starlette:
    """An application whose state is in `folder`."""

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        # Made here: its database belongs to the thread that serves.
        app.state.service = Service(folder, options)
        app.state.loop = asyncio.get_running_loop()
        yield
        app.state.service.close()

    routes = [
        Mount("/_rehearsal", routes=ADMIN_ROUTES),
        Mount("/_bucket", routes=BUCKET_ROUTES),
        *_MOUNTS[options.flavour],
    ]
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(Numbered), Middleware(Faulty), Middleware(Authorized)],
        exception_handlers={Refusal: refused, HTTPException: unknown_url, Exception: broken},
    )
