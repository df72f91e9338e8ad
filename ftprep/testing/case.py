"""A case of a rule: data that has its fault, or has not."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ftprep.jsonwrite import dumps
from ftprep.report.escape import visible
from ftprep.rules.catalog import catalog
from ftprep.testing.running import checked

__all__ = ["Case", "Data", "assert_rule"]

Data = str | bytes | Path | Mapping[str, Any] | Sequence[Mapping[str, Any]]
"""The text of a file, a path of one, one line as a dict, or several lines as a list of dicts."""

_MOST_TOLD = 20
"""Findings that a message shows."""


@dataclass(frozen=True, slots=True)
class Case:
    """Data, and what a rule must say of it."""

    code: str
    data: Data
    good: bool
    """Whether the rule must say nothing."""
    flags: tuple[str, ...] = ()
    """Of the command line, beside the path."""
    extension: str = "jsonl"
    """Of the file that is made of data that is no path."""
    test: Data | None = None
    """The test set beside it (`--test`), for a rule that compares the two."""

    def check(self) -> None:
        """Run the real check. Raises `AssertionError`, with all that was found, when it is not as
        it must be, and when no rule has the code."""
        __tracebackhide__ = True  # pytest shows the line of the test
        if self.code not in catalog():
            raise AssertionError(
                f'no rule has the code "{self.code}"; a plugin is known once it is installed '
                '("pip install -e ."), and "ftprep rule" lists what is'
            )
        report = self._report()
        found = self.code in report["findings_total"]
        if found and self.good:
            raise AssertionError(
                f"{self.code} was found in the good case:\n{_told(report, self.code)}"
            )
        if not found and not self.good:
            raise AssertionError(
                f"{self.code} was not found in the bad case. Records read: "
                f"{report['summary']['records']}, understood: {report['summary']['examples']}."
                f"{_instead(report)}"
            )

    def _report(self) -> dict[str, Any]:
        with tempfile.TemporaryDirectory(prefix="ftprep-testing-") as folder:
            path = _file(self.data, Path(folder) / f"case.{self.extension}")
            if self.test is None:
                return checked(path, self.flags)
            test = _file(self.test, Path(folder) / f"test.{self.extension}")
            return checked(path, (*self.flags, "--test", str(test)))


def assert_rule(
    code: str,
    *,
    bad: Data | None = None,
    good: Data | None = None,
    flags: Sequence[str] = (),
    extension: str = "jsonl",
) -> None:
    """Assert that the real check gives `code` for `bad` and does not give it for `good`.

    Other findings do not matter: three lines of test data are few, and a rule says so. Text and
    bytes are the content of a file with the `extension`; a file must be given as a `Path`. Raises
    `AssertionError` that tells what was found instead.
    """
    __tracebackhide__ = True
    if bad is None and good is None:
        raise TypeError("assert_rule needs a bad case, a good one, or both")
    for data, is_good in ((bad, False), (good, True)):
        if data is not None:
            Case(code, data, is_good, tuple(flags), extension).check()


def _file(data: Data, path: Path) -> Path:
    """The file that was given, or `path`, into which the data were written."""
    if isinstance(data, Path):
        return data
    path.write_bytes(_content(data))
    return path


def _content(data: str | bytes | Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> bytes:
    if isinstance(data, bytes):
        return data
    if isinstance(data, str):
        return data.encode()
    lines = [data] if isinstance(data, Mapping) else data
    return b"".join(dumps(line) + b"\n" for line in lines)


def _instead(report: Mapping[str, Any]) -> str:
    told = _told(report)
    return f" Found instead:\n{told}" if told else " Nothing was found."


def _told(report: Mapping[str, Any], code: str | None = None) -> str:
    """One line for each finding, of one rule or of all."""
    rows = [row for row in report["findings"] if code in (None, row["code"])]
    lines = [f"  {row['code']} {row['name']}{_place(row)}: {row['message']}" for row in rows]
    if len(lines) > _MOST_TOLD:
        lines[_MOST_TOLD:] = [f"  and {len(lines) - _MOST_TOLD} more"]
    return "\n".join(map(visible, lines))


def _place(row: Mapping[str, Any]) -> str:
    where = row["location"]
    number = where["line"] or where["row"]
    parts = (f"line {number}" if number else "", where["column"] or where["pointer"] or "")
    place = " ".join(filter(None, parts))
    return f" at {place}" if place else ""
