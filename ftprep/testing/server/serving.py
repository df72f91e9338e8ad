"""Run the application: in this process until it is stopped, or in a thread for tests."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from ftprep.testing.server.app import make_app
from ftprep.testing.server.faults import parse_faults
from ftprep.testing.server.options import Options
from ftprep.testing.server.service import Service

__all__ = ["RehearsalServer", "listening", "serve"]

T = TypeVar("T")


class Droppable(H11Protocol):
    """HTTP, with a way to break the connection that the application can reach."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        app = self.app

        async def with_drop(scope: Any, receive: Any, send: Any) -> None:
            scope.setdefault("extensions", {})["ftprep.drop"] = transport.abort
            await app(scope, receive, send)

        self.app = with_drop


class Ending:
    """The application, with a way to end the server at once."""

    def __init__(self, app: ASGIApp, end: Callable[[], None], gone: Callable[[], bool]) -> None:
        self.app = app
        self.end = end
        self.gone = gone

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        extensions = scope.setdefault("extensions", {})
        if scope["type"] == "http" and self.gone():
            extensions["ftprep.drop"]()
            return
        extensions["ftprep.end"] = self.end
        await self.app(scope, receive, send)


def _config(
    app: ASGIApp, end: Callable[[], None], gone: Callable[[], bool] = lambda: False
) -> uvicorn.Config:
    return uvicorn.Config(
        Ending(app, end, gone),
        http=Droppable,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=1,
    )


def listening(port: int) -> socket.socket:
    """A socket on loopback, on a free port for 0. Nobody else can reach it."""
    # With the protocol named, asyncio sends small answers at once (TCP_NODELAY).
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind(("127.0.0.1", port))
    found.listen(128)
    return found


def serve(folder: Path, options: Options, listener: socket.socket) -> None:
    """Serve until the process is told to stop."""
    config = _config(make_app(folder, options), lambda: os._exit(137))
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn has stopped and raises it again
        uvicorn.Server(config).run(sockets=[listener])


class RehearsalServer:
    """A server in a thread of this process.

    `with RehearsalServer(tmp_path, Options(speed=0)) as server:` serves at `server.base_url`.
    A server that a fault killed is started again by a new one on the same folder and port.
    """

    def __init__(self, folder: Path, options: Options | None = None, port: int = 0) -> None:
        self._listener = listening(port)
        self.port: int = self._listener.getsockname()[1]
        self._gone = False
        self._app = make_app(folder, options or Options())
        self._server = uvicorn.Server(_config(self._app, self._end, lambda: self._gone))
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._listener]}, daemon=True
        )

    @property
    def url(self) -> str:
        """Where the server is: `http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """Where OpenAI's API is."""
        return f"{self.url}/v1"

    def _end(self) -> None:
        """What `kill` does here: the process goes on, but the server is gone for its clients."""
        self._gone = True
        for connection in list(self._server.server_state.connections):
            transport = getattr(connection, "transport", None)
            if transport is not None:
                transport.abort()
        self._server.should_exit = True

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("the rehearsal server did not start")
            threading.Event().wait(0.005)
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()

    def advance(self, seconds: float) -> None:
        """Let time pass for jobs."""
        self._do(lambda at: at.skip(seconds))

    def faults(self, text: str) -> None:
        """Let faults strike; see `faults.parse_fault`."""
        found = parse_faults(text)
        self._do(lambda at: at.add_faults(found))

    def fail_job(self, code: str, message: str, param: str | None = None) -> None:
        """Let the next job that is validated fail with this error."""
        self._do(lambda at: at.fail_next(code, message, param))

    def state(self) -> dict[str, float]:
        """How many `files`, `uploads`, `jobs` and `models` it holds, and the time `now`."""
        return self._do(lambda at: at.state())

    def _do(self, task: Callable[[Service], T]) -> T:
        """Do something with the state, in the thread that it belongs to."""

        async def run() -> T:
            return task(self._app.state.service)

        return asyncio.run_coroutine_threadsafe(run(), self._app.state.loop).result(timeout=60)
