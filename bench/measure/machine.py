"""What was measured on, and with which versions. No names of hosts or folders."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Final

__all__ = ["machine", "versions"]

_OURS: Final = (
    *("ftprep", "orjson", "toktok-rs", "tiktoken", "jsonschema-rs", "google-re2", "numpy"),
    "pyarrow",
)
_ASK: Final = (
    "import json, sys; from importlib import metadata; "
    "print(json.dumps({name: metadata.version(name) for name in sys.argv[1:]}))"
)


def machine() -> str:
    """Processor, cores and memory in one line."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        model = models[0] if models else model
    except OSError:
        pass  # Not Linux: the platform's own word for it must do.
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{model}, {cores} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}"


def versions(python: Path | None = None, names: Sequence[str] = _OURS) -> str:
    """Versions of packages, by default of ours; else of the environment of `python`."""
    if python is None:
        found = {name: metadata.version(name) for name in names}
        return ", ".join([f"Python {platform.python_version()}", *_named(found)])
    told = subprocess.run([python, "-c", _ASK, *names], check=True, capture_output=True, text=True)
    return ", ".join(_named(json.loads(told.stdout)))


def _named(found: dict[str, str]) -> list[str]:
    return [f"{name} {version}" for name, version in found.items()]
