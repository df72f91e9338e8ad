"""What training costs, and then calling the tuned model."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.report import styles
from ftprep.report.figures import count, money, money_range, plural
from ftprep.report.grid import Block, Grid
from ftprep.report.line import Line
from ftprep.report.options import TextOptions
from ftprep.report.report import Cost, EpochCost, Inference, Report

__all__ = ["blocks", "price"]


def blocks(report: Report, grid: Grid, _options: TextOptions) -> Iterator[Block]:
    """One block."""
    cost = report.cost
    if cost is None:
        return
    lines = [*_total(cost, grid), Line(), *_table(cost, grid), Line()]
    if cost.inference is not None:
        where = "the test set" if report.split and report.split.test_examples else "these"
        lines += _calls(cost.inference, where, grid)
    lines += _source(cost, grid)
    yield Block("Cost", styles.HEAD, lines)


def price(cost: Cost) -> str | None:
    """The price of training in words: `$0.11`, `about $0.11 to $0.14`; None when unknown."""
    if cost.train_usd is None:
        return None
    most = cost.train_usd if cost.train_usd_most is None else cost.train_usd_most
    if cost.exact or most < 0.01:
        return money(most)
    return f"about {money_range(cost.train_usd, most)}"


def _total(cost: Cost, grid: Grid) -> Iterator[Line]:
    how = "the provider's default" if cost.epochs_mode == "auto" else "as given"
    told = price(cost)
    parts = (told, styles.STRONG) if told else ("price not known", styles.STRONG)
    yield from grid.wrap(parts, f" for {plural(cost.epochs, 'epoch')} ({how})")
    if not cost.exact:
        why = cost.why_not_exact or "not verified against the provider's bill"
        yield from grid.wrap(f"an estimate: {why}")


def _table(cost: Cost, grid: Grid) -> list[Line]:
    heads = [grid.text((head, styles.SOFT)) for head in ("epochs", "billed tokens", "price", "")]
    rows = [_row(row, cost, grid) for row in cost.table]
    return grid.table([heads, *rows], right=(0, 1, 2))


def _row(row: EpochCost, cost: Cost, grid: Grid) -> list[Line]:
    chosen = row.epochs == cost.epochs
    style = styles.STRONG if chosen else ""
    usd = "?" if row.train_usd is None else money(row.train_usd)
    mark = f"{grid.glyphs.left} {cost.epochs_mode}" if chosen else ""
    return [
        grid.text((cell, style))
        for cell in (count(row.epochs), count(row.billed_tokens), usd, mark)
    ]


def _source(cost: Cost, grid: Grid) -> Iterator[Line]:
    if cost.price_per_million is None:
        yield from grid.wrap(("no price is published for training this model", styles.SOFT))
        return
    as_of = f", as of {cost.price_as_of}" if cost.price_as_of else ""
    source = f" ({cost.price_source})" if cost.price_source else ""
    text = f"{money(cost.price_per_million)} per million tokens{as_of}{source}"
    yield from grid.wrap((text, styles.SOFT))


def _calls(calls: Inference, where: str, grid: Grid) -> list[Line]:
    usd = "price not known" if calls.usd is None else money(calls.usd)
    return grid.wrap(
        f"{plural(calls.calls, 'call')} like {where}: ",
        (usd, styles.STRONG),
        f" ({count(calls.input_tokens)} tokens in, {count(calls.output_tokens)} out)",
    )
