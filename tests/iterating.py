"""Prepare, merge and compare datasets as a person does, in this process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ftprep.cli import main

__all__ = ["LONG", "bodies", "chat", "near", "run", "write"]

LONG = (
    "My parcel with the blue garden chairs has not arrived although you told me that it left your "
    "store on Monday. Where is it now, and when will it be with me, please? Number {}"
)
"""A question of which two with different numbers are near-duplicates."""


def chat(question: str, answer: str = "Yes.", system: str | None = None) -> dict[str, Any]:
    """A chat line."""
    first = [] if system is None else [{"role": "system", "content": system}]
    messages = [
        *first,
        {"role": "user", "content": question},
        {"role": "assistant", "content": answer},
    ]
    return {"messages": messages}


def near(number: int) -> dict[str, Any]:
    """A line that is like those of all other numbers."""
    return chat(LONG.format(number), f"It will be with you tomorrow before noon, number {number}.")


def write(path: Path, rows: list[Any]) -> Path:
    """A JSONL file."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def bodies(folder: Path, side: str) -> list[dict[str, Any]]:
    """The lines of the train or test file of a folder; none where there is no such file."""
    found = [path.read_bytes().splitlines() for path in folder.glob(f"*_{side}.jsonl")]
    return [json.loads(line) for lines in found for line in lines]


def run(folder: Path, *arguments: str | Path) -> tuple[int, dict[str, Any]]:
    """(exit code, what `--format json` told; empty if nothing was)."""
    output = folder / "told.json"
    output.unlink(missing_ok=True)
    code = main([*map(str, arguments), "--format", "json", "--output", str(output)])
    return code, json.loads(output.read_bytes()) if output.exists() else {}
