"""What every answer is made from: the state, the clock and the options."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Iterable
from pathlib import Path

from starlette.requests import Request

from ftprep.testing.server.clock import Clock
from ftprep.testing.server.faults import Fault
from ftprep.testing.server.limit import RateLimit
from ftprep.testing.server.options import Options
from ftprep.testing.server.store import Row, Store

__all__ = ["Service", "service"]

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Service:
    """The state of one server. `folder` holds all of it; a server started there goes on."""

    def __init__(self, folder: Path, options: Options) -> None:
        self.folder = folder
        self.options = options
        self.store = Store(folder)
        self.limit = RateLimit(options.requests_per_minute)
        self.lives = asyncio.Lock()
        """Held while jobs are brought up to the present."""
        self.joining = asyncio.Lock()
        """Held while the parts of an upload are joined."""
        for name in ("files", "incoming", "answers"):
            (folder / name).mkdir(exist_ok=True)
        clock = self.store.get("server", "clock")
        if clock is None:
            clock = {"id": "clock", "started": time.time(), "skipped": 0.0}
            self.store.put("server", clock)
            self.add_faults(options.faults)
        self.clock = Clock(clock["started"], options.speed, clock["skipped"])

    def close(self) -> None:
        """Let go of the folder."""
        self.store.close()

    def skip(self, seconds: float) -> None:
        """Put the clock forward."""
        clock = self.clock
        self.clock = Clock(clock.started, clock.speed, clock.skipped + seconds)
        self.store.put(
            "server", {"id": "clock", "started": clock.started, "skipped": self.clock.skipped}
        )

    def add_faults(self, faults: Iterable[Fault]) -> None:
        """Let faults strike."""
        for fault in faults:
            self.store.put("fault", {**fault.to_row(), "id": self.new_id("fault-", 12)})

    def fail_next(self, code: str, message: str, param: str | None) -> None:
        """Let the next job that is validated fail with this error."""
        row = {"id": "failing", "code": code, "message": message, "param": param}
        self.store.put("server", row)

    def state(self) -> dict[str, float]:
        """How many objects it holds, and the virtual time."""
        kinds = ("file", "upload", "job", "model")
        return {"now": self.clock.now(), **{f"{kind}s": self.store.count(kind) for kind in kinds}}

    def now(self) -> int:
        """Virtual seconds since 1970, as objects show them."""
        return int(self.clock.now())

    def new_id(self, prefix: str, letters: int = 24) -> str:
        """An id nobody has. The n-th of a folder is the same in every run, for examples in
        documents."""
        counter: Row = self.store.get("server", "ids") or {"id": "ids", "given": 0}
        counter["given"] += 1
        self.store.put("server", counter)
        digest = hashlib.sha512(f"{prefix}{counter['given']}".encode()).digest()
        return prefix + "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:letters])

    def file_path(self, file_id: str) -> Path:
        """Where the bytes of a file are. Only for ids that the store knows."""
        return self.folder / "files" / file_id


def service(request: Request) -> Service:
    """The service that a request is answered by."""
    found = request.app.state.service
    assert isinstance(found, Service)
    return found
