"""Before and after, record by record: what `ftprep prepare --diff` shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.text import Text

from ftprep.difference import Difference
from ftprep.report import styles
from ftprep.report.escape import visible
from ftprep.report.figures import count
from ftprep.report.places import place
from ftprep.report.report import Change

__all__ = ["around", "write"]

_AROUND = 40
"""Characters that are shown before and after what differs."""


def write(changes: Iterable[Change], out: TextIO) -> None:
    """Write every change to `out`, and at the end how many there are."""
    console = Console(file=out, soft_wrap=True, highlight=False)
    edited = left_out = 0
    for change in changes:
        edited += not change.reasons
        left_out += bool(change.reasons)
        console.print(_head(change))
        for each in change.differences:
            for line in _lines(each):
                console.print(line)
    told = f"{count(edited)} edited, {count(left_out)} left out"
    console.print(told if edited or left_out else "nothing would be changed")


def _head(change: Change) -> Text:
    where = Text(visible(place(change.location)), style=styles.PLACE)
    if not change.reasons:
        return where.append(f"  {', '.join(change.edits)}", style=styles.STRONG)
    told = "; ".join(f"{row.code} {row.message}" for row in change.reasons)
    return where.append("  left out: ", style=styles.BAD).append(visible(told))


def _lines(each: Difference) -> Iterable[Text]:
    before, after = around(each.before, each.after)
    yield Text(f"  {visible(each.pointer)}", style=styles.SOFT)
    if before is not None:
        yield Text(f"  - {before}", style="red")
    if after is not None:
        yield Text(f"  + {after}", style="green")


def around(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Both texts on one line each, cut to where they differ."""
    if before is None or after is None:
        whole = visible((after if before is None else before) or "")
        cut = whole if len(whole) <= 2 * _AROUND else f"{whole[: 2 * _AROUND]}…"
        return (None, cut) if before is None else (cut, None)
    shortest = min(len(before), len(after))
    start = next((i for i in range(shortest) if before[i] != after[i]), shortest)
    end = next(
        (i for i in range(shortest - start) if before[-1 - i] != after[-1 - i]), shortest - start
    )
    return _cut(before, start, len(before) - end), _cut(after, start, len(after) - end)


def _cut(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    if last - first > 6 * _AROUND:  # a text that differs everywhere
        last = first + 6 * _AROUND
    shown = visible(text[first:last])
    return f"{'…' if first else ''}{shown}{'…' if last < len(text) else ''}"
