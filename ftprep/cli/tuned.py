"""`ftprep tuned`: the models that were trained."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from ftprep.cli.remote import print_json, safe, service_options, show
from ftprep.cli.retrying import tell_retries_in
from ftprep.cli.tuned_compare import compare
from ftprep.cli.tuned_options import (
    contract_at,
    contract_option,
    model_named,
    sampling_options,
    service_of,
    settings_of,
)
from ftprep.errors import UsageError
from ftprep.submit.connect import connect
from ftprep.submit.provider import Job, Provider, Sample
from ftprep.tuned.ask import asker, prompted
from ftprep.tuned.price import price_of

__all__ = ["command"]


@click.group("tuned")
@click.pass_context
def command(context: click.Context) -> None:
    """Ask tuned models, compare them with their base, delete them.

    MODEL is a name, or the folder that submit wrote into. The key is taken from the environment.
    """
    tell_retries_in(context, "compare")


@command.command("list")
@service_options
def list_models(provider: str | None, *, in_json: bool) -> None:
    """List the tuned models of the account."""
    models = list(connect(provider or "openai").models())
    if in_json:
        print_json(models)
    elif not models:
        click.echo("There is no tuned model.")
    for model in () if in_json else models:
        click.echo(safe(model))


@command.command("show", short_help="Show a tuned model and the job it came from.")
@click.argument("model", metavar="MODEL")
@service_options
def show_model(model: str, provider: str | None, *, in_json: bool) -> None:
    """Show a tuned model: its base, the job it came from, what a call costs."""
    service, model = service_of(model, provider), model_named(model)
    _require(service, model)
    job = next((job for job in service.jobs() if job.fine_tuned_model == model), None)
    price = price_of(model, service.name)
    if in_json:
        told = None if price is None else {"input": price.input, "output": price.output}
        print_json({
            "model": model, "job": job.id if job else None, "base": job.model if job else None,
            "usd_per_million_tokens": told,
        })  # fmt: skip
        return
    show([("Model", model), *_origin(job)])
    if price is not None:
        show([("Calls", f"${price.input:.2f} per million tokens in, ${price.output:.2f} out")])
    show([("Next", f'ftprep tuned try {model} "..."')])


def _origin(job: Job | None) -> list[tuple[str, str]]:
    if job is None:
        return [("Job", "not among the account's jobs; a checkpoint has that of its model")]
    return [("Base", job.model), ("Job", f"{job.id}, {job.status}")]


@command.command("try")
@click.argument("model", metavar="MODEL")
@click.argument("prompt", metavar="PROMPT")
@contract_option
@click.option("--system", metavar="TEXT",
              help="System text, in place of the one of the manifest.")  # fmt: skip
@sampling_options
@service_options
def try_model(
    model: str,
    prompt: str,
    provider: str | None,
    manifest: str | None,
    system: str | None,
    temperature: str,
    max_tokens: int | None,
    *,
    in_json: bool,
) -> None:
    """Ask a model once, the way it was trained to be asked.

    PROMPT is a text, or - for standard input. The system text, separator, stop sequences and tools
    come from the manifest that prepare wrote: the one in the folder that stands for MODEL, or in
    the current one, or --manifest.
    """
    contract = contract_at(manifest, Path(model) if Path(model).is_dir() else Path())
    text = sys.stdin.read() if prompt == "-" else prompt
    if system is None and len(contract.systems) > 1:
        raise UsageError(
            f"the training data has {len(contract.systems)} system texts: say with --system which "
            "is meant"
        )
    service = service_of(model, provider)
    ask = asker(service, model_named(model), contract, settings_of(temperature, max_tokens))
    sample = ask(prompted(text, contract, system))
    if in_json:
        print_json(sample)
        return
    _tell(sample)


def _tell(sample: Sample) -> None:
    for line in sample.text.split("\n") if sample.text else ():
        click.echo(safe(line))
    for call in sample.tool_calls:
        click.echo(safe(f"calls {json.dumps(call.get('function'), ensure_ascii=False)}"))
    if not sample.text and not sample.tool_calls:
        click.echo("(the answer is empty)", err=True)
    if sample.finish == "length":
        click.echo("The answer was cut at the limit; raise it with --max-tokens.", err=True)


@command.command("delete")
@click.argument("model", metavar="MODEL")
@click.option("--yes", metavar="MODEL", help="Do not ask; the name once more.")
@service_options
def delete(model: str, yes: str | None, provider: str | None, *, in_json: bool) -> None:
    """Delete a tuned model for good. Asks for its name, or takes it with --yes MODEL."""
    service = connect(provider or "openai")
    _require(service, model)
    if yes is None:
        if sys.stdin is None or not sys.stdin.isatty():
            raise UsageError(f"nobody can be asked here; to delete it, add --yes {model}")
        yes = _typed(model)
    if yes != model:
        raise UsageError(f'"{yes}" is not "{model}"; nothing was deleted')
    service.delete_model(model)
    if in_json:
        print_json({"model": model, "deleted": True})
    else:
        click.echo(f"{safe(model)} is deleted.")


def _typed(model: str) -> str:
    asked = f"This cannot be undone. To delete {safe(model)} type its name"
    try:
        typed: str = click.prompt(asked, default="", show_default=False, err=True)
    except click.Abort:  # the input ended
        return ""
    return typed


def _require(service: Provider, model: str) -> None:
    """Raise `UsageError` for a model that is none of the account's tuned ones."""
    if model not in service.models():
        raise UsageError(
            f'the account has no tuned model "{model}"; "ftprep tuned list" shows those it has'
        )


command.add_command(compare)
