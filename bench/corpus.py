"""Check every file of a folder in a process of its own, and compare with what its index expects.

`python -m bench.corpus DIR INDEX.csv`: INDEX.csv has a row for each file, of which `path` (below
DIR) and `rows` (the records in it) are used. The exit code is 1 when a check crashed. POSIX only.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

__all__ = ["Expected", "Measured", "expected", "main", "measure"]

_TIMEOUT: Final = 300
"""Seconds after which a check is stopped."""
_READER_CODES: Final = re.compile(r"(?:SRC|TAB|JSN|XLS|PAR)\d+")
"""Rules of what readers find; they explain why fewer or more records are read."""
_MAXRSS_UNIT: Final = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit of `ru_maxrss` (getrusage(2) of macOS and of Linux)."""
_HEADER: Final = (
    *("file", "bytes", "expected", "read", "format", "encoding", "layout"),
    *("errors", "exit", "seconds", "MB", "mark", "readers say"),
)
_NUMBERS: Final = frozenset({"bytes", "expected", "read", "errors", "exit", "seconds", "MB"})


class Expected(NamedTuple):
    """What the index says of a file."""

    path: str
    rows: int | None
    """Records; None where the index does not say."""


class Measured(NamedTuple):
    """What a check of a file told and took."""

    exit_code: int
    """As the shell sees it; negative for the signal that ended the process."""
    seconds: float
    peak: int
    """Largest resident set, in bytes."""
    timed_out: bool
    report: Mapping[str, Any] | None
    """None when there was none: the file was refused, or the check crashed."""
    stderr: str

    @property
    def crashed(self) -> bool:
        """Whether it ended in any other way than ftprep promises."""
        answered = self.exit_code in (0, 1) and self.report is not None
        refused = self.exit_code == 2 and self.report is None
        return self.timed_out or "Traceback" in self.stderr or not (answered or refused)

    @property
    def records(self) -> int:
        """The records that were read; 0 for a refused file."""
        return int(self.report["summary"]["records"]) if self.report else 0

    @property
    def told(self) -> dict[str, int]:
        """Code → number of findings, of what the readers say."""
        totals = self.report["findings_total"] if self.report else {}
        return {code: n for code, n in totals.items() if _READER_CODES.fullmatch(code)}

    def reasons(self) -> list[str]:
        """What explains the number of records: the refusal, or the first finding of each rule."""
        if self.report is None or self.crashed:
            return [f"exit code {self.exit_code}", self.stderr.strip()[-2000:]]
        first: dict[str, str] = {}
        for finding in self.report["findings"]:
            line = finding["location"]["line"] or finding["location"]["row"]
            where = f", first at {line}" if line else ""
            first.setdefault(finding["code"], f"{where}: {finding['message']}")
        return [_counted(code, n) + first.get(code, "") for code, n in self.told.items()]


class Row(NamedTuple):
    """A file: what was expected and what came."""

    expected: Expected
    bytes: int
    measured: Measured

    @property
    def mark(self) -> str:
        """What is to be looked at: crashed, differs, refused; empty when all is well."""
        if self.measured.crashed:
            return "CRASHED"
        if self.expected.rows not in (None, self.measured.records):
            return "differs"
        return "refused" if self.measured.report is None else ""

    def cells(self) -> tuple[str, ...]:
        """The cells of its line in the table, in the order of the header."""
        inputs = self.measured.report["inputs"] if self.measured.report else []
        names = ("format", "encoding", "layout")
        told = ["+".join(dict.fromkeys(i[name] for i in inputs if i[name])) for name in names]
        return (
            self.expected.path,
            str(self.bytes),
            "" if self.expected.rows is None else str(self.expected.rows),
            str(self.measured.records),
            *told,
            str(self.measured.report["summary"]["errors"]) if self.measured.report else "",
            str(self.measured.exit_code),
            f"{self.measured.seconds:.2f}",
            f"{self.measured.peak / 1e6:.0f}",
            self.mark,
            " ".join(_counted(code, n) for code, n in self.measured.told.items()),
        )


def _counted(code: str, number: int) -> str:
    return f"{code}×{number}" if number > 1 else code


def expected(index: Path) -> list[Expected]:
    """Read the index; raises `KeyError` where it has no column `path` or `rows`."""
    with index.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [Expected(row["path"], int(row["rows"]) if row["rows"] else None) for row in rows]


def measure(file: Path, timeout: float = _TIMEOUT) -> Measured:
    """Run `ftprep check` on a file in a process of its own."""
    command = [sys.executable, "-m", "ftprep", "check", str(file), "--format", "json"]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        # `wait4` tells the memory of this very child, but cannot wait for a limited time.
        status, usage, timed_out = _waited(process.pid, timeout)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        written, stderr = out.read(), err.read().decode("utf-8", "replace")
    report = _report(written)
    peak = usage.ru_maxrss * _MAXRSS_UNIT
    return Measured(process.returncode, seconds, peak, timed_out, report, stderr)


def _waited(pid: int, timeout: float) -> tuple[int, Any, bool]:
    end, pause = time.monotonic() + timeout, 0.001
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            return status, usage, False
        if time.monotonic() > end:
            os.kill(pid, signal.SIGKILL)
            _, status, usage = os.wait4(pid, 0)
            return status, usage, True
        time.sleep(pause)
        pause = min(pause * 1.2, 0.02)


def _report(written: bytes) -> Mapping[str, Any] | None:
    try:
        report = json.loads(written)
    except ValueError:
        return None
    return report if isinstance(report, dict) else None


def _aligned(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table with its columns under each other, numbers to the right."""
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    for cells in table:
        padded = []
        for name, cell, width in zip(_HEADER, cells, widths, strict=True):
            space = " " * (width - _width(cell))
            padded.append(space + cell if name in _NUMBERS else cell + space)
        yield "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """Columns that a terminal needs for a text."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _markdown(table: Sequence[Sequence[str]]) -> Iterator[str]:
    header, *rows = table
    yield "| " + " | ".join(header) + " |"
    yield "|" + "|".join(" --: " if name in _NUMBERS else " --- " for name in header) + "|"
    for cells in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _remarks(rows: Sequence[Row]) -> Iterator[str]:
    """For each file that is marked: what it told, or what ended it."""
    for row in rows:
        if row.mark:
            counts = f"read {row.measured.records:,}"
            if row.expected.rows is not None:
                counts += f" of {row.expected.rows:,}"
            late = ", stopped after its time" if row.measured.timed_out else ""
            yield f"{row.mark}: {row.expected.path} ({counts}{late})"
            reasons = row.measured.reasons() or ["no finding of a reader explains it"]
            yield from (f"    {line}" for reason in reasons for line in reason.splitlines())


def _summary(rows: Sequence[Row]) -> str:
    marks = [row.mark for row in rows]
    unexplained = sum(row.mark == "differs" and not row.measured.reasons() for row in rows)
    peak = max((row.measured.peak for row in rows), default=0)
    return (
        f"{len(rows)} files, {sum(row.measured.records for row in rows):,} records: "
        f"{marks.count('CRASHED')} crashed, {marks.count('differs')} differ in the number of "
        f"records ({unexplained} without a finding), {marks.count('refused')} refused as expected; "
        f"{sum(row.measured.seconds for row in rows):.1f} s, at most {peak / 1e6:.0f} MB"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and give the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("index", type=Path, metavar="INDEX.csv")
    parser.add_argument("--markdown", action="store_true", help="print a Markdown table")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the table there, too")
    parser.add_argument("--timeout", type=float, default=_TIMEOUT, metavar="SECONDS")
    given = parser.parse_args(arguments)
    rows = []
    for want in expected(given.index):
        file = given.folder / want.path
        size = file.stat().st_size if file.is_file() else 0
        rows.append(Row(want, size, measure(file, given.timeout)))
    table = [_HEADER, *(row.cells() for row in rows)]
    print("\n".join(_markdown(table) if given.markdown else _aligned(table)))
    for line in _remarks(rows):
        print(line)
    if given.csv:
        with given.csv.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(table)
    print(_summary(rows))
    return int(any(row.measured.crashed for row in rows))


if __name__ == "__main__":
    sys.exit(main())
