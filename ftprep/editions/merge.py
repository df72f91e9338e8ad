"""Add data to an earlier dataset: what stands in it stays where it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from ftprep.build import build
from ftprep.config import Config
from ftprep.dataset.earlier import Earlier, style_in
from ftprep.editions.compare import compare
from ftprep.editions.edition import Edition
from ftprep.model import Kind
from ftprep.named import NamedTuple
from ftprep.planning import planned
from ftprep.readers.reader import Hints
from ftprep.report.comparison import Comparison
from ftprep.report.report import Report
from ftprep.style import Style

__all__ = ["Merged", "inherited", "merge"]

_OF_TARGET: Final = ("model", "provider", "method")
_OF_CONTENT: Final = (
    "select", "ignore", "levels", "thresholds", "words",
    "unsafe_fixes", "redact", "fix", "no_fix", "epochs",
)  # fmt: skip
"""Settings that decide what is written, whatever is read. How to read (columns, sheets, …) is said
for the new data anew."""


class Merged(NamedTuple):
    """What came of it."""

    report: Report
    """Of all data together, as of a prepare."""
    comparison: Comparison
    """The earlier dataset against the new one."""


def inherited(old: Edition) -> dict[str, Any]:
    """Name of a setting → plain value: what was asked when the earlier dataset was prepared."""
    if old.manifest is None:
        return {}
    told, target = old.manifest["config"], old.manifest["target"]
    values: dict[str, Any] = {name: target[name] for name in _OF_TARGET}
    if old.manifest["kind"] in ("chat", "completion"):
        values["to"] = old.manifest["kind"]
    values |= {"seed": old.manifest["seed"], "test-size": old.manifest["test_size"]}
    values |= {name.replace("_", "-"): told[name] for name in _OF_CONTENT if told.get(name)}
    return values


def merge(
    old: Edition,
    new: Sequence[str],
    folder: Path,
    config: Config,
    *,
    name: str | None = None,
    force: bool = False,
) -> Merged:
    """Prepare the earlier dataset and the new data together, and tell what changed.

    Examples of `old` stay on their sides. A new example takes its side by hash, unless its prompt
    or its like stands in `old`: then it goes where that is, and an exact copy is left out. Raises
    `OutputError` as `prepare` does, also where an output would take the place of an old file.
    """
    with planned(list(new), config, Earlier(old.sides, _style(old))) as ready:
        report = build(ready, config, folder, name or old.name, force=force)
    written = _written(report, name or old.name, folder)
    # What was said of the new data does not concern the lines that are compared.
    plain = replace(
        config,
        hints=Hints(format="jsonl"),
        columns={},
        templates={},
        system=None,
        group_by=None,
        kind=Kind(report.summary.kind),
    )
    return Merged(report, compare(old, written, plain))


def _written(report: Report, name: str, folder: Path) -> Edition:
    assert report.split is not None
    files = report.split.files
    sides = {side: (files[side],) if side in files else () for side in ("train", "test")}
    manifest = json.loads(Path(files["manifest"]).read_bytes())
    return Edition(str(folder), name, sides["train"], sides["test"], manifest)


def _style(old: Edition) -> Style | None:
    if old.manifest is None or old.manifest["kind"] != "completion":
        return None
    return style_in(old.manifest["contract"])
