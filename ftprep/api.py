"""The verbs: check, prepare, why, the baseline's. What commands, hooks and pipelines call."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ftprep.baseline import Baseline, Known, read, write
from ftprep.config import Config
from ftprep.errors import UsageError
from ftprep.planning import planned
from ftprep.report.places import place as where
from ftprep.report.report import Change, Report
from ftprep.summary import found_again, style_of, summarize

if TYPE_CHECKING:
    from ftprep.ledger import LedgerRow

__all__ = ["Story", "check", "prepare", "preview", "prune_baseline", "why", "write_baseline"]

# What only prepare and why need is imported in them: a check must start at once.


def check(data: Any, config: Config | None = None) -> Report:
    """Read, validate, count and price; change nothing.

    `data`: a path, a list of paths (files, folders, `-` for standard input), or a frame in memory
    (pandas, polars, Arrow, a list of dicts). Raises `FtprepError` for what cannot be done at all;
    whatever is wrong with the data is in the report.
    """
    config = config or Config()
    with planned(data, config) as ready:
        checked = ready.check()
        return summarize(
            ready.plan,
            config,
            checked,
            style_of(ready.plan, checked),
            encoding_estimated=ready.encoding_estimated,
            baselines=ready.baselines,
        )


def write_baseline(
    data: Any, file: Path, config: Config | None = None, *, reason: str = ""
) -> Baseline:
    """Check, and write down all that is found as known, beside what `file` says already.

    `reason` says why it is accepted. Returns what was written; raises as `check` does, and
    `OutputError` when the file cannot be written.
    """
    config = replace(config or Config(), baseline=None, isolated=True, max_findings=sys.maxsize)
    before = read(file) if file.exists() else Baseline(file, ())
    found = [
        Known(row.code, row.content, reason, where(row.location))
        for row in check(data, config).findings
    ]
    after = before.with_(found)
    write(after)
    return after


def prune_baseline(data: Any, config: Config) -> list[Baseline]:
    """Check, and take out of the files of known findings what is not found any more.

    Returns what is left of each file that was changed.
    """
    with planned(data, config) as ready:
        checked = ready.check()
        unused = ready.plan.known - set(found_again(ready.plan, checked, checked))
    changed = [each.without(unused) for each in ready.baselines if each.keys & unused]
    for each in changed:
        write(each)
    return changed


def preview(data: Any, config: Config | None = None) -> Iterator[Change]:
    """Every record that `prepare` would edit or leave out, before and after, in reading order.

    Nothing is written. Raises as `check` does.
    """
    from ftprep.preview import preview

    with planned(data, config or Config()) as ready:
        yield from preview(ready)


def prepare(
    data: Any,
    folder: str | Path,
    config: Config | None = None,
    *,
    name: str | None = None,
    force: bool = False,
) -> Report:
    """Check, then write train, test, rejected, ledger, report and manifest into `folder`.

    `name` begins the file names; by default that of the input. Raises `OutputError` when files
    exist and `force` is not set, or cannot be written; then nothing was changed.
    """
    from ftprep.build import build

    config = config or Config()
    with planned(data, config) as ready:
        return build(ready, config, Path(folder), name, force=force)


@dataclass(frozen=True, slots=True)
class Story:
    """What became of one record."""

    ledger: Path
    row: LedgerRow


def why(place: str, folder: str | Path = ".") -> list[Story]:
    """The stories of the records at a place, in the ledgers of `folder`.

    `place`: FILE:LINE of an input (the line, or the row of a spreadsheet; FILE!SHEET:ROW for one
    sheet) or of an output file, or a record's hash (at least 8 digits). Raises `UsageError` when
    there is no ledger or the place is in none of them.
    """
    from ftprep.ledger import read_ledger

    ledgers = sorted(Path(folder).rglob("*_ledger.jsonl"))
    if not ledgers:
        raise UsageError(
            f'there is no ledger in {folder}; "ftprep prepare -o DIR" writes one, and '
            "--in DIR says where it is"
        )
    found = [
        Story(ledger, row)
        for ledger in ledgers
        for row in read_ledger(ledger)
        if _is_at(row, place)
    ]
    if not found:
        raise UsageError(
            f'no ledger in {folder} knows "{place}"; write FILE:LINE of an input or of a file '
            "that prepare wrote, or the first digits of a record's hash"
        )
    return found


def _is_at(row: LedgerRow, place: str) -> bool:
    file, _, number = place.rpartition(":")
    if not file or not number.isdigit():
        return len(place) >= 8 and row.digest.startswith(place.lower())
    if row.line == int(number) and Path(file).name == row.file:
        return True
    if int(number) not in (row.source.line, row.source.row):
        return False
    known = row.source.path or ""
    path, mark, sheet = file.rpartition("!")
    # A path may hold the mark itself.
    return _is_path(file, known) or (
        bool(mark) and sheet == row.source.sheet and _is_path(path, known)
    )


def _is_path(given: str, known: str) -> bool:
    return known in (given, f"<{given}>") or Path(known).name == Path(given).name
