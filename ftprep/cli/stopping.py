"""What ends a run from outside: signals, and a reader of the output that went away.

Each unwinds as Ctrl-C does, so that what was begun is removed.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Ended", "noticing_unread", "stoppable"]

_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)  # Windows has no SIGHUP.
_SIGPIPE = 13
"""Not known to Windows, where a pipe can be closed all the same."""


class Ended(BaseException):
    """The run is over: no error, so that nothing that mends errors catches it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number
        """As shells count a signal: 143 for SIGTERM, 141 for SIGPIPE."""


@contextmanager
def noticing_unread() -> Iterator[None]:
    """Raise `Ended` when nobody reads our output any more (`ftprep check … | head`).

    click and rich would end with 1, which means findings.
    """
    try:
        yield
    except BrokenPipeError as error:
        raise Ended(_SIGPIPE) from error
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):
            raise Ended(_SIGPIPE) from ended
        raise


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise `Ended` inside the block where the system would just end the process, so that what
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
    # Only Ctrl-C reaches the whole group. The processes of --jobs only read, and we would wait for
    # them to finish their files; without --jobs there are none, and nothing is imported.
    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children

        for child in active_children():
            child.kill()
    raise Ended(number)
