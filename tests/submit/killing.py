"""End `ftprep submit` at a step, as a power cut would, and run it again.

    python -m tests.submit.killing FOLDER [PART]

`FOLDER/0` is submitted to the end. Then for each number from 1 on a process of its own submits
`FOLDER/NUMBER` and is ended at its step of that number: before, within or after a request or a
write of the record; until one comes to its end. Another one then submits the same folder. Writes
one line of JSON for each. PART: bytes above which a file is sent in parts of that size; then only
the steps of uploading count. Nothing of this is in ftprep itself.
"""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from openai.resources.uploads import Parts, Uploads

import ftprep.submit.openai as service
from ftprep.cli import main
from ftprep.submit.openai import OpenAIService
from ftprep.submit.record import Record

ENDED = 77
"""Exit code of a process that was ended at its step."""

REQUESTS = ("upload", "file", "files", "create", "job", "jobs")


class Steps:
    """Counts steps, and ends the process at one of them."""

    def __init__(self, last: int, log: Path) -> None:
        self.last = last
        self.log = log
        self.count = 0

    def at(self, name: str) -> None:
        """A step."""
        self.count += 1
        if self.count == self.last:
            self.log.write_text(name)
            os._exit(ENDED)

    def around(self, owner: Any, name: str) -> None:
        """Make a call of `owner` two steps: before it, and after it was carried out."""
        call: Callable[..., Any] = getattr(owner, name)

        @functools.wraps(call)
        def stepped(*given: Any, **named: Any) -> Any:
            self.at(f"before {name}")
            result = call(*given, **named)
            self.at(f"after {name}")
            return result

        setattr(owner, name, stepped)


def submit(folder: Path, steps: Steps | None, part: int | None) -> int:
    """Run it in a child; its exit code."""
    child = os.fork()
    if child == 0:
        silent = os.open(
            folder.parent / f"{folder.name}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND
        )
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        if part is not None:
            service.MAX_FILE = service.PART = part  # type: ignore[misc]
        if steps is not None:
            steps.around(Record, "_write")
            if part is None:
                steps.around(os, "fsync")
                for name in REQUESTS:
                    steps.around(OpenAIService, name)
            else:
                steps.around(Uploads, "create")
                steps.around(Parts, "create")
                steps.around(Uploads, "complete")
        os._exit(main(["submit", str(folder), "--yes"]))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run(root: Path, part: int | None) -> None:
    """All numbers, until a process comes to its end."""
    # What every child needs is loaded once, by a run to the end.
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        main(["submit", str(root / "0"), "--yes"])
    killed = ENDED
    number = 0
    while killed == ENDED:
        number += 1
        folder, log = root / str(number), root / f"{number}.step"
        killed = submit(folder, Steps(number, log), part)
        again = submit(folder, None, part)
        step = log.read_text() if log.exists() else None
        print(json.dumps({"number": number, "step": step, "killed": killed, "again": again}))


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
