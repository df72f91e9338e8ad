"""`ftprep models`."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from ftprep.config import today
from ftprep.targets import find_provider, models, trainable

__all__ = ["command"]


@click.command("models")
@click.option("--provider", metavar="NAME", help="Only this provider's.")
@click.option("--all", "everything", is_flag=True, help="Also those that can no longer be trained.")
def command(provider: str | None, *, everything: bool) -> None:
    """Show the models: methods, limits, prices, dates."""
    day = today()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("provider", "model", "methods", "encoding"):
        table.add_column(column)
    for column in ("tokens per\nexample", "training\nUSD / 1M"):
        table.add_column(column, justify="right")
    table.add_column("trainable\nuntil")
    known = find_provider(provider).name if provider else None
    for model in models():
        if known in (None, model.provider) and (everything or trainable(model, day)):
            table.add_row(
                model.provider,
                model.id,
                " ".join(model.methods),
                model.encoding or "-",
                f"{model.max_example_tokens:,}" if model.max_example_tokens else "-",
                f"{model.train_price:.2f}" if model.train_price is not None else "-",
                _until(model.train_cutoff.isoformat() if model.train_cutoff else None),
            )
    Console(highlight=False).print(table)


def _until(cutoff: str | None) -> str:
    return f"before {cutoff}" if cutoff else "no date told"
