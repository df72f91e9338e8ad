"""What asks the process to end lets it tidy up first: SIGTERM and SIGHUP unwind as Ctrl-C does."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Stopped", "stoppable"]

_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)  # Windows has no SIGHUP.


class Stopped(BaseException):
    """Somebody asked the process to end: not an error, so that nothing else catches it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number
        """As shells count it: 143 for SIGTERM."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise `Stopped` inside the block where the system would just end the process, so that what
    was begun (half-written files, spooled input) is removed.

    A signal that the caller ignores (`nohup`) stays ignored. Python lets only the main thread
    handle signals: in any other nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {
        number: signal.signal(number, _stop)
        for number in _SIGNALS
        if signal.getsignal(number) is signal.SIG_DFL
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, frame: FrameType | None) -> None:
    for other in _SIGNALS:
        signal.signal(other, signal.SIG_IGN)  # a second one must not stop the tidying
    raise Stopped(number)
