"""Check shards in several processes, where there are several."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ftprep.engine import run
from ftprep.errors import FtprepError
from ftprep.partial import Partial
from ftprep.plan import Plan
from ftprep.readers.reader import Shard

__all__ = ["run_in"]


def run_in(
    jobs: int, plan: Plan, shards: Sequence[Shard], done: Callable[[Shard], None] | None = None
) -> Partial:
    """What `run` gives, worked out by up to `jobs` processes.

    Raises `FtprepError` when one of the processes is killed.
    """
    jobs = min(jobs, len(shards))
    if jobs < 2 or plan.inputs.frames:
        return run(plan, shards, done=done)
    from concurrent.futures import ProcessPoolExecutor  # starting fast: few runs need one
    from concurrent.futures.process import BrokenProcessPool

    from ftprep.worker import end_with_parent

    try:
        with ProcessPoolExecutor(jobs, initializer=end_with_parent) as pool:
            return run(plan, shards, pool.map, done)
    except BrokenProcessPool:
        raise FtprepError(
            f"one of the {jobs} processes that read the data was killed, perhaps for want of "
            "memory; --jobs 1 needs less of it"
        ) from None
