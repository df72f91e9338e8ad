"""The report as workflow commands, which GitHub Actions shows beside the lines of a change.

Source: GitHub, workflow commands for GitHub Actions; escapes as in actions/toolkit, `command.ts`;
what a runner takes for a command as in actions/runner, `ActionCommand.cs`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice, zip_longest
from typing import Final, TextIO

from ftprep.report.escape import codec, encodable, is_unicode, visible
from ftprep.report.figures import count, plural
from ftprep.report.glyphs import ASCII
from ftprep.report.grid import Grid
from ftprep.report.inside import inside, labelled
from ftprep.report.levels import LEVELS
from ftprep.report.options import DEFAULT, TextOptions
from ftprep.report.places import detail, place
from ftprep.report.report import FindingRow, Report, RuleRow
from ftprep.report.sections import verdict
from ftprep.report.uri import NOT_FILES

__all__ = ["LIMIT", "write"]

LIMIT: Final = 10
"""Annotations of each level that GitHub shows of one step; what is above is dropped unsaid."""

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}

_OLD_COMMAND = "##["
"""With which a runner begins an older kind of command, anywhere in a line."""

_UNLIMITED = 1_000_000

_IN_LINE = re.compile(r"[^\r\n]+")


def write(report: Report, out: TextIO, options: TextOptions = DEFAULT) -> None:
    """Write the annotations, what has none, the counts as a group of the log, and the verdict.

    The worst level comes first. Where a level has more findings than GitHub shows, each of its
    rules is shown before any is shown again.
    """
    encoding: str | None = getattr(out, "encoding", None)
    limited = None if encoding is None or is_unicode(encoding) else codec(encoding)
    for line in _lines(report):
        out.write(f"{encodable(line, limited)}\n")


def _lines(report: Report) -> Iterator[str]:
    shown = _shown(report)
    rules = {rule.code: rule for rule in report.rules}
    for row in shown:
        yield _annotation(row, rules[row.code])
    if more := list(_more(report, shown)):
        yield _plain(f"Not annotated, as GitHub shows {LIMIT} of each level: {', '.join(more)}")
    yield f"::group::{_data(visible(_title(report)))}"
    for rule in report.rules:
        yield _plain(_counted(rule, report.command))
    yield "::endgroup::"
    yield _plain(verdict.line(report, Grid(_UNLIMITED, ASCII, None)).plain)


def _shown(report: Report) -> list[FindingRow]:
    """At most `LIMIT` findings of each level, by rule in the order of the report."""
    chosen = []
    for level in LEVELS:
        codes = [rule.code for rule in report.rules if rule.level == level]
        found = [[row for row in report.findings if row.code == code] for code in codes]
        turns = chain.from_iterable(zip_longest(*found))
        first = list(islice((row for row in turns if row is not None), LIMIT))
        chosen += sorted(first, key=lambda row: codes.index(row.code))
    return chosen


def _more(report: Report, shown: Iterable[FindingRow]) -> Iterator[str]:
    codes = [row.code for row in shown]
    for rule in report.rules:
        left = rule.count - codes.count(rule.code)
        if left > 0:
            yield f"{rule.code} {rule.name} {count(left)} more"


def _annotation(row: FindingRow, rule: RuleRow) -> str:
    """One command: the file and the line, the rule as the title, what is wrong, how to mend it."""
    at = row.location
    properties: dict[str, str] = {}
    if at.path is None or at.path in NOT_FILES:
        where = " ".join(filter(None, (place(at), detail(at))))
    else:
        where = inside(at)
        properties["file"] = at.path.replace(os.sep, "/")
        number = at.row if at.line is None else at.line
        if number is not None:
            properties["line"] = str(number)
    properties["title"] = f"{row.code} {row.name}"
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = labelled(where, row.message) + (f"\n{rule.mend}" if rule.mend else "")
    return f"::{_COMMANDS[row.level]} {told}::{_data(message)}"


def _title(report: Report) -> str:
    summary = report.summary
    numbers = zip(LEVELS, (summary.errors, summary.warnings, summary.notes), strict=True)
    told = ", ".join(plural(number, level) for level, number in numbers)
    return f"ftprep {report.command}: {told} in {plural(summary.records, 'record')}"


def _counted(rule: RuleRow, command: str) -> str:
    mended = f"{count(rule.repaired)} mended" if command == "prepare" else "prepare mends it"
    told = rule.repaired if command == "prepare" else rule.fixable
    return f"{rule.level} {rule.code} {rule.name}: {count(rule.count)}" + (
        f", {mended}" if told else ""
    )


def _plain(text: str) -> str:
    """A line that is no command: it begins with a word of ours, and holds no older command."""
    return visible(text).replace(_OLD_COMMAND, "## [")


def _data(text: str) -> str:
    """What stands after a command. Line ends are kept, other invisible characters spelled out."""
    seen = _IN_LINE.sub(lambda found: visible(found[0]), text)
    return seen.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
