"""What a caller of the tuned model has to send."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from ftprep.report import styles
from ftprep.report.grid import Block, Grid
from ftprep.report.options import TextOptions
from ftprep.report.report import Report

__all__ = ["blocks"]

_NAMES = {
    "systems": "system",
    "separator": "end the prompt with",
    "stop": "stop at",
    "tools": "tools",
}
"""Key of the contract → how it is told. The labels have a table of their own."""


def blocks(report: Report, grid: Grid, _options: TextOptions) -> Iterator[Block]:
    """One block, where there is something to send."""
    rows = [
        (grid.text(name), grid.text((grid.cut(_told(report.contract.get(key)), grid.body), "")))
        for key, name in _NAMES.items()
        if report.contract.get(key)
    ]
    if rows:
        yield Block("To call it", styles.HEAD, grid.table(rows))


def _told(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        items = [_told(item) for item in value]
        return items[0] if len(items) == 1 else f"{len(items)}: {', '.join(items)}"
    if isinstance(value, Mapping):
        function = value.get("function", value)
        name = function.get("name") if isinstance(function, Mapping) else None
        return str(name) if name is not None else json.dumps(value, default=str)
    return json.dumps(value, ensure_ascii=False, default=str)
