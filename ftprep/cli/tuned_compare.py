"""`ftprep tuned compare`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from ftprep.cli.complete import files
from ftprep.cli.live import LiveLine
from ftprep.cli.remote import print_json, safe, service_options, show
from ftprep.cli.tuned_options import (
    contract_at,
    contract_option,
    model_named,
    sampling_options,
    service_of,
    settings_of,
)
from ftprep.errors import InputError, OutputError, UsageError
from ftprep.report.figures import count, plural
from ftprep.tuned import tell
from ftprep.tuned.cases import read_cases
from ftprep.tuned.compare import Comparison, Request, chosen
from ftprep.tuned.compare import compare as compared
from ftprep.tuned.price import read_prices

__all__ = ["compare"]


def _number(ctx: click.Context, param: click.Parameter, given: str) -> int | None:
    if given == "all":
        return None
    if not given.isascii() or not given.isdigit() or int(given) < 1:
        raise click.BadParameter('a number from 1, or "all"', ctx, param)
    return int(given)


@click.command("compare", short_help="Tell which of two models answers held-out data better.")
@click.argument("base", metavar="BASE")
@click.argument("tuned", metavar="TUNED")
@click.option("--test", "test", metavar="FILE", required=True, shell_complete=files,
              help="NAME_test.jsonl, which prepare held out.")  # fmt: skip
@click.option("-n", "number", metavar="N|all", default="50", show_default=True, callback=_number,
              help="So many examples of it, drawn by --seed.")  # fmt: skip
@click.option("--schema", "schema_file", metavar="FILE", shell_complete=files,
              help="JSON Schema that structured answers must hold to.")  # fmt: skip
@click.option("--judge", metavar="MODEL", help="Let a third model compare the answers, too.")
@click.option("--page", metavar="FILE", shell_complete=files,
              help="Write the answers side by side as HTML.")  # fmt: skip
@click.option("--price", "prices", metavar="MODEL=IN,OUT", multiple=True,
              help="USD per million tokens, where the catalogue has no price.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 64), default=8, show_default=True, metavar="N",
              help="Questions that are asked at once.")  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True, metavar="N",
              help="Draws the examples and the bounds.")  # fmt: skip
@contract_option
@sampling_options
@service_options
def compare(
    base: str,
    tuned: str,
    provider: str | None,
    test: str,
    number: int | None,
    schema_file: str | None,
    judge: str | None,
    page: str | None,
    prices: tuple[str, ...],
    workers: int,
    seed: int,
    manifest: str | None,
    temperature: str,
    max_tokens: int | None,
    *,
    in_json: bool,
) -> int:
    """Ask BASE and TUNED the same held-out questions, and tell which answers better.

    Each is a name, or the folder that submit wrote into. Both get the system text of the training
    data. What is measured follows from the answers that are expected: labels, JSON, calls of tools,
    or texts. Bounds are those of 95% of 2,000 draws of the paired bootstrap. The exit code is 1
    when the tuned model is not shown to be better.
    """
    path = Path(test)
    contract = contract_at(manifest, path.parent)
    cases = read_cases(path, contract)
    request = Request(
        base=model_named(base),
        tuned=model_named(tuned),
        cases=chosen(cases, number, seed),
        contract=contract,
        settings=settings_of(temperature, max_tokens),
        schema=_schema(schema_file),
        judge=judge,
        prices=read_prices(prices),
        workers=workers,
        seed=seed,
    )
    # What is too fast is told to all who ask at once, and waited for there.
    service = service_of(tuned, provider, retries=0)
    total = len(request.cases) * (4 if judge else 2)
    with LiveLine() as live:
        answered = 0

        def done() -> None:
            nonlocal answered
            answered += 1
            live.tell(f"{count(answered)} of {plural(total, 'answer')}", answered / total)

        found = compared(service, request, done)
    unwritten = None if page is None else _write(page, found, path)
    if in_json:
        print_json(tell.to_json(found))
    else:
        _tell(found, None if unwritten else page)
    if unwritten:
        raise unwritten  # once the answers, which are paid for, have been told
    return int(found.verdict <= 0)


def _schema(file: str | None) -> Callable[[Any], bool] | None:
    if file is None:
        return None
    import jsonschema_rs

    try:
        return jsonschema_rs.validator_for(json.loads(Path(file).read_bytes())).is_valid
    except OSError as error:
        raise InputError(f"cannot read {file}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:  # no JSON, or no schema
        raise UsageError(f"{file} is no JSON Schema: {error}") from error


def _write(page: str, found: Comparison, test: Path) -> OutputError | None:
    """Write the page; the answer is why it could not be written."""
    from ftprep.atomic import write_whole
    from ftprep.tuned.page import page as as_html

    try:
        write_whole(Path(page), as_html(found, test.name).encode("utf-8", "backslashreplace"))
    except OutputError as error:
        return error
    return None


def _tell(found: Comparison, page: str | None) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(tell.TASKS[found.task])
    for heading in ("base", "tuned", "difference [95%]"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in tell.rows(found):
        table.add_row(*map(safe, row))
    Console(highlight=False, markup=False, emoji=False).print(table)
    click.echo()
    calls = len(found.pairs)
    show([("Base", f"{found.base.model}: {tell.cost_line(found.base, calls)}")])
    show([("Tuned", f"{found.tuned.model}: {tell.cost_line(found.tuned, calls)}")])
    if found.judged is not None:
        show([("Judge", tell.judge_line(found.judged))])
    for place, each in enumerate(found.left_out[:5]):
        heading = "" if place else "Left out"
        show([(heading, f"line {each.line}, {each.model}: {each.fault}")])
    if len(found.left_out) > 5:
        show([("", f"and {count(len(found.left_out) - 5)} more")])
    if page is not None:
        show([("Page", page)])
    click.echo()
    click.echo(safe(tell.conclusion(found)))
