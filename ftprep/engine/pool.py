"""Several processes that each do their part of the work."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from ftprep.errors import FtprepError

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

__all__ = ["Pool", "processes"]

_Part = TypeVar("_Part")
_Done = TypeVar("_Done")


class Pool:
    """Maps a function over parts, in order, as the builtin does.

    The processes work so many parts ahead of what is taken, so that what is done but not taken yet
    does not fill memory.
    """

    def __init__(self, executor: Executor, parts: int) -> None:
        self._executor = executor
        self._parts = parts

    def __call__(
        self, function: Callable[[_Part], _Done], parts: Iterable[_Part], /
    ) -> Iterator[_Done]:
        """What the function makes of each part."""
        waiting: deque[Future[_Done]] = deque()
        try:
            for part in parts:
                waiting.append(self._executor.submit(function, part))
                if len(waiting) > self._parts:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

    def close(self) -> None:
        """End the processes: there is nothing more to do for them."""
        self._executor.shutdown()


@contextmanager
def processes(jobs: int) -> Iterator[Pool | None]:
    """A pool of so many processes, which start when it is first used; None for one process.

    Raises `FtprepError` when one of the processes is killed.
    """
    if jobs < 2:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor  # starting fast: few runs need one
    from concurrent.futures.process import BrokenProcessPool

    from ftprep.engine.worker import end_with_parent

    try:
        with ProcessPoolExecutor(jobs, initializer=end_with_parent) as executor:
            yield Pool(executor, 2 * jobs)
    except BrokenProcessPool:
        raise FtprepError(
            f"one of the {jobs} processes that read the data was killed, perhaps for want of "
            "memory; --jobs 1 needs less of it"
        ) from None
