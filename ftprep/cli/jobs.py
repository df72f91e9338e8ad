"""`ftprep jobs`: the jobs of an account."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import click
from rich.console import Console
from rich.table import Table

from ftprep.cli.job_target import connected, job_argument, tell_job
from ftprep.cli.jobs_follow import follow
from ftprep.cli.jobs_results import results
from ftprep.cli.remote import print_json, safe, service_options, show
from ftprep.cli.retrying import tell_retries_in
from ftprep.jobs import tell
from ftprep.submit.connect import connect
from ftprep.submit.provider import Job, Provider

__all__ = ["command"]


@click.group("jobs")
@click.pass_context
def command(context: click.Context) -> None:
    """Look at fine-tuning jobs and steer them.

    JOB is an id, or a folder (or NAME_job.json) that submit wrote into; without it, the job that is
    recorded in the current folder. The key is taken from the environment.
    """
    tell_retries_in(context, "follow")


@command.command("list")
@click.option("-n", "number", type=click.IntRange(1), default=20, show_default=True, metavar="N",
              help="So many, newest first.")  # fmt: skip
@service_options
def list_jobs(provider: str | None, number: int, *, in_json: bool) -> None:
    """List the jobs of the account, newest first."""
    jobs = list(islice(connect(provider or "openai").jobs(), number))
    if in_json:
        print_json([job.raw or job for job in jobs])
        return
    if not jobs:
        click.echo("There is no job.")
        return
    rows = [
        [safe(cell) for cell in (job.id, job.status, tell.time(job.created_at)[:16], _name(job))]
        for job in jobs
    ]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, heading in enumerate(("job", "status", "created", "model")):
        # What is cut or wrapped cannot be given to another command.
        table.add_column(heading, no_wrap=True, min_width=max(len(row[place]) for row in rows))
    for row in rows:
        table.add_row(*row)
    # Without emoji=False, the part ":two:" of a model's name would be told as a picture of a 2.
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    console.print(table)


def _name(job: Job) -> str:
    return job.fine_tuned_model or job.model


@command.command("show")
@job_argument
@service_options
def show_job(job: str | None, provider: str | None, *, in_json: bool) -> int:
    """Show one job: where it stands, its model, its bill.

    The exit code is 1 for a job that failed or was cancelled.
    """
    found, service = connected(job, provider)
    return tell_job(found, service.job(found.job_id), in_json=in_json)


@command.command("events")
@job_argument
@service_options
def events(job: str | None, provider: str | None, *, in_json: bool) -> None:
    """Show the job's log, oldest first."""
    found, service = connected(job, provider)
    told = [*service.events(found.job_id)][::-1]
    if in_json:
        print_json(told)
        return
    for event in told:
        click.echo(safe(tell.of_event(event)))


@command.command("checkpoints", short_help="Show the models that were saved on the way.")
@job_argument
@service_options
def checkpoints(job: str | None, provider: str | None, *, in_json: bool) -> None:
    """Show the models that were saved on the way; each can be called and trained further."""
    found, service = connected(job, provider)
    saved = sorted(service.checkpoints(found.job_id), key=lambda each: each.step)
    if in_json:
        print_json(saved)
        return
    if not saved:
        click.echo("There is no checkpoint yet; they are saved at the end of each epoch.")
        return
    for each in saved:
        step, model, numbers = tell.of_checkpoint(each)
        show([(f"step {step}", f"{model}  {numbers}".rstrip())])


@command.command("cancel")
@job_argument
@service_options
def cancel(job: str | None, provider: str | None, *, in_json: bool) -> None:
    """End a job. What was trained so far is billed."""
    _steer(job, provider, lambda at, job_id: at.cancel(job_id), in_json=in_json)


@command.command("pause")
@job_argument
@service_options
def pause(job: str | None, provider: str | None, *, in_json: bool) -> None:
    """Halt a job, where the service can."""
    _steer(job, provider, lambda at, job_id: at.pause(job_id), in_json=in_json)


@command.command("resume")
@job_argument
@service_options
def resume(job: str | None, provider: str | None, *, in_json: bool) -> None:
    """Let a paused job go on."""
    _steer(job, provider, lambda at, job_id: at.resume(job_id), in_json=in_json)


def _steer(
    job: str | None, provider: str | None, verb: Callable[[Provider, str], Job], *, in_json: bool
) -> None:
    found, service = connected(job, provider)
    tell_job(found, verb(service, found.job_id), in_json=in_json)


command.add_command(follow)
command.add_command(results)
