"""Run the check as the command does, and give back its report."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ftprep.cli.main import command

__all__ = ["checked"]


def checked(path: Path, flags: Sequence[str] = ()) -> dict[str, Any]:
    """The JSON report (`schemas/report.schema.json`) of `ftprep check PATH FLAGS`.

    Settings files and baselines that lie about are not looked for, unless `flags` name one, so that
    a test says the same in every folder. Raises what the check raises.
    """
    alone = () if "--config" in flags else ("--isolated",)
    with tempfile.TemporaryDirectory(prefix="ftprep-testing-") as folder:
        report = Path(folder) / "report.json"
        told = ("--format", "json", "--output", str(report))
        # Not `main`, which turns an error into a line on standard error: tests want the error.
        command.main(
            args=["check", str(path), *flags, *alone, *told],
            prog_name="ftprep",
            standalone_mode=False,
        )
        content: dict[str, Any] = json.loads(report.read_bytes())
    return content
