"""The files that are measured: made once, by `bench.generate` in a process of its own."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Final

__all__ = ["NEAR", "Inputs", "short"]

_PROJECT: Final = Path(__file__).parents[2]
NEAR: Final = 0.02
"""Share of edited copies in chat data, so that the search for them has something to find."""


class Inputs:
    """Files in a folder, an absolute path, made when they are first asked for."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self._seed = folder, seed
        self._generator = _digest()

    def get(self, count: int, kind: str = "chat", form: str = "jsonl", **more: float) -> Path:
        """The path of such a file; `more` are options of `bench.generate`."""
        if kind == "chat" and not more:
            more = {"near": NEAR}
        options = {"count": count, "kind": kind, **more, "seed": self._seed}
        name = "-".join([kind, short(count), *(f"{key}{value}" for key, value in more.items())])
        path = self.folder / f"{name}-{self._seed}-{self._generator}.{form}"
        if not path.exists():
            print(f"making {path.name}", file=sys.stderr, flush=True)
            part = path.with_name(f"part-{path.name}")
            flags = [f"--{key.replace('_', '-')}={value}" for key, value in options.items()]
            make = [sys.executable, "-m", "bench.generate", str(part), *flags]
            subprocess.run(make, check=True, cwd=_PROJECT)
            beside = part.with_suffix(".planted.csv")
            if beside.exists():
                beside.rename(path.with_suffix(".planted.csv"))
            part.rename(path)
        return path


def _digest() -> str:
    """Of all that makes the data: what was made otherwise is not taken for the same."""
    bench = Path(__file__).parents[1]
    files = [bench / "generate.py", *sorted(bench.glob("data/**/*.*"))]
    digest = hashlib.sha256()
    for file in files:
        if file.suffix in (".py", ".txt"):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def short(count: int) -> str:
    """100000 as `100k`, 1000000 as `1M`."""
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if count and count % unit == 0:
            return f"{count // unit}{letter}"
    return str(count)
