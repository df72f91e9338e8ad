"""`ftprep models`."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from ftprep.cli.complete import providers
from ftprep.config import today
from ftprep.targets import find_provider, models, trainable

__all__ = ["command"]


@click.command("models")
@click.option("--provider", metavar="NAME", help="Only this provider's.", shell_complete=providers)
@click.option("--all", "everything", is_flag=True, help="Also those that can no longer be trained.")
def command(provider: str | None, *, everything: bool) -> None:
    """Show the models: methods, limits, prices, dates."""
    day = today()
    known = find_provider(provider).name if provider else None
    table = Table(box=None, pad_edge=False, header_style="bold")
    rows = [
        model
        for model in models()
        if known in (None, model.provider) and (everything or trainable(model, day))
    ]
    # A name that is cut or wrapped cannot be given to --model.
    names = [f"{model.provider}:{model.id}" for model in rows]
    table.add_column("model", no_wrap=True, min_width=max(map(len, names), default=0))
    table.add_column("methods")
    for column in ("tokens per\nexample", "training\nUSD / 1M"):
        table.add_column(column, justify="right")
    table.add_column("trainable\nbefore", no_wrap=True)
    for name, model in zip(names, rows, strict=True):
        table.add_row(
            name,
            " ".join(model.methods),
            f"{model.max_example_tokens:,}" if model.max_example_tokens else "-",
            f"{model.train_price:.2f}" if model.train_price is not None else "-",
            model.train_cutoff.isoformat() if model.train_cutoff else "-",
        )
    Console(highlight=False).print(table)
