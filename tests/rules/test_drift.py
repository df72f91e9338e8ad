"""Training inputs beside test inputs: what differs by more than chance is told."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.aggregate.answer_sides import AnswerSides
from ftprep.aggregate.labels import Labels
from ftprep.aggregate.written import WrittenSize
from ftprep.model import Kind
from ftprep.rules.context import DEFAULT_THRESHOLDS, Context
from ftprep.rules.dataset import drift, size_limit
from ftprep.rules.labels import form
from ftprep.rules.rule import Rule
from ftprep.targets import resolve
from tests.aggregate.examples import chat, tokens

DAY = dt.date(2026, 11, 21)
RULES = {rule.code: rule for rule in drift.RULES}


def context(**more: Any) -> Context:
    provider = more.pop("provider", None)
    kind = more.pop("kind", Kind.CHAT)
    target = resolve(None, provider, kind, None, DAY)
    return Context(target, kind, DAY, DEFAULT_THRESHOLDS, **more)


def said(rule: Rule, facts: object, **more: Any) -> list[str]:
    more.setdefault("test_sources", frozenset({1}))
    assert rule.check_dataset is not None
    found = rule.check_dataset(facts, context(**more))
    return [rule.message.format_map(hit.args) for _, hit in found]


def labelled(train: dict[str, int], test: dict[str, int]) -> Labels:
    labels = Labels()
    for source, counts in enumerate((train, test)):
        for position, label in enumerate(Counter(counts).elements()):
            labels.add(chat(position, label, source=source))
    return labels


def answered(train: list[int], test: list[int]) -> AnswerSides:
    spread = AnswerSides()
    for source, lengths in enumerate((train, test)):
        for position, length in enumerate(lengths):
            example = chat(position, "x" * length, source=source)
            spread.add(example, tokens(example))
    return spread


def test_labels_that_drift_are_told() -> None:
    facts = labelled({"billing": 80, "delivery": 20}, {"billing": 30, "delivery": 70})
    (told,) = said(RULES["DST004"], facts)
    assert told.startswith('the labels of the test set differ by 50 %: "billing" has 80 % of the')
    assert told.endswith("training and 30 % of the test examples")


@pytest.mark.parametrize(
    ("train", "test"),
    [
        ({"billing": 80, "delivery": 20}, {"billing": 70, "delivery": 30}),
        ({"billing": 800, "delivery": 200}, {"billing": 8, "delivery": 9}),
        ({"a": 30, "b": 30, "c": 30}, {"a": 8, "b": 4, "c": 8}),
    ],
    ids=["little", "too-few-to-say", "chance"],
)
def test_labels_that_do_not_drift(train: dict[str, int], test: dict[str, int]) -> None:
    assert said(RULES["DST004"], labelled(train, test)) == []


def test_without_a_test_set_nothing_drifts() -> None:
    labels = labelled({"billing": 80, "delivery": 20}, {"billing": 30, "returns": 70})
    for code in ("DST004", "LAB007", "LAB008"):
        assert said(RULES[code], labels, test_sources=frozenset()) == []
    answers = answered([5] * 30, [500] * 40)
    for code in ("DST005", "SET010"):
        assert said(RULES[code], answers, test_sources=frozenset()) == []


def test_labels_of_one_side_only_are_named() -> None:
    facts = labelled({"billing": 30, " returns": 5}, {"billing": 9, "Returns": 2, "returns ": 1})
    assert said(RULES["LAB007"], facts) == [
        'the label "Returns" stands in the test set (2 example(s)) and not in the training set'
    ]
    assert said(RULES["LAB008"], facts) == []
    facts = labelled({"billing": 30, "returns": 5}, {"billing": 9})
    assert said(RULES["LAB008"], facts) == [
        'the label "returns" has 5 training example(s) and no test example'
    ]


def test_answers_that_grow_are_told() -> None:
    facts = answered(list(range(20, 60)), list(range(150, 190)))
    (told,) = said(RULES["DST005"], facts)
    assert told.startswith("the test answers are longer than the training answers: median 169")
    assert told.endswith("and 39 tokens, Cliff's delta 1.0")
    assert said(RULES["DST005"], answered(list(range(20, 60)), list(range(24, 64)))) == []
    assert said(RULES["DST005"], answered([20] * 40, [200] * 19)) == []


def test_the_size_of_the_test_set() -> None:
    told = said(RULES["SET010"], answered([5] * 40, [5] * 4))
    assert told == [
        "the test set has 4 example(s), too few to measure by beside the 40 to train on"
    ]
    told = said(RULES["SET010"], answered([5] * 40, [5] * 41))
    assert told == ["the test set has 41 example(s), more than the 40 to train on"]
    assert said(RULES["SET010"], answered([5] * 40, [5] * 10)) == []


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=20),
    st.lists(st.integers(0, 9), min_size=1, max_size=20),
)
def test_cliffs_delta_is_what_its_definition_says(ones: list[int], others: list[int]) -> None:
    pairs = [(one > other) - (one < other) for one in ones for other in others]
    delta = drift.cliffs_delta(Counter(ones), Counter(others))
    assert delta == pytest.approx(sum(pairs) / len(pairs))


def test_the_limits_of_a_provider() -> None:
    rules = {rule.code: rule for rule in size_limit.RULES}
    size = WrittenSize()
    assert [code for code, rule in rules.items() if said(rule, size, provider="azure")] == []
    size.examples, size.bytes, size.billed = 3_000_001, 513 * 2**20, 700_000_000
    told = {code: said(rule, size, provider="azure") for code, rule in rules.items()}
    assert told["SET005"] == ["the file would have 513 MB, more than the limit of 512 MB"]
    assert told["SET006"] == []
    assert told["SET007"] == []  # one epoch is the default for so many
    assert said(rules["SET007"], size, provider="azure", epochs=3) == [
        "2,100,000,000 tokens in 3 epoch(s) are more than the limit of 2,000,000,000 for one job"
    ]
    assert said(rules["SET006"], size, provider="fireworks") == [
        "3,000,001 examples are more than the limit of 3,000,000"
    ]


def test_chat_labels_may_begin_alike() -> None:
    (first_token,) = (rule for rule in form.RULES if rule.code == "LAB005")
    facts = labelled({"card arrival": 20, "card lost": 20}, {})
    assert said(first_token, facts) == []
    assert len(said(first_token, facts, kind=Kind.COMPLETION)) == 1
