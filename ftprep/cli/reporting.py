"""Write a report where it was asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from ftprep.errors import OutputError, UsageError
from ftprep.report import FORMATS, writer
from ftprep.report.options import TextOptions
from ftprep.report.report import Report

__all__ = ["whole", "write_report"]


def write_report(report: Report, given: Mapping[str, Any]) -> None:
    """Write the report to every `--output`, and to standard output unless one of them took its
    place (one without a form of its own)."""
    style: str = given["style"]
    options = TextOptions(quiet=given["quiet"])
    asked = [_form(said) for said in given["outputs"]]
    _told_apart([target for _, target in asked])
    for _, target in asked:
        _spare(report, target)
    for form, target in asked:
        _write(report, form or style, target, options)
    if all(form is not None for form, _ in asked):
        if sys.stdout is None:
            raise OutputError("standard output is closed; write the report to a file with --output")
        writer(style)(report, sys.stdout, options)
        sys.stdout.flush()


def _form(said: str) -> tuple[str | None, Path]:
    """(form, file) of `sarif=findings.sarif`; no form for a file alone."""
    form, equals, rest = said.partition("=")
    if not equals or form not in FORMATS:
        return None, Path(said)
    if not rest:
        raise UsageError(f'--output "{said}" names no file; write it as {form}=FILE')
    return form, Path(rest)


def _told_apart(targets: Sequence[Path]) -> None:
    """Raise `UsageError` if two reports would take the place of each other."""
    seen = set[Path]()
    for target in targets:
        place = target.resolve()
        if place in seen and (not place.exists() or place.is_file()):  # a device takes all
            raise UsageError(f"--output names {target} twice; give each report a file of its own")
        seen.add(place)


def _write(report: Report, form: str, target: Path, options: TextOptions) -> None:
    try:
        with whole(target) as out:
            writer(form)(report, out, options)
    except OSError as error:
        raise OutputError(f"cannot write the report to {target}: {error.strerror}") from error


@contextmanager
def whole(target: Path) -> Iterator[TextIO]:
    """Open a file that takes its place when it is complete; a pipe or a device as it is."""
    if target.exists() and not target.is_file():
        with target.open("w", encoding="utf-8", newline="\n") as out:
            yield out
        return
    from ftprep.atomic import replacing  # starting fast: most reports go to standard output

    # What a link points to is replaced, not the link.
    with (
        replacing(target.resolve()) as begun,
        begun.open("x", encoding="utf-8", newline="\n") as out,
    ):
        yield out


def _spare(report: Report, target: Path) -> None:
    """Raise `OutputError` if the report would take the place of an input or of what was written."""
    taken = [row.path for row in report.inputs]
    taken += report.split.files.values() if report.split else ()
    if any(Path(path).resolve() == target.resolve() for path in taken):
        raise OutputError(f"{target} is an input or an output itself; give --output another name")
