"""Small chat files: one that passes and one that does not."""

from __future__ import annotations

import json
from pathlib import Path

__all__ = ["write_bad", "write_good"]


def write_good(path: Path, rows: int = 60) -> Path:
    """Nothing in it is an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(_line(n) for n in range(rows)), encoding="utf-8")
    return path


def write_bad(path: Path) -> Path:
    """Its last line has no answer: MSG007."""
    write_good(path)
    with path.open("a", encoding="utf-8") as out:
        out.write('{"messages": [{"role": "user", "content": "Hi"}]}\n')
    return path


def _line(n: int) -> str:
    messages = [
        {"role": "user", "content": f"How much is {n} and {n}?"},
        {"role": "assistant", "content": f"It is {n + n}."},
    ]
    return json.dumps({"messages": messages}) + "\n"
