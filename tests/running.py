"""Run ftprep as a person does, in this process, and look at what it tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from ftprep.cli import main

__all__ = ["Run", "check", "prepare"]


class Run(NamedTuple):
    """What a run gave."""

    exit_code: int
    report: dict[str, Any]
    folder: Path
    """Where the outputs are; for check, where the report is."""

    @property
    def codes(self) -> set[str]:
        """The rules that found something."""
        return set(self.report["findings_total"])

    def lines(self, role: str) -> list[dict[str, Any]]:
        """The lines of an output file: train, test, rejected or ledger."""
        path = self.report["split"]["files"].get(role)
        return [json.loads(line) for line in Path(path).read_bytes().splitlines()] if path else []

    def bodies(self) -> list[dict[str, Any]]:
        """All examples that were written."""
        return [*self.lines("train"), *self.lines("test")]

    def manifest(self) -> dict[str, Any]:
        """The manifest."""
        path = Path(self.report["split"]["files"]["manifest"])
        content: dict[str, Any] = json.loads(path.read_bytes())
        return content


def check(folder: Path, *arguments: str | Path) -> Run:
    """`ftprep check …`; the report is written into `folder`."""
    return _run(folder, "check", *arguments)


def prepare(folder: Path, *arguments: str | Path) -> Run:
    """`ftprep prepare … -o folder/out`."""
    return _run(folder, "prepare", *arguments, "-o", folder / "out")


def _run(folder: Path, *arguments: str | Path) -> Run:
    output = folder / "report.json"
    code = main([*map(str, arguments), "--format", "json", "--output", str(output)])
    report = json.loads(output.read_bytes()) if output.exists() else {}
    return Run(code, report, folder)
