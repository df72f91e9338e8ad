"""Several processes that each do their part of the work."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from ftprep.engine import run
from ftprep.errors import FtprepError
from ftprep.partial import Partial
from ftprep.plan import Plan
from ftprep.readers.reader import Shard

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

__all__ = ["processes", "run_in"]

_Part = TypeVar("_Part")
_Done = TypeVar("_Done")


class Map(Protocol):
    """Maps a function over parts, in order, as the builtin does."""

    def __call__(
        self, function: Callable[[_Part], _Done], parts: Iterable[_Part], /
    ) -> Iterator[_Done]:
        """What the function makes of each part."""
        ...


def run_in(
    jobs: int, plan: Plan, shards: Sequence[Shard], done: Callable[[Shard], None] | None = None
) -> Partial:
    """What `run` gives, worked out by up to `jobs` processes. Raises as `processes` does."""
    jobs = min(jobs, len(shards))
    if jobs < 2 or plan.inputs.frames:
        return run(plan, shards, done=done)
    with processes(jobs) as apply:
        return run(plan, shards, apply, done)


@contextmanager
def processes(jobs: int) -> Iterator[Map]:
    """A map that has so many processes; with one it is the builtin.

    Raises `FtprepError` when one of the processes is killed.
    """
    if jobs < 2:
        yield map
        return
    from concurrent.futures import ProcessPoolExecutor  # starting fast: few runs need one
    from concurrent.futures.process import BrokenProcessPool

    from ftprep.worker import end_with_parent

    try:
        with ProcessPoolExecutor(jobs, initializer=end_with_parent) as pool:
            yield _Ahead(pool, 2 * jobs)
    except BrokenProcessPool:
        raise FtprepError(
            f"one of the {jobs} processes that read the data was killed, perhaps for want of "
            "memory; --jobs 1 needs less of it"
        ) from None


class _Ahead:
    """Lets a pool work so many parts ahead of what is taken, so that what is done but not taken
    yet does not fill memory."""

    def __init__(self, pool: Executor, parts: int) -> None:
        self._pool = pool
        self._parts = parts

    def __call__(
        self, function: Callable[[_Part], _Done], parts: Iterable[_Part], /
    ) -> Iterator[_Done]:
        waiting: deque[Future[_Done]] = deque()
        try:
            for part in parts:
                waiting.append(self._pool.submit(function, part))
                if len(waiting) > self._parts:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
