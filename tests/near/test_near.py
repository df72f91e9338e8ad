"""The aggregate of near-duplicates, its crowds, and who of a cluster is like whom."""

from __future__ import annotations

import pickle
import time

import pytest

from ftprep.aggregate.fingerprint import Fingerprint, fingerprint
from ftprep.aggregate.near import Near
from ftprep.aggregate.near_matches import across, matches, mislabelled, same_answers
from ftprep.errors import UsageError
from ftprep.model import Example, Kind, Origin, Turn
from ftprep.near.keep import Keep
from ftprep.near.normal import normal
from ftprep.near.overlap import View

SENTENCE = "the lamp that you sent me last week flickers whenever the heating is on in the hall"

LONG = " ".join(f"word{at}" for at in range(40))


def chat(position: int, prompt: str, answer: str, source: int = 0, system: str = "") -> Example:
    turns = (
        *([Turn("system", system, False, "/messages/0/content")] if system else []),
        Turn("user", prompt, False, "/messages/0/content"),
        Turn("assistant", answer, True, "/messages/1/content"),
    )
    body = {"prompt": prompt, "answer": answer}
    return Example(Origin(source, 0, position), Kind.CHAT, body, turns)


def near_of(*examples: Example) -> Near:
    near = Near()
    for example in examples:
        near.add(example, fingerprint(example), example.turns[-1].text)
    return near


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Where is it?", "where  is it"),
        ("a+b", "a + b"),
        ("Caf\u00e9!", "cafe\u0301"),
        ("STRASSE", "straße"),
        ("don\u2019t", "DON'T"),
        ("\u4f60\u597d\u3002", "\u4f60\u597d"),
        ("“so” — he said…", "so, he said."),
    ],
)
def test_case_spaces_and_punctuation_do_not_count(one: str, other: str) -> None:
    assert normal(one).split() == normal(other).split() or tokens(one) == tokens(other)


@pytest.mark.parametrize(
    ("one", "other"), [("2 + 3", "2 - 3"), ("1.5", "15"), ("a<b", "a>b"), ("ki", "ka"), ("é", "e")]
)
def test_what_carries_meaning_counts(one: str, other: str) -> None:
    assert tokens(one) != tokens(other)


def tokens(text: str) -> int:
    near = near_of(chat(0, text, "x"))
    return near.sketches().digests[0]


def test_lone_surrogates_and_controls_are_taken() -> None:
    near = near_of(chat(0, "\ud800 \x00\x1b[31m", "\udfff"), chat(1, "", ""))
    assert len(near.sketches()) == 2
    assert not near.clusters(View.WHOLE)


def test_system_texts_do_not_count() -> None:
    instruction = "answer in one short sentence and be kind to everyone who asks you " * 20
    near = near_of(
        chat(0, "where is my parcel", "it comes on monday", system=instruction),
        chat(1, "how do I bake bread", "with flour and water", system=instruction),
    )
    assert not near.clusters(View.WHOLE)
    assert not near.clusters(View.PROMPT)


def test_under_another_system_text_nothing_is_a_repeat() -> None:
    near = near_of(
        chat(0, SENTENCE, "yes", system="Speak as a pirate."),
        chat(1, SENTENCE + "!", "Yes", system="Speak as a clerk."),
        chat(2, SENTENCE + "?", "yes!", system="Speak as a clerk."),
    )
    assert [m.example for m in matches(near, View.WHOLE)] == [2]
    assert near.count == 1


def test_one_long_answer_to_many_questions_makes_no_duplicates() -> None:
    near = near_of(chat(0, "lamp broken", SENTENCE * 3), chat(1, "refund please", SENTENCE * 3))
    assert not near.clusters(View.WHOLE)


def test_a_shared_instruction_in_the_prompt_makes_no_duplicates() -> None:
    instruction = " ".join(f"rule {at} says do{at} but never undo{at}" for at in range(40))
    near = near_of(
        *(chat(at, f"{instruction} text: w{at} x{at} y{at} z{at}", f"a{at}") for at in range(400))
    )
    assert not near.clusters(View.PROMPT)


def test_twenty_thousand_near_equal_rows_are_not_quadratic() -> None:
    instruction = " ".join(f"rule {at} says do{at} but never undo{at}" for at in range(40))
    near = Near()
    digest = bytes(16)
    for at in range(20_000):
        one = chat(at, f"{instruction} text: number {at}", f"the answer is {at % 7}")
        near.add(
            one, Fingerprint(at.to_bytes(16, "little"), at.to_bytes(16, "little"), b"", digest)
        )
    start = time.process_time()
    for view in View:
        near.clusters(view)
    assert time.process_time() - start < 8


def test_all_prompts_without_words_are_not_one_cluster() -> None:
    near = near_of(*(chat(at, "?!" * at, "...") for at in range(5)))
    assert not near.clusters(View.PROMPT)


def test_a_match_names_the_equal_one_first() -> None:
    near = near_of(
        chat(0, SENTENCE + " now", "yes"), chat(1, SENTENCE, "yes"), chat(2, SENTENCE + "!", "Yes")
    )
    found = {m.example: m for m in matches(near, View.WHOLE)}
    assert found[1].like == 0
    assert not found[1].equal
    assert 0.8 <= found[1].similarity < 1
    assert (found[2].like, found[2].equal) == (1, True)


def test_exact_copies_are_left_to_their_own_rule() -> None:
    near = near_of(chat(0, SENTENCE, "yes"), chat(1, SENTENCE, "yes"))
    assert near.count == 0
    assert not matches(near, View.WHOLE)


def test_leaks_are_told_with_both_places() -> None:
    near = near_of(
        chat(0, SENTENCE, "yes"),
        chat(0, SENTENCE, "yes", source=1),
        chat(1, SENTENCE + " now", "yes", source=1),
        chat(2, "something else", "no", source=1),
    )
    found = across(near, View.WHOLE, {1})
    assert [(near.origin(m.example).position, near.origin(m.like)) for m in found] == [
        (0, Origin(0)),
        (1, Origin(0)),
    ]
    assert found[0].similarity == 1


def test_long_answers_across_are_found() -> None:
    near = near_of(
        chat(0, "one question", LONG),
        chat(0, "something quite different", LONG.upper(), source=1),
    )
    (match,) = same_answers(near, {1}, 30)
    assert (match.example, match.like) == (1, 0)


def test_the_odd_label_is_told() -> None:
    near = near_of(
        chat(0, SENTENCE, "b"), chat(1, SENTENCE + "!", "a"), chat(2, SENTENCE.upper(), "a")
    )
    ((match, own, usual),) = mislabelled(near)
    assert (match.example, own, usual) == (0, "b", "a")


def test_it_travels_between_processes() -> None:
    near = near_of(chat(0, SENTENCE, "yes"), chat(1, SENTENCE + "!", "Yes"))
    again: Near = pickle.loads(pickle.dumps(near))
    assert again.clusters(View.WHOLE) == near.clusters(View.WHOLE) == [[0, 1]]


@pytest.mark.parametrize(("choice", "stays"), [("first", 0), ("longest", 1), ("newest:date", 2)])
def test_the_choice_of_who_stays(choice: str, stays: int) -> None:
    near = Near()
    rows = ((SENTENCE, "2024-01-01"), (SENTENCE + " now!", "2023-01-01"), (SENTENCE + "?", "2025"))
    for at, (prompt, stamp) in enumerate(rows):
        one = chat(at, prompt, "yes")
        near.add(one, fingerprint(one), stamp=stamp)
    found = matches(near, View.WHOLE, keep=Keep.parsed(choice))
    assert {m.example for m in found} == {0, 1, 2} - {stays}
    halves = Near(), Near()
    for at, (prompt, stamp) in enumerate(rows):
        one = chat(at, prompt, "yes")
        halves[at % 2].add(one, fingerprint(one), stamp=stamp)
    halves[1].merge(halves[0])
    merged = matches(halves[1], View.WHOLE, keep=Keep.parsed(choice))
    assert {halves[1].origin(m.example).position for m in merged} == {0, 1, 2} - {stays}


@pytest.mark.parametrize("wrong", ["", "newest", "newest:", "longest:date", "oldest", "first:"])
def test_other_choices_are_refused(wrong: str) -> None:
    with pytest.raises(UsageError, match="write first, longest, or newest:COLUMN"):
        Keep.parsed(wrong)
