"""What an earlier dataset has decided: its examples keep their sides, and what is like them goes
there too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ftprep.aggregate.index import Entry
from ftprep.aggregate.near import Near
from ftprep.model import Finding, Origin
from ftprep.near.overlap import ALIKE, View

__all__ = ["Held", "hold"]

_MOST_COMPARED: Final = 16
"""Earlier examples with which one that is left out is compared, to name the one that it is like."""


@dataclass(frozen=True, slots=True)
class Held:
    """The sides that are decided already."""

    sources: Mapping[int, str] = field(default_factory=dict)
    """Index of a source → train or test: its examples stay there, whatever the rest says."""
    train: frozenset[bytes] = frozenset()
    """Sides (see `Fingerprint.side`) that are train, whatever their hash."""
    test: frozenset[bytes] = frozenset()
    left_out: Mapping[Origin, Finding] = field(default_factory=dict)
    """New examples that are like earlier ones of both sides: on either they would leak."""


def hold(
    entries: Sequence[Entry],
    near: Near | None,
    sources: Mapping[int, str],
    joined: Mapping[bytes, bytes],
) -> tuple[Held, dict[bytes, bytes]]:
    """What is decided by the examples of `sources` (index → train or test), and which of the
    `joined` sides still stay together: a group that earlier examples part is joined no more.

    `entries`: all distinct examples, in reading order.
    """
    earlier: dict[bytes, set[str]] = defaultdict(set)
    for entry in entries:
        if (side := sources.get(entry.origin.source)) is not None:
            earlier[entry.fingerprint.side].add(side)
    groups: dict[bytes, set[str]] = defaultdict(set)
    for own, sides in earlier.items():
        groups[joined.get(own, own)] |= sides
    parted = {group for group, sides in groups.items() if len(sides) > 1}
    whole = [*earlier.items(), *((g, s) for g, s in groups.items() if g not in parted)]
    torn = [
        entry
        for entry in entries
        if entry.kept
        and entry.origin.source not in sources
        and _torn(entry, earlier, parted, joined)
    ]
    held = Held(
        sources,
        frozenset(key for key, sides in whole if "train" in sides),
        frozenset(key for key, sides in whole if sides == {"test"}),
        _reasons(torn, entries, near, sources, joined) if torn else {},
    )
    return held, {side: group for side, group in joined.items() if group not in parted}


def _torn(
    entry: Entry,
    earlier: Mapping[bytes, set[str]],
    parted: set[bytes],
    joined: Mapping[bytes, bytes],
) -> bool:
    """Whether a new example would leak on either side. Its very prompt decides, if it is known."""
    mark = entry.fingerprint
    for own in (mark.prompt, mark.side):
        if own in earlier:
            return len(earlier[own]) > 1
    return joined.get(mark.side, mark.side) in parted


def _reasons(
    torn: Sequence[Entry],
    entries: Sequence[Entry],
    near: Near | None,
    sources: Mapping[int, str],
    joined: Mapping[bytes, bytes],
) -> dict[Origin, Finding]:
    """For each example that is left out the earlier one that it is most like."""
    groups: dict[bytes, list[Origin]] = defaultdict(list)
    for entry in entries:
        if entry.origin.source in sources:
            key = entry.fingerprint.side
            groups[joined.get(key, key)].append(entry.origin)
    rows = {} if near is None else {near.origin(row): row for row in range(len(near))}
    reasons = {}
    for entry in torn:
        mark = entry.fingerprint
        own = mark.prompt if joined.get(mark.prompt, mark.prompt) in groups else mark.side
        others = groups[joined.get(own, own)][:_MOST_COMPARED]
        code, like, score = "DUP103", others[0], 1.0
        if near is not None:
            code, like, score = _most_like(near, rows, entry.origin, others)
        args = {"like": like, "score": int(100 * score)}
        reasons[entry.origin] = Finding(code, entry.origin, "", args)
    return reasons


def _most_like(
    near: Near, rows: Mapping[Origin, int], origin: Origin, others: Iterable[Origin]
) -> tuple[str, Origin, float]:
    """(code of the rule that says so, the other, how alike the two are): as a whole where that is
    enough for a near-duplicate, else by prompt."""
    pairs = [(rows[origin], rows[other]) for other in others]
    score, at = max((score, -at) for at, score in enumerate(near.similarities(View.WHOLE, pairs)))
    if score >= ALIKE:
        return "DUP102", near.origin(pairs[-at][1]), score
    score, at = max((score, -at) for at, score in enumerate(near.similarities(View.PROMPT, pairs)))
    return "DUP103", near.origin(pairs[-at][1]), score
