"""Runs of ftprep in a process of their own, that can be waited for and stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

__all__ = ["ROOT", "Started", "as_in_a_terminal", "wait_for"]

ROOT = Path(__file__).parent.parent.parent
WAIT = 60
"""Seconds; a busy machine is slow."""


class Started:
    """`ftprep …`, started in `folder`; its temporary files are in `folder/tmp`.

    `hold_at`: a place, as `module:function`, where it goes no further; see `holding/`.
    """

    def __init__(self, folder: Path, *arguments: str, hold_at: str = "") -> None:
        self.folder = folder
        self._held = folder / "held"
        for new in (self._held, folder / "tmp"):
            new.mkdir()
        paths = [str(ROOT)]
        held = {}
        if hold_at:
            paths.insert(0, str(Path(__file__).parent / "holding"))
            held = {"HOLD_AT": hold_at, "HOLD_IN": str(self._held)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ftprep", *arguments], cwd=folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            env={
                **os.environ, "TMPDIR": str(folder / "tmp"), "PYTHONPATH": ":".join(paths), **held
            },
            start_new_session=True, preexec_fn=as_in_a_terminal,  # noqa: PLW1509
        )  # fmt: skip

    def wait_until(self, there: Callable[[], bool]) -> None:
        """Wait until something can be seen while it runs."""
        wait_for(lambda: there() or self._process.poll() is not None)
        assert self._process.poll() is None, "it ended too early"

    def wait_until_held(self, processes: int = 1) -> list[int]:
        """Wait until it is where it is held; the numbers of its processes."""
        self.wait_until(lambda: len(list(self._held.iterdir())) == processes)
        return [int(file.name) for file in self._held.iterdir()]

    def stop(self, number: int, *, group: bool = False) -> tuple[int, str]:
        """Send a signal, to all its processes if asked; its exit code and what it says."""
        (os.killpg if group else os.kill)(self._process.pid, number)
        _, errors = self._process.communicate(timeout=WAIT)
        return self._process.returncode, errors

    def left(self) -> list[str]:
        """All that is in its folder now, save where it was held."""
        found = (path.relative_to(self.folder) for path in self.folder.rglob("*"))
        return sorted(str(path) for path in found if path.parts[0] != "held")

    def kill(self) -> None:
        """End what a failed test leaves."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()


def wait_for(there: Callable[[], bool]) -> None:
    """Wait until something can be seen."""
    end = time.monotonic() + WAIT
    while not there():
        assert time.monotonic() < end, "it never came so far"
        time.sleep(0.005)


def as_in_a_terminal() -> None:
    """Whoever runs these tests in the background may have told them to ignore signals."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
