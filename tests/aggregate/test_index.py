"""The index of all examples, against the plainest way of finding the same."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.aggregate import equal_rows as rooms
from ftprep.aggregate.equal_rows import equal_rows
from ftprep.aggregate.fingerprint import Fingerprint
from ftprep.aggregate.index import Entry, Index
from ftprep.aggregate.labels import MOST_LABELS
from ftprep.model import Origin


def digest(number: int) -> bytes:
    return number.to_bytes(8, "big") * 2


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    positions = draw(st.lists(st.integers(0, 60), unique=True, max_size=25))
    made = []
    for position in positions:
        prompt, answer = draw(st.tuples(st.integers(1, 4), st.integers(1, 3)))
        mark = Fingerprint(
            whole=digest(1000 * prompt + answer),
            prompt=digest(prompt),
            answer=draw(st.sampled_from([digest(answer), b""])),
            side=draw(st.sampled_from([digest(prompt), digest(99)])),
        )
        label = draw(st.sampled_from([None, "a", "b"]))
        kept, rows = draw(st.booleans()), draw(st.sampled_from([1, 1, 3]))
        made.append(Entry(Origin(position % 2, 0, position), mark, label, kept, rows))
    return made


def told(index: Index, origins: set[Origin]) -> tuple[object, ...]:
    return (
        len(index),
        list(index),
        list(index.copies()),
        index.repeats,
        index.repeated_rows,
        index.contents(origins),
        index.sides(origins),
        list(index.conflicts()),
        index.shared_answers(),
    )


@given(entries(), st.integers(0, 25))
def test_all_that_it_tells(made: list[Entry], cut: int) -> None:
    one, left, right = Index(), Index(), Index()
    for number, entry in enumerate(made):
        one.add_all([entry])
        (left if number < cut else right).add_all([entry])
    right.merge(left)
    firsts: dict[bytes, Entry] = {}
    copies = {}
    for entry in sorted(made):
        first = firsts.setdefault(entry.fingerprint.whole, entry)
        if first is not entry:
            copies[entry.origin] = (entry, first.origin)
    origins = {entry.origin for entry in made} | {Origin(7)}
    prompts: dict[bytes, dict[bytes, Entry]] = {}
    for entry in firsts.values():
        given_to = prompts.setdefault(entry.fingerprint.prompt, {})
        given_to.setdefault(entry.fingerprint.answer, entry)
    answers: dict[bytes, list[Entry]] = {}
    for entry in sorted(firsts.values()):
        if entry.fingerprint.answer:
            answers.setdefault(entry.fingerprint.answer, []).append(entry)
    expected = (
        len(firsts),
        sorted(firsts.values()),
        [(origin, first) for origin, (_, first) in sorted(copies.items())],
        len(copies),
        sum(entry.rows for entry, _ in copies.values() if entry.kept),
        {e.origin: e.fingerprint.whole.hex() for e in made},
        {e.origin: e.fingerprint.side for e in made if e.kept},
        sorted(tuple(sorted(a.values())) for a in prompts.values() if len(a) > 1),
        (len(answers), [(len(same), same[0]) for same in answers.values() if len(same) > 1]),
    )
    assert told(one, origins) == expected
    assert told(right, origins) == expected


@given(st.lists(st.integers(0, 12), max_size=60), st.integers(1, 40), st.sampled_from([1, 3, 17]))
def test_sorting_finds_what_a_dict_finds(keys: list[int], apart: int, at_once: int) -> None:
    # Keys that agree in their first half must be told apart by the second.
    table = b"".join(
        bytes(8) + (key // 4 << 62 - key % 2).to_bytes(9, "little")[:8]
        + (key * apart).to_bytes(8, "little")
        for key in keys
    )  # fmt: skip
    by_dict = sorted(equal_rows(table, 24, 8))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rooms, "_AT_ONCE", at_once)
        by_sorting = sorted(rooms._by_sorting(table, 24, 8)) if keys else []
    assert by_sorting == by_dict


def test_labels_without_end_are_forgotten_whoever_saw_them() -> None:
    def index(first: int, stop: int) -> Index:
        made = Index()
        for number in range(first, stop):
            mark = Fingerprint(digest(number), digest(number), digest(number), digest(number))
            made.add_all([Entry(Origin(0, 0, number), mark, f"label {number}", True)])
        return made

    cut = random.Random(1).randrange(1, MOST_LABELS)
    for stop, known in ((MOST_LABELS, True), (MOST_LABELS + 1, False)):
        whole = index(0, stop)
        merged = index(cut, stop)
        merged.merge(index(0, cut))
        for one in (whole, merged):
            assert all((entry.label is not None) is known for entry in one)


@pytest.mark.parametrize("rows", [1_000, 30_000])
def test_memory_is_as_stated(rows: int) -> None:
    index = Index()
    for start in range(0, rows, 1_000):
        numbers = range(start, start + 1_000)
        marks = [Fingerprint(*[digest(number)] * 4) for number in numbers]
        origins = [Origin(0, 0, number, number + 1) for number in numbers]
        index.add_all([Entry(*pair, None, True) for pair in zip(origins, marks, strict=True)])
    assert len(index._digests) + len(index._flags) == 49 * rows
    assert (index._origins.bytes, index._labels.bytes) == (0, 2 * rows)
    assert not index._sides
    assert not index._rows
    assert len(index) == rows
