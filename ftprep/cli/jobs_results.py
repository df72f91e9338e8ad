"""`ftprep jobs results`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import click

from ftprep.cli.complete import folders
from ftprep.cli.job_target import connected, job_argument, kept
from ftprep.cli.remote import print_json, service_options, show
from ftprep.errors import UsageError
from ftprep.jobs.chart import panels
from ftprep.jobs.diagnosis import Sign, diagnose
from ftprep.jobs.find import Found
from ftprep.jobs.logged import from_events
from ftprep.jobs.results import Results, parse
from ftprep.report.escape import is_unicode, visible
from ftprep.report.figures import count, plural
from ftprep.submit import bill
from ftprep.submit.provider import Job, Provider
from ftprep.submit.tell import flag

__all__ = ["results"]

_WIDTH = 80
"""Cells of a chart where the terminal says nothing."""

_POINTS = 400
"""Of a line in the picture."""


@click.command("results", short_help="Fetch and draw loss and accuracy of every step.")
@job_argument
@click.option("-o", "--out", "folder", metavar="DIR", shell_complete=folders,
              help="Where to write. Default: beside the record, or here.")  # fmt: skip
@click.option("--no-files", is_flag=True, help="Write nothing.")
@click.option("--chart/--no-chart", default=None,
              help="Draw the curves. Default: where ftprep[charts] is installed.")  # fmt: skip
@service_options
def results(
    job: str | None,
    provider: str | None,
    folder: str | None,
    *,
    no_files: bool,
    chart: bool | None,
    in_json: bool,
) -> int:
    """Fetch the loss and accuracy of every step, draw them, and say what they warn of.

    Of a job that still runs it is the curve so far, from its log. Writes NAME_results.csv,
    NAME_results.parquet and the picture NAME_results.svg, with the same columns from every
    service. The exit code is 1 when the curves warn of something.
    """
    found, service = connected(job, provider)
    ended = service.job(found.job_id)
    curves = _curves(service, ended)
    signs = diagnose(curves)
    drawing = _can_draw() if chart is None else chart
    written = [] if no_files else list(_write(found, curves, ended, folder, chart=drawing))
    entry = kept(found, ended)
    if in_json:
        print_json({
            "job": ended.id, "steps": len(curves.rows), "columns": list(curves.columns),
            "warnings": [{"name": s.name, "message": s.message, "mend": s.mend} for s in signs],
            "files": [str(path) for path in written],
            "bad_cells": [{"line": b.line, "column": b.column, "text": b.text} for b in curves.bad],
            "bill": entry.bill if entry else None,
        })  # fmt: skip
        return int(bool(signs))
    if not ended.result_files:
        click.echo("There is no result file (yet): these are the numbers of the log.", err=True)
    if drawing:
        _draw(curves)
    elif chart is None:
        click.echo('The curves are drawn once this is done: pip install "ftprep[charts]"', err=True)
    show(_rows(curves, signs))
    if entry is not None and entry.bill:
        show([("Bill", bill.told(entry.bill))])
    show(("Written" if not number else "", str(path)) for number, path in enumerate(written))
    return int(bool(signs))


def _can_draw() -> bool:
    return all(find_spec(name) for name in ("plotext", "vl_convert"))


def _curves(service: Provider, job: Job) -> Results:
    """From the result file; from the log where there is none, as of a job that still runs."""
    if job.result_files:
        return parse(service.content(job.result_files[0]))
    logged = from_events(service.events(job.id))
    if not logged.rows:
        if job.phase == "succeeded":
            raise UsageError(
                f"{job.id} has ended well, and the service tells no numbers of its steps: there "
                'is no curve; "ftprep tuned compare" shows what it came to'
            )
        raise UsageError(
            f"{job.id} has no result file and no step in its log: it is {job.status}; "
            f'"ftprep jobs events {job.id}{flag(service.name)}" shows what happened'
        )
    return logged


def _rows(curves: Results, signs: list[Sign]) -> Iterator[tuple[str, str]]:
    yield "Steps", count(len(curves.rows))
    for column in curves.columns:
        _, values = curves.series(column)
        if values:
            yield "", f"{column} {values[0]:.4g} at first, {values[-1]:.4g} at the end"
    for bad in curves.bad[:5]:
        yield "Left out", f'line {bad.line}, {bad.column}: "{bad.text}" is no number'
    if len(curves.bad) > 5:
        yield "", f"and {plural(len(curves.bad) - 5, 'cell')} more"
    for sign in signs:
        yield "warning", f"{sign.name}: {sign.message}."
        yield "", sign.mend
    if not signs:
        yield "Curves", "no sign of overfitting, divergence or a lack of learning"


def _write(
    found: Found, curves: Results, job: Job, folder: str | None, *, chart: bool
) -> Iterator[Path]:
    from ftprep.atomic import write_whole
    from ftprep.jobs.export import write_csv, write_parquet

    where = Path(folder) if folder else (found.record.parent if found.record else Path())
    start = where / f"{_file_name(found.name)}_results"
    picture = start.with_name(start.name + ".svg")
    write_csv(curves, csv := start.with_name(start.name + ".csv"))
    yield csv
    write_parquet(curves, parquet := start.with_name(start.name + ".parquet"))
    yield parquet
    drawn = panels(curves, _POINTS)
    if chart and drawn:
        from ftprep.jobs.chart_svg import picture as draw

        title = job.fine_tuned_model or job.id
        write_whole(picture, draw(drawn, visible(title)).encode())
        yield picture


def _file_name(name: str) -> str:
    """An id of a service as part of a file name."""
    return "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in name)


def _draw(curves: Results) -> None:
    from shutil import get_terminal_size

    from ftprep.jobs.chart_text import drawn

    live = sys.stdout is not None and sys.stdout.isatty()
    width = min(get_terminal_size((_WIDTH, 24)).columns, 120) if live else _WIDTH
    encoding = getattr(sys.stdout, "encoding", None)
    shown = panels(curves, width)
    if shown:
        text = drawn(shown, width, colour=live, ascii_only=not is_unicode(encoding))
        click.echo(text)
        click.echo()
