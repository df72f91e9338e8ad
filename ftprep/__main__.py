"""What the command `ftprep` and `python -m ftprep` call.

It imports next to nothing itself: a Ctrl-C while ftprep is being loaded ends as a later one does.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from ftprep.collector import seldom_from_now_on

__all__ = ["main"]

_INTERRUPTED = b"ftprep: interrupted\n"
"""What `ftprep.cli` says at a Ctrl-C."""


def main() -> int:
    """Load the command line, run it, and return its exit code."""
    try:
        seldom_from_now_on()  # what is loaded stays: to look for cycles in it takes 8 CPU ms
        run = _loaded()
        return run()
    except KeyboardInterrupt:  # in the moment before `run` looks after it
        return _say()


def _loaded() -> Callable[[], int]:
    """The command line. Nothing is begun while it is loaded, so that a Ctrl-C ends at once: raised
    within an import, it could be caught by whatever is imported."""
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # `nohup` ignores it
    if ours:
        signal.signal(signal.SIGINT, _end)
    try:
        from ftprep.cli import main
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
    return main


def _end(number: int, frame: FrameType | None) -> None:
    os._exit(_say())


def _say() -> int:
    """Say it without a buffer, which may not be there yet; the answer is the exit code."""
    with suppress(OSError):  # nobody reads it
        os.write(2, _INTERRUPTED)
    return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
