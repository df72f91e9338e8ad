"""Whether requests keep the contract, for people and for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from ftprep import __version__
from ftprep.contract.verdict import Verdict
from ftprep.report import json_report, styles, text
from ftprep.report.figures import count, plural
from ftprep.report.grid import Grid
from ftprep.report.json_report import Json
from ftprep.report.line import Line
from ftprep.report.options import DEFAULT, TextOptions

__all__ = ["document", "write", "write_json"]

SCHEMA_VERSION = 1


def write(
    verdicts: Sequence[Verdict], path: str, out: TextIO, options: TextOptions = DEFAULT
) -> None:
    """Write what breaks the contract, and the verdict; when quiet the verdict alone."""
    text.put(lambda grid: _lines(verdicts, path, grid, options), out, options)


def write_json(verdicts: Sequence[Verdict], path: str, out: TextIO) -> None:
    """Write one document by `verify-request.schema.json`."""
    json_report.put(document(verdicts, path), out)


def document(verdicts: Sequence[Verdict], path: str) -> dict[str, Json]:
    """The verdicts as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "ftprep_version": __version__,
        "path": path,
        "kept": all(each.kept for each in verdicts),
        "requests": [
            {
                "number": each.number,
                "kept": each.kept,
                "breaches": [dict(breach._asdict()) for breach in each.breaches],
            }
            for each in verdicts
        ],
    }


def _lines(
    verdicts: Sequence[Verdict], path: str, grid: Grid, options: TextOptions
) -> Iterator[Line]:
    broken = [each for each in verdicts if not each.kept]
    for each in () if options.quiet else broken:
        where = path if len(verdicts) == 1 else f"{path}:{each.number}"
        for breach in each.breaches:
            head = grid.text(
                (where, styles.PLACE), f" {breach.pointer}  ", (breach.part, styles.BAD)
            )
            yield grid.fit(head, grid.width)
            yield from grid.wrap(breach.message, indent=2)
            yield from grid.item(f"  {grid.glyphs.right}", "", breach.mend)
        yield Line()
    requests = plural(len(verdicts), "request")
    if broken:
        verb = "breaks" if len(broken) == 1 else "break"
        yield grid.text(
            ("Broken: ", styles.BAD), f"{count(len(broken))} of {requests} {verb} the contract"
        )
    else:
        verb = "keeps" if len(verdicts) == 1 else "keep"
        yield grid.text(("Kept: ", styles.GOOD), f"{requests} {verb} the contract")
