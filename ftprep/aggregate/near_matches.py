"""Which example is like which: what the rules about near-duplicates tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import islice
from typing import Final

from ftprep.aggregate.near import Near
from ftprep.named import NamedTuple
from ftprep.near.keep import Keep
from ftprep.near.overlap import ALIKE, View, name

__all__ = ["Match", "across", "matches", "mislabelled", "same_answers"]

_FIRST: Final = Keep()

_MOST_COMPARED: Final = 16
"""Examples of a cluster with which another is compared, to name the one that it is like."""


class Match(NamedTuple):
    """An example and the one that it is like, by their numbers."""

    example: int
    like: int
    similarity: float
    equal: bool
    """Equal but for case, spaces and punctuation."""


class _Question(NamedTuple):
    """Which of the `others` an example is like; `equal` is known to be equal in normal form."""

    example: int
    equal: int | None
    others: Sequence[int]


def matches(
    near: Near, view: View, tests: Set[int] = frozenset(), keep: Keep = _FIRST
) -> list[Match]:
    """Each example that is like one that is kept rather than it, and that one, in reading order.

    By default the earlier one is kept. Exact copies are passed over. Only examples of one side are
    compared (`tests` are the sources of the test set) which have the same system text: under
    another the same words may be meant otherwise.
    """
    key = "matches", view, frozenset(tests), keep
    return near.once(key, lambda: _matches(near, view, tests, keep))


def _matches(near: Near, view: View, tests: Set[int], keep: Keep) -> list[Match]:
    identity = near.prompt if view is View.PROMPT else near.whole
    asked: list[_Question] = []
    for cluster in near.clusters(view):
        parts: dict[object, dict[int, int]] = {}
        for example in cluster:
            key = near.source(example) in tests, near.system(example)
            part = parts.setdefault(key, {})
            part.setdefault(identity(example), example)
        for part in parts.values():
            rows = keep.ordered(list(part.values()), near.length, near.stamp)
            asked += _against_earlier(near, view, rows)
    return _answered(near, view, asked)


def across(near: Near, view: View, tests: Set[int]) -> list[Match]:
    """Each example of the test set (the sources `tests`) that is like one of the others, and the
    first such one; also exact copies."""
    if not tests:
        return []
    return near.once(("across", view, frozenset(tests)), lambda: _across(near, view, tests))


def _across(near: Near, view: View, tests: Set[int]) -> list[Match]:
    asked: list[_Question] = []
    for cluster in near.clusters(view):
        test = [row for row in cluster if near.source(row) in tests]
        train = [row for row in cluster if near.source(row) not in tests]
        if test and train:
            asked += _against(near, view, test, train)
    return _answered(near, view, asked)


def same_answers(near: Near, tests: Set[int], words: int) -> list[Match]:
    """Each example of the test set whose answer, of about so many words or more, is also that of
    one of the others in normal form."""
    if not tests:
        return []
    sketches = near.sketches()
    long = [row for row in range(len(near)) if sketches.sizes[2 * row + 1] >= words]
    long.sort(key=near.origin)
    first: dict[int, int] = {}
    for row in long:
        if near.source(row) not in tests:
            first.setdefault(sketches.digests[2 * row + 1], row)
    return [
        Match(row, first[answer], 1.0, equal=True)
        for row in long
        if near.source(row) in tests and (answer := sketches.digests[2 * row + 1]) in first
    ]


def mislabelled(near: Near) -> Iterator[tuple[Match, str, str]]:
    """Examples whose prompt is like others of which most have another label: the match with one of
    those, its own label, and theirs.

    Prompts that are equal in every character are passed over: they contradict each other openly.
    """
    labels = near.labels()
    asked: list[_Question] = []
    for cluster in _by_system(near, near.clusters(View.PROMPT)):
        counts = Counter(labels[row] for row in cluster)
        if len(counts) < 2:
            continue
        usual = max(counts, key=counts.__getitem__)
        like = [row for row in cluster if labels[row] == usual]
        same = {near.prompt(row) for row in like}
        odd = [r for r in cluster if labels[r] != usual and near.prompt(r) not in same]
        asked += _against(near, View.PROMPT, odd, like)
    for match in _answered(near, View.PROMPT, asked):
        own, usual = labels[match.example], labels[match.like]
        if own is not None and usual is not None:
            yield match, own, usual


def _by_system(near: Near, clusters: Iterable[Sequence[int]]) -> Iterator[Sequence[int]]:
    for cluster in clusters:
        parts: dict[int, list[int]] = {}
        for row in cluster:
            parts.setdefault(near.system(row), []).append(row)
        yield from parts.values()


def _against_earlier(near: Near, view: View, rows: Sequence[int]) -> Iterator[_Question]:
    digests = near.sketches().digests
    first: dict[int, int] = {}
    for at, row in enumerate(rows):
        own = name(digests, row, view)
        if at:
            half = _MOST_COMPARED // 2
            few = [*rows[: min(at, half)], *rows[max(half, at - half) : at]]
            yield _Question(row, first.get(own), few)
        first.setdefault(own, row)


def _against(
    near: Near, view: View, rows: Iterable[int], others: Sequence[int]
) -> Iterator[_Question]:
    digests = near.sketches().digests
    first: dict[int, int] = {}
    for other in others:
        first.setdefault(name(digests, other, view), other)
    few = list(islice(first.values(), _MOST_COMPARED))
    for row in rows:
        yield _Question(row, first.get(name(digests, row, view)), few)


def _answered(near: Near, view: View, asked: Iterable[_Question]) -> list[Match]:
    """In reading order, for each question one that is equal in normal form; else the first of the
    others if it is alike; else the most similar of them, if that is alike; else nothing."""
    found: list[Match] = []
    open_: list[_Question] = []
    for question in asked:
        if question.equal is not None:
            found.append(Match(question.example, question.equal, 1.0, equal=True))
        else:
            open_.append(question)
    firsts = near.similarities(view, [(q.example, q.others[0]) for q in open_])
    rest: list[_Question] = []
    for question, similarity in zip(open_, firsts, strict=True):
        if similarity >= ALIKE:
            found.append(Match(question.example, question.others[0], similarity, equal=False))
        else:
            rest.append(question)
    pairs = [(q.example, other) for q in rest for other in q.others[1:]]
    best: dict[int, Match] = {}
    for (row, other), similarity in zip(pairs, near.similarities(view, pairs), strict=True):
        known = best.get(row)
        if similarity >= ALIKE and (known is None or similarity > known.similarity):
            best[row] = Match(row, other, similarity, equal=False)
    return sorted([*found, *best.values()], key=lambda match: near.origin(match.example))
