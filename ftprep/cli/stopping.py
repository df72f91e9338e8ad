"""What ends a run from outside: signals, and a reader of the output that went away.

Both unwind the run as an exception does, so that what was begun is removed.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

__all__ = ["WHOLE", "Ended", "buffer_output", "drop_output", "noticing_ends", "stoppable"]

_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)  # Windows has no SIGHUP.
_UNTOUCHED = (signal.SIG_DFL, signal.default_int_handler)
WHOLE: Final = frozenset(
    {
        ("multiprocessing.process", "BaseProcess.start"),
        ("tempfile", "TemporaryDirectory.__init__"),
        ("ftprep.dataset.write", "outputs"),
        ("ftprep.dataset.write", "Outputs.publish"),
    }
)
"""(module, function) of what comes to its end once it has begun, a matter of milliseconds. Halfway,
a process or a folder is there that nobody knows of and would be left behind, or some files are in
their place and others are not. The body of `with outputs(…)` is none of it."""
_CAN_WAIT = hasattr(signal, "setitimer")
"""Not on Windows."""
_SOON = 0.01
"""Seconds until it is looked at again."""
_SIGPIPE = 13
"""Not known to Windows, where a pipe can be closed all the same."""


class Ended(BaseException):
    """The run is over: no error, so that nothing that mends errors catches it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.interrupted = number == signal.SIGINT
        self.exit_code = 128 + number
        """As shells count a signal: 130 for Ctrl-C, 143 for SIGTERM, 141 for SIGPIPE."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise `Ended` in the block at the first signal that asks to end; further ones are ignored,
    as they would only stop the tidying.

    A signal that the caller ignores (`nohup`) or handles stays as it is. Python lets only the main
    thread handle signals: in any other nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    stop = _Stop()
    before = {
        number: signal.signal(number, stop.ask)
        for number in _SIGNALS
        if signal.getsignal(number) in _UNTOUCHED
    }
    try:
        yield
    finally:
        stop.rest()
        for number, handler in before.items():
            signal.signal(number, handler)
        if stop.asked:  # whatever came of it: a pool without its processes, say
            raise Ended(stop.asked)


class _Stop:
    """What a signal does to the run."""

    def __init__(self) -> None:
        self.asked = 0
        """The signal that asked to end; 0 for none yet."""
        self._over = False
        self._process = os.getpid()

    def ask(self, number: int, frame: FrameType | None) -> None:
        """Handle a signal."""
        if os.getpid() != self._process:
            os._exit(128 + number)  # A process of --jobs, which is our copy: nothing to tidy.
        if not self.asked:
            self.asked = number
            self._end(number, frame)

    def rest(self) -> None:
        """Do nothing any more: the run is behind us."""
        self._over = True
        if self.asked and _CAN_WAIT:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _end(self, number: int, frame: FrameType | None) -> None:
        if self._over:
            return
        if _CAN_WAIT and _is_within_whole(frame):
            signal.signal(signal.SIGALRM, self._end)
            signal.setitimer(signal.ITIMER_REAL, _SOON)
            return
        _end_processes()
        raise Ended(self.asked)


def _is_within_whole(frame: FrameType | None) -> bool:
    """Whether one of `WHOLE` is going on in what was interrupted."""
    while frame is not None:
        if (frame.f_globals.get("__name__"), frame.f_code.co_qualname) in WHOLE:
            return True
        frame = frame.f_back
    return False


def _end_processes() -> None:
    """End the processes of --jobs, which only read; else we would wait until they have read all.

    Without --jobs there are none, and nothing is imported.
    """
    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children

        for child in active_children():
            child.kill()


@contextmanager
def noticing_ends() -> Iterator[None]:
    """Raise `Ended` where click and rich would end with 1, which means findings: when nobody reads
    our output any more (`ftprep check … | head`), and at a Ctrl-C that `stoppable` left alone."""
    try:
        yield
    except KeyboardInterrupt as error:
        raise Ended(signal.SIGINT) from error
    except BrokenPipeError as error:
        raise Ended(_SIGPIPE) from error
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):
            raise Ended(_SIGPIPE) from ended
        raise


def buffer_output() -> None:
    """Put a buffer before standard output where there is none (`PYTHONUNBUFFERED`): without, Python
    takes no notice when the system takes only the first part of a text, and the rest is lost."""
    out = sys.__stdout__
    if out is not None and out is sys.stdout and isinstance(out.buffer, io.RawIOBase):
        sys.stdout = open(  # noqa: SIM115 - a number of a file, which is not ours to close
            out.fileno(), "w", buffering=1, encoding=out.encoding, errors=out.errors, closefd=False
        )


def drop_output() -> None:
    """Point standard output at nothing, so that the interpreter does not fail or wait once more
    when it flushes at its end."""
    try:
        number = sys.stdout.fileno()
    except (AttributeError, ValueError):  # there is none, or it is closed, or a text in memory
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), number)
