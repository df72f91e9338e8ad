"""`ftprep submit`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from ftprep import api
from ftprep.cli.complete import folders, providers
from ftprep.cli.remote import show
from ftprep.cli.retrying import telling_retries
from ftprep.cli.upload_progress import UploadProgress
from ftprep.errors import UsageError
from ftprep.report.escape import visible
from ftprep.submit.failure import RefusedError
from ftprep.submit.locate import is_about_data, locate
from ftprep.submit.order import Order
from ftprep.submit.settings import Settings
from ftprep.submit.tell import of_located, of_order, of_submitted

__all__ = ["command"]


def _epochs(ctx: click.Context, param: click.Parameter, given: str | None) -> int | None:
    if given in (None, "auto"):
        return None
    try:
        return int(str(given))
    except ValueError:
        raise click.BadParameter('a number or "auto"', ctx, param) from None


def _pairs(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    split = [each.partition("=") for each in given]
    if any(not key or not equals for key, equals, _ in split):
        raise click.BadParameter("it is written KEY=VALUE", ctx, param)
    return {key: value for key, _, value in split}


def _wandb(ctx: click.Context, param: click.Parameter, given: str | None) -> str | None:
    if given is None:
        return None
    kind, _, project = given.partition(":")
    if kind != "wandb" or not project:
        raise click.BadParameter("it is written wandb:PROJECT", ctx, param)
    return project


def _grader(ctx: click.Context, param: click.Parameter, given: str | None) -> Any:
    if given is None:
        return None
    try:
        content = json.loads(Path(given).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise click.BadParameter(f"{given} cannot be read as JSON: {error}", ctx, param) from None
    if not isinstance(content, dict):
        raise click.BadParameter(f"{given} is no JSON object", ctx, param)
    return content


@click.command("submit")
@click.argument("place", metavar="DIR", shell_complete=folders)
@click.option("--name", metavar="NAME", help="Which dataset, where DIR holds several.")
@click.option(
    "--model",
    metavar="MODEL",
    help="Train this one; ft:... goes on from a tuned model or a checkpoint. Default: as prepared.",
)
@click.option("--provider", metavar="NAME", shell_complete=providers, help="Where to train.")
@click.option("--method", metavar="METHOD", help="supervised, dpo or reinforcement.")
@click.option("--epochs", metavar="N|auto", callback=_epochs, help="Passes over the data.")
@click.option("--batch-size", type=int, metavar="N", help="Examples in a step.")
@click.option("--learning-rate-multiplier", type=float, metavar="X", help="Above 0.")
@click.option("--beta", type=float, metavar="X", help="For dpo: how close to the old model.")
@click.option("--suffix", metavar="TEXT", help="Part of the tuned model's name.")
@click.option("--seed", type=int, metavar="N", help="For a run that can be repeated.")
@click.option(
    "--integration",
    "wandb",
    metavar="wandb:PROJECT",
    callback=_wandb,
    help="Tell Weights & Biases of the training.",
)
@click.option(
    "--metadata",
    metavar="KEY=VALUE",
    multiple=True,
    callback=_pairs,
    help="A note on the job; can be repeated.",
)
@click.option(
    "--grader",
    metavar="FILE",
    callback=_grader,
    help="For reinforcement: what rates the answers, as JSON.",
)
@click.option("--dry-run", is_flag=True, help="Show all of it and send nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--force", metavar="REASON", help="Submit in spite of doubts; the record keeps the reason."
)
def command(
    place: str,
    name: str | None,
    model: str | None,
    provider: str | None,
    method: str | None,
    force: str | None,
    *,
    dry_run: bool,
    yes: bool,
    **settings: Any,
) -> int:
    """Upload what prepare wrote into DIR and start the training job.

    Only files that match their manifest are sent. The price is told before, and it asks. Ids are
    kept in NAME_job.json: run again after any interruption, it goes on where it was, and neither a
    file nor a job is made twice. The key is taken from the environment (OPENAI_API_KEY;
    AZURE_OPENAI_API_KEY, TOGETHER_API_KEY, FIREWORKS_API_KEY).
    """
    if force is not None and not force.strip():
        raise UsageError("--force needs a reason; the record keeps it")
    wanted = api.order(
        place, Settings(**settings),
        name=name, model=model, provider=provider, method=method, force=force,
    )  # fmt: skip
    show(of_order(wanted))
    if dry_run:
        click.echo("Nothing was sent.")
        return 0
    try:
        with telling_retries(), UploadProgress() as progress:
            submitted = api.submit(wanted, progress, None if yes else _ask)
    except RefusedError as error:
        if not is_about_data(error):
            raise
        _show_finding(wanted, error.text, error.param)
        return 1
    if submitted is None:
        click.echo("Nothing was sent.")
        return 0
    fault = submitted.job.fault
    if fault is not None:
        _show_finding(wanted, fault.message, fault.param)
    show(of_submitted(submitted, wanted))
    return int(submitted.job.phase == "failed")


def _ask(host: str) -> bool:
    if not sys.stdin or not sys.stdin.isatty():
        raise UsageError(
            "there is nobody to ask whether to upload and start the job; add --yes to agree, or "
            "--dry-run to send nothing"
        )
    try:
        return click.confirm(f"Upload to {visible(host)} and start the job?", err=True)
    except click.Abort:  # the input has ended: nobody said yes
        click.echo(err=True)
        return False


def _show_finding(wanted: Order, text: str, param: str) -> None:
    click.echo()
    found = locate(wanted.dataset, text, param)
    show(of_located(found, wanted.target.provider.title))
