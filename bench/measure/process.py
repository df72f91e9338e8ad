"""Run a command in a process of its own and tell its time and memory.

For POSIX; the memory of several processes together only where there is /proc, as on Linux.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

__all__ = ["CommandError", "Sample", "sample"]

_MAXRSS_UNIT: Final = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit of `ru_maxrss` (getrusage(2) of macOS and of Linux)."""
_POLL: Final = 0.05
"""Seconds between two looks at the memory of a tree of processes."""


class CommandError(Exception):
    """A command ended as it should not, so that its time says nothing."""


class Sample(NamedTuple):
    """What one run took."""

    cpu: float
    """Seconds, user and system, of the process and all the children it waited for."""
    wall: float
    """Seconds from start to end."""
    peak: int
    """Bytes: the largest resident set of any one process, or of a tree all together."""


def sample(
    command: Sequence[str],
    folder: Path,
    *,
    exits: Collection[int] = (0,),
    tree: bool = False,
    timeout: float = 3_600,
) -> Sample:
    """Run once, in `folder`, with nothing to read and nobody who listens.

    `tree`: the peak is of all processes together, in proportional set size (shared pages are
    counted once), looked at every 0.05 s; that looking costs time, so that such a run is for memory
    only. Raises `CommandError` for an exit code that is not in `exits`, and after `timeout`
    seconds.
    """
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        # `ru_maxrss` of a child begins with what its parent holds when it forks. This process is
        # kept small for that: it makes no data and loads no library.
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=errors, start_new_session=True, env={**os.environ, "OPENAI_API_KEY": "none"},
        )  # fmt: skip
        late = threading.Timer(timeout, os.killpg, (process.pid, signal.SIGKILL))
        late.start()
        try:
            peak, status, usage = _watched(process.pid) if tree else (0, *_alone(process.pid))
        finally:
            late.cancel()
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        told = errors.read()[-2_000:].decode("utf-8", "replace")
    if process.returncode not in exits:
        raise CommandError(f"exit code {process.returncode} from {' '.join(command)}\n{told}")
    largest = usage.ru_maxrss * _MAXRSS_UNIT
    return Sample(usage.ru_utime + usage.ru_stime, wall, peak if tree else largest)


def _alone(pid: int) -> tuple[int, Any]:
    """(exit status, resources) of a process, when it has ended."""
    _, status, usage = os.wait4(pid, 0)
    return status, usage


def _watched(pid: int) -> tuple[int, int, Any]:
    """(largest memory of the tree, exit status, resources); looks again and again."""
    peak = 0
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            return peak, status, usage
        peak = max(peak, sum(map(_proportional, _with_children(pid))))
        time.sleep(_POLL)


def _with_children(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            children = Path(f"/proc/{one}/task/{one}/children").read_text().split()
        except OSError:
            continue  # It ended between two looks.
        found += map(int, children)
    return found


def _proportional(pid: int) -> int:
    """Bytes of a process: its own pages and its share of those that it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0  # It ended between two looks.
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
