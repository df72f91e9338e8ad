"""Run ftprep as it is typed, and look at all that it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ftprep.cli import main

__all__ = ["KEY", "Typed", "record", "type_it"]

KEY = "sk-proj-do-not-tell-anybody-0123456789abcdef"
"""A key that must appear nowhere."""


class Typed(NamedTuple):
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """All that it said, on one line."""
        return " ".join((self.out + self.err).split())


def type_it(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Typed:
    """`ftprep …`. Whatever happens, the key is told nowhere."""
    capsys.readouterr()
    code = main([*map(str, arguments)])
    told = capsys.readouterr()
    assert KEY not in told.out + told.err
    return Typed(code, told.out, told.err)


def record(folder: Path, name: str = "sums") -> dict[str, Any]:
    """The record of submissions."""
    content: dict[str, Any] = json.loads((folder / f"{name}_job.json").read_bytes())
    return content
