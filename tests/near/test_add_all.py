"""Many examples at once are taken in as one after the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.aggregate.fingerprint import Fingerprint, fingerprint
from ftprep.aggregate.near import Near
from ftprep.aggregate.places import Places
from ftprep.aggregate.said import Said
from ftprep.model import Example, Kind, Origin, Turn
from tests.near.sketched import sketched

texts = st.sampled_from(["", "Where is it?", "where is it", "ça va très bien, merci 🙂", "日本"])
systems = st.sampled_from([None, "", "Be kind.", "Be short."])
rows = st.lists(st.tuples(texts, texts, systems), min_size=1, max_size=8)


def chat(position: int, prompt: str, answer: str, system: str | None) -> Example:
    turns = (
        *([Turn("system", system, False, "/0")] if system is not None else []),
        Turn("user", prompt, False, "/1"),
        Turn("assistant", answer, True, "/2"),
    )
    return Example(Origin(0, 0, position, position + 1), Kind.CHAT, {"n": position}, turns)


@given(rows, st.integers(1, 8))
def test_columns_are_taken_in_as_examples_are(
    drawn: list[tuple[str, str, str | None]], size: int
) -> None:
    one, many = Near(), Near()
    examples = [chat(at, *row) for at, row in enumerate(drawn)]
    prints = [fingerprint(example) for example in examples]
    for example, mark in zip(examples, prints, strict=True):
        one.add(example, mark, example.turns[-1].text)
    for start in range(0, len(drawn), size):
        part = slice(start, start + size)
        many.add_all(
            [Said(*row) for row in drawn[part]],
            [example.origin for example in examples[part]],
            prints[part],
            [answer for _, answer, _ in drawn[part]],
        )
    assert sketched(many.sketches()) == sketched(one.sketches())
    assert many.labels() == one.labels()
    for tell in (Near.origin, Near.whole, Near.prompt, Near.system, Near.length):
        assert [tell(many, at) for at in range(len(many))] == [
            tell(one, at) for at in range(len(one))
        ]


def test_no_system_text_is_as_an_empty_one_in_any_cut() -> None:
    near = Near()
    for at, system in enumerate(["", None, "Be kind.", "", None]):
        example = chat(at, "a", "b", system)
        near.add(example, fingerprint(example))
    assert [near.system(at) == 0 for at in range(5)] == [True, True, False, True, True]


def test_a_fingerprint_of_another_length_is_refused() -> None:
    near = Near()
    mark = Fingerprint(bytes(15), bytes(16), b"", bytes(16))
    near.add_all([Said("a", "b", None)], [Origin(0)], [mark], [None])
    with pytest.raises(ValueError, match="16 bytes"):
        near.sketches()


def test_places_that_go_up_in_steps_take_no_memory() -> None:
    regular, odd = Places(), Places()
    regular.extend([Origin(0, 0, at, 3 * at + 1) for at in range(1_000)])
    odd.extend([Origin(0, 0, at, at * at) for at in range(1_000)])
    assert (regular.bytes, odd.bytes) == (0, 4_000)
