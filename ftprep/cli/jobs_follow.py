"""`ftprep jobs follow`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Final

import click

from ftprep.cli.job_target import connected, exit_code, job_argument, tell_job
from ftprep.cli.live import LiveLine
from ftprep.cli.remote import safe, service_options
from ftprep.cli.stopping import Ended
from ftprep.jobs import tell
from ftprep.jobs.follow import Follower, Trouble
from ftprep.jobs.standing import Standing
from ftprep.submit.provider import ENDED, Event, Job
from ftprep.submit.tell import flag

__all__ = ["follow"]

_RETRIES: Final = 1
"""Tries of the client itself: what it cannot do in two is told, and tried again by us."""


@click.command("follow", short_help="Follow a job until it ends.")
@job_argument
@click.option("--every", type=click.FloatRange(min=0.01), default=5.0, show_default=True,
              metavar="SECONDS", help="How often to look.")  # fmt: skip
@service_options
def follow(job: str | None, provider: str | None, every: float, *, in_json: bool) -> int:
    """Follow a job until it ends: its log, and on a terminal the loss as it falls, of whose steps
    the last few are seen.

    When the network fails it waits and goes on; no line is lost or told twice. Ctrl-C only ends
    the looking: the job goes on. The exit code is 1 for a job that failed or was cancelled.
    """
    found, service = connected(job, provider, retries=_RETRIES)
    last: Job | None = None
    standing = Standing()
    try:
        with LiveLine() as live:
            for told in Follower(service, found.job_id, every):
                if isinstance(told, Job):
                    last = told
                elif isinstance(told, Event):
                    standing.take(told)
                _tell(told, live, in_json=in_json)
                live.tell(standing.line(), standing.share)
    except (Ended, KeyboardInterrupt) as error:
        if not isinstance(error, Ended) or error.interrupted:
            back = f"ftprep jobs follow {job or found.job_id}" + flag(provider or "openai")
            click.echo(f"The job goes on without you. To come back: {safe(back)}", err=True)
        raise
    assert last is not None  # a follower ends with the job
    if in_json:
        tell_job(found, last, in_json=True, indent=None)
    else:
        click.echo()
        tell_job(found, last, in_json=False)
    return exit_code(last)


def _tell(told: Event | Job | Trouble, live: LiveLine, *, in_json: bool) -> None:
    if in_json:
        line = _as_json(told)
        if line is not None:
            live.echo(json.dumps(line))
    elif isinstance(told, Event) and told.metrics and told.level == "info":
        live.passing(safe(tell.of_event(told)))  # a step: there may be thousands
    elif isinstance(told, Event):
        live.echo(safe(tell.of_event(told)))
    elif isinstance(told, Trouble):
        again = f"(try {told.tries}; again in {told.seconds:.0f} s)"
        live.echo(f"{safe(told.message)} {again}", err=True)
    elif told.phase not in ENDED:  # the end is told in full
        live.echo(f"{safe(told.id)} is {safe(told.status)}")


def _as_json(told: Event | Job | Trouble) -> dict[str, Any] | None:
    """One line; None for the end of the job, which is told after all events."""
    if isinstance(told, Event):
        return {"type": "event", **asdict(told)}
    if isinstance(told, Trouble):
        return {"type": "trouble", "message": told.message, "seconds": told.seconds}
    if told.phase not in ENDED:
        return {"type": "status", "id": told.id, "status": told.status}
    return None
