"""Facts about answers, openings, labels and files: the same for any cut and any order."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.aggregate.answer_sides import AnswerSides
from ftprep.aggregate.answer_spread import AnswerSpread
from ftprep.aggregate.extremes import Extremes
from ftprep.aggregate.labels import Labels
from ftprep.aggregate.lengths import Lengths
from ftprep.aggregate.openings import Openings, Shared
from ftprep.aggregate.written import WrittenSize
from ftprep.jsontext import dumps
from ftprep.model import Example, Origin
from tests.aggregate.examples import chat, tokens

TEXTS = st.text(alphabet="ab ,.é\ud800", max_size=8)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "Be brief.", "Be kind."]),
        TEXTS,
        st.one_of(TEXTS, st.sampled_from(["I cannot assist.", "yes", "no"])),
        st.integers(0, 2),
    ),
    max_size=30,
)
KINDS = (AnswerSides, AnswerSpread, Labels, Lengths, Openings)


def examples(rows: list[tuple[str, str, str, int]]) -> list[Example]:
    return [
        chat(position, answer, prompt, system, source)
        for position, (system, prompt, answer, source) in enumerate(rows)
    ]


def gathered(kind: type[Any], found: list[Example]) -> Any:
    facts = kind()
    for example in found:
        if kind is Labels:
            facts.add(example)
        else:
            facts.add(example, tokens(example))
    return facts


def plain(facts: object) -> object:
    """An aggregate as plain values, to be compared."""
    if isinstance(facts, Extremes):
        return list(facts)
    if isinstance(facts, Counter):
        return dict(facts)
    if hasattr(facts, "__dict__"):
        return {name: plain(value) for name, value in vars(facts).items()}
    return facts


@pytest.mark.parametrize("kind", KINDS)
@given(rows=ROWS, cut=st.integers(0, 30), swapped=st.booleans())
def test_a_cut_changes_nothing(
    kind: type[Any], rows: list[tuple[str, str, str, int]], cut: int, swapped: bool
) -> None:
    found = examples(rows)
    parts = [gathered(kind, found[:cut]), gathered(kind, found[cut:])]
    if swapped:
        parts.reverse()
    parts[0].merge(parts[1])
    assert plain(parts[0]) == plain(gathered(kind, found))


@given(st.lists(st.integers(0, 9), max_size=60), st.randoms())
def test_the_smallest_are_kept_whatever_the_order(values: list[int], random: Any) -> None:
    pairs = [(value, Origin(0, 0, place)) for place, value in enumerate(values)]
    kept = Extremes(keep=5)
    for value, origin in random.sample(pairs, len(pairs)):
        kept.add(value, origin)
    assert list(kept) == sorted(pairs)[:5]


@given(st.lists(TEXTS, min_size=1, max_size=12))
def test_what_texts_share_is_shared_and_no_more(texts: list[str]) -> None:
    shared = Shared()
    for text in texts:
        shared.add(text)
    prefix, suffix = shared.prefix or "", shared.suffix or ""
    assert all(text.startswith(prefix) and text.endswith(suffix) for text in texts)
    longer = {text[: len(prefix) + 1] for text in texts}
    assert len(longer) > 1 or prefix in texts
    longer = {text[-len(suffix) - 1 :] for text in texts}
    assert len(longer) > 1 or suffix in texts
    assert shared.same is (len(set(texts)) == 1)
    assert (shared.shortest, shared.characters) == (min(map(len, texts)), sum(map(len, texts)))


@given(ROWS)
def test_the_written_size_is_that_of_the_lines(rows: list[tuple[str, str, str, int]]) -> None:
    found = examples(rows)
    size = gathered(WrittenSize, found)
    assert size.bytes == len(b"".join(dumps(example.body) + b"\n" for example in found))
    assert size.examples == len(found)


def test_the_longest_are_named() -> None:
    lengths = gathered(Lengths, [chat(n, "x" * (n % 7), "") for n in range(50)])
    assert [-value for value, _ in lengths.longest][:8] == [6] * 7 + [5]
    assert [origin.position for _, origin in lengths.longest][:3] == [6, 13, 20]


def test_only_distinct_answers_of_the_greatest_length_count() -> None:
    spread = gathered(AnswerSpread, [chat(n, text) for n, text in enumerate(("ab", "ab", "cd"))])
    assert spread.longest.characters == 2
    assert len(spread.longest.distinct) == 2
    assert spread.characters[2] == 3


def test_labels_are_counted_for_each_input() -> None:
    found = [chat(n, "yes" if n % 3 else "no", source=n % 2) for n in range(12)]
    labels = gathered(Labels, found)
    assert labels.by_source == {0: {"yes": 4, "no": 2}, 1: {"yes": 4, "no": 2}}
    assert sum(labels.by_source.values(), Counter()) == labels.answers


def test_the_instruction_is_the_one_of_all_examples() -> None:
    same = [chat(n, "yes", system="Be brief.") for n in range(3)]
    assert gathered(Labels, same).instruction == "Be brief."
    assert gathered(Labels, [*same, chat(3, "yes")]).instruction == ""
