"""What a process of `--jobs` does beside its work: it ends with the process that started it."""

from __future__ import annotations

import os
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread

__all__ = ["end_with_parent"]


def end_with_parent() -> None:
    """Wait for the end of the parent, in a thread. One that is killed cannot tell its children, and
    they would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)  # Nothing to tidy: it only reads.
