"""Where the processor time of a check goes, stage by stage.

`python -m bench.stages FILE [ftprep check options]` runs the check in this process, looks every two
milliseconds of processor time at which function is running, and prints a Markdown table. One look
costs microseconds, where a tracing profiler would make small functions look large.
"""

from __future__ import annotations

import contextlib
import io
import signal
import sys
import time
from collections import Counter
from types import FrameType
from typing import Final

__all__ = ["STAGES", "main"]

_EVERY: Final = 0.002
"""Seconds of processor time between two looks."""

STAGES: Final = {
    "ftprep/readers/jsonl.py": "read lines, decode JSON, prove nothing was lost",
    "ftprep/jsontext.py": "read lines, decode JSON, prove nothing was lost",
    "ftprep/readers/": "read lines, decode JSON, prove nothing was lost",
    "ftprep/normalizers/": "understand: records to examples",
    "ftprep/engine/understand.py": "understand: records to examples",
    "ftprep/tokens/": "count tokens",
    "ftprep/shape.py": "shapes",
    "ftprep/engine/examine.py": "rules of one example (with the gates of texts)",
    "ftprep/rules/": "rules of one example (with the gates of texts)",
    "ftprep/near/": "near-duplicates",
    "ftprep/aggregate/near": "near-duplicates",
    "ftprep/aggregate/fingerprint.py": "hash",
    "ftprep/aggregate/index.py": "exact duplicates",
    "ftprep/aggregate/equal_rows.py": "exact duplicates",
    "ftprep/aggregate/": "other facts about all examples",
    "ftprep/engine/judge.py": "from stage to stage",
    "ftprep/engine/run.py": "from stage to stage",
    "ftprep/engine/observe.py": "from stage to stage",
    "ftprep/engine/partial.py": "from stage to stage",
    "importlib": "imports",
}
"""Part of a file's path → stage; the first that fits, of the innermost function that has one."""


def main(arguments: list[str]) -> None:
    """Run the check and print the table."""
    seen: Counter[str] = Counter()
    known: dict[str, str | None] = {}

    def look(number: int, frame: FrameType | None) -> None:
        while frame is not None:
            path = frame.f_code.co_filename
            if path not in known:
                known[path] = next((s for part, s in STAGES.items() if part in path), None)
            if (stage := known[path]) is not None:
                seen[stage] += 1
                return
            frame = frame.f_back
        seen["the rest: planning, report, click"] += 1

    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    start = time.process_time()
    from ftprep.cli import main as ftprep  # its imports count

    with contextlib.redirect_stdout(io.StringIO()):
        ftprep(["check", *arguments, "--jobs", "1"])
    spent = time.process_time() - start
    signal.setitimer(signal.ITIMER_PROF, 0)
    total = seen.total()
    print("| stage | share | CPU s |\n| --- | --: | --: |")
    for stage, looks in seen.most_common():
        print(f"| {stage} | {100 * looks / total:.0f} % | {spent * looks / total:.2f} |")
    print(f"| **all** | | **{spent:.2f}** |")


if __name__ == "__main__":
    main(sys.argv[1:])
