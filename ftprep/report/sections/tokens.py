"""How many tokens there are, whose they are, and how long the examples are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from ftprep.report import styles
from ftprep.report.figures import count, plural, share
from ftprep.report.grid import Block, Grid
from ftprep.report.line import Line
from ftprep.report.options import TextOptions
from ftprep.report.report import Report, Tokens

__all__ = ["blocks"]

MOST_BINS = 12
"""Bins of the histogram; where there are more, neighbours are told together."""

_ROLES = ("system", "developer", "user", "assistant", "tool", "function")

_MOST_OTHER_ROLES = 6
"""Other roles that have a line of their own: a file may have one in each record."""

Bin = tuple[int, int, int]


def blocks(report: Report, grid: Grid, _options: TextOptions) -> Iterator[Block]:
    """One block with the totals and the roles, one with the lengths."""
    tokens = report.tokens
    if tokens is None:
        return
    examples = plural(sum(number for _, _, number in tokens.histogram), "example")
    if report.split is not None:
        examples = f"the {plural(report.split.train_examples, 'example')} of the train file"
    lines = [*_totals(tokens, examples, grid), Line(), *_roles(tokens, grid)]
    yield Block("Tokens", styles.HEAD, lines)
    yield Block("Lengths", styles.HEAD, [*_spread(tokens, grid), Line(), *_histogram(tokens, grid)])


def _totals(tokens: Tokens, examples: str, grid: Grid) -> Iterator[Line]:
    total = f"{'about ' if tokens.estimated else ''}{count(tokens.total)}"
    alike = tokens.billed_per_epoch == tokens.total
    billed = "all" if alike else count(tokens.billed_per_epoch)
    rest = f" in {examples}, {billed} billed for each epoch"
    yield from grid.wrap((total, styles.STRONG), rest)
    if tokens.estimated:
        yield from grid.wrap(
            f"counted with {tokens.encoding}: the model's own encoding is not published"
        )


def _roles(tokens: Tokens, grid: Grid) -> list[Line]:
    parts = _parts(tokens.by_role)
    around = tokens.total - sum(tokens.by_role.values())
    if around > 0:
        parts.append(("format", around))
    rows = [
        (
            grid.text(grid.cut(role or "(no role)", grid.body // 3)),
            grid.text(count(number)),
            grid.text(share(number / tokens.total) if tokens.total else ""),
        )
        for role, number in parts
    ]
    return grid.chart(rows, [number for _, number in parts], right=(1, 2), style=styles.BAR)


def _parts(by_role: Mapping[str, int]) -> list[tuple[str, int]]:
    """(role, tokens): the roles that are known, then the largest of the others, then the rest."""
    known = [(role, by_role[role]) for role in _ROLES if role in by_role]
    others = [(role, number) for role, number in by_role.items() if role not in _ROLES]
    others.sort(key=lambda item: (-item[1], item[0]))
    told, rest = others[:_MOST_OTHER_ROLES], others[_MOST_OTHER_ROLES:]
    if rest:
        told.append((plural(len(rest), "other role"), sum(number for _, number in rest)))
    return known + told


def _spread(tokens: Tokens, grid: Grid) -> Iterator[Line]:
    yield from grid.wrap(
        f"{count(tokens.min)} to {count(tokens.max)} tokens an example; "
        f"median {count(tokens.p50)}, mean {count(tokens.mean)}, 95% up to {count(tokens.p95)}"
    )
    if tokens.limit is None:
        return
    limit = f"the limit of {count(tokens.limit)} tokens"
    if tokens.over_limit:
        over = f"{plural(tokens.over_limit, 'example')} over {limit}"
        yield from grid.wrap((over, "red"))
    else:
        yield from grid.wrap((f"none over {limit}", styles.SOFT))


def _histogram(tokens: Tokens, grid: Grid) -> list[Line]:
    bins = _joined(_without_gaps(tokens.histogram))
    if not bins:
        return []
    wide = max(len(count(high - 1)) for _, high, _ in bins)
    rows = [
        (
            grid.text(f"{count(low)} {grid.glyphs.dash} {count(high - 1):>{wide}}"),
            grid.text(count(number)),
        )
        for low, high, number in bins
    ]
    heads = (grid.text(("tokens", styles.SOFT)), grid.text(("examples", styles.SOFT)))
    values = [None, *(number for _, _, number in bins)]
    return grid.chart([heads, *rows], values, right=(0, 1), style=styles.BAR)


def _without_gaps(bins: Iterable[Bin]) -> Iterator[Bin]:
    """The bins, with neighbours that are empty told as one."""
    for empty, group in groupby(bins, key=lambda each: each[2] == 0):
        told = list(group)
        if empty:
            yield told[0][0], told[-1][1], 0
        else:
            yield from told


def _joined(bins: Iterable[Bin]) -> list[Bin]:
    """At most `MOST_BINS` bins, each of as many neighbours as it takes."""
    all_bins = list(bins)
    step = max(1, -(-len(all_bins) // MOST_BINS))
    groups = (all_bins[start : start + step] for start in range(0, len(all_bins), step))
    return [(group[0][0], group[-1][1], sum(n for _, _, n in group)) for group in groups]
