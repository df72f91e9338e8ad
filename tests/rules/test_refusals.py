"""A refusal is told from an apology, a limit and a story."""

from __future__ import annotations

import re

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from ftprep.aggregate.refusals import LEAD, REFUSALS, gate, refusal_in


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but I can't help with that.",
        "I’m sorry, but I can’t help with that.",
        "I CANNOT ASSIST with this request.",
        "Sorry, but I cannot share that.",
        "Es tut mir leid, aber ich kann dabei nicht helfen.",
        "Lo siento, pero no puedo hacer eso.",
        "Извините, но я не могу помочь.",
        "抱歉，我无法回答这个问题。",
        "I'm sorry, but I can't help with that. Could you please ask something else?",
        "I'm unable to fulfil the request." + " It asks too much." * 30 + " Could you please tell",
    ],
)
def test_a_refusal_is_found(text: str) -> None:
    assert refusal_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I'm sorry to hear that. We will send another lamp.",
        "Sorry for the delay! It was sent today.",
        "You cannot return a used mattress.",
        "I can help with that.",
        "\ud800 a broken character",
        "The story begins on a farm. " * 10 + "I cannot assist, said the cat.",
        "I'm sorry, but I can't find that firm. Could you please provide its exact name?",
        "I'm unable to look it up without the number. Can you please tell me which order it is?",
        "鹿不是水生动物，不能在水下呼吸。它们可以屏住呼吸一小段时间，但时间会有所不同，要看个体。我无法提供确切时间。",
    ],
)
def test_no_refusal(text: str) -> None:
    assert not refusal_in(text)


def test_people_add_their_own() -> None:
    assert not refusal_in("Not my department, ask Bob.")
    assert refusal_in("Not My Department, ask Bob.", ("not my department",)) == "Not My Department"


@pytest.mark.parametrize("phrase", REFUSALS)
def test_every_phrase_is_found_by_itself_only_once(phrase: str) -> None:
    assert phrase == phrase.lower() == phrase.strip()
    assert REFUSALS.count(phrase) == 1
    assert refusal_in("x" * (LEAD - 1) + phrase)
    assert not refusal_in("x" * LEAD + phrase)


@given(st.text(), st.sampled_from(REFUSALS), st.text())
def test_the_gate_stands_in_every_refusal(before: str, phrase: str, after: str) -> None:
    text = re.sub("[\ud800-\udfff]", "", before + phrase.upper() + after)
    if refusal_in(text):
        assert re2.search(gate(), text)
