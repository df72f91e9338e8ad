"""What is found out once for each shape is what would be found out for each example."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.aggregate.affixes import Affixes
from ftprep.aggregate.aggregate import Grouping
from ftprep.aggregate.answer_sides import AnswerSides
from ftprep.aggregate.answer_spread import AnswerSpread
from ftprep.aggregate.answers import Answers
from ftprep.aggregate.fingerprint import fingerprint, fingerprints
from ftprep.aggregate.group import Group
from ftprep.aggregate.inference import Inference
from ftprep.aggregate.labels import Labels, LabelSides
from ftprep.aggregate.lengths import Lengths
from ftprep.aggregate.openings import Openings
from ftprep.aggregate.pairs import Pairs
from ftprep.aggregate.tools import Tools
from ftprep.aggregate.written import WrittenSize
from ftprep.engine.examine import Examiner
from ftprep.model import Example, Kind, Origin, Turn
from ftprep.normalizers.chat import turns_of
from ftprep.rules.catalog import catalog
from ftprep.rules.context import DEFAULT_THRESHOLDS, Context
from ftprep.rules.gate import Gate
from ftprep.rules.select import levels
from ftprep.shape import Shape, shape_of, shapes_of
from ftprep.targets import resolve
from ftprep.tokens.billing import measure

ROLES = ["system", "developer", "user", "assistant", "tool", "gpt", "User", ""]
TEXTS = st.sampled_from(
    [
        "",
        " ",
        "\n\u2003",
        "a",
        "Yes.",
        "{}",
        '{"a": 1}',
        "Sorry, but I cannot help with that.",
        "\ud83d",
        "x" * 90,
        "The river rises in the hills and runs to the",
        "The café opens at nine. " * 8,
        "How?\n\n###\n\n",
        "###",
        " Fine. END",
        "word " * 500,
        "ÉCOUTE straße \u0000",
    ]
)
CONTEXT = Context(
    target=resolve(None, None, None, None, datetime.date(2026, 9, 1)),
    kind=Kind.CHAT,
    today=datetime.date(2026, 9, 1),
    thresholds=DEFAULT_THRESHOLDS,
)
CODES = tuple(code for code, rule in catalog().items() if rule.check or rule.check_text)
LEVELS = levels(catalog(), {})


def example(said: Sequence[tuple[str, str]], position: int = 0, **more: Any) -> Example:
    messages = [{"role": role, "content": text, **more} for role, text in said]
    turns = turns_of(messages)
    assert turns is not None
    return Example(Origin(0, 0, position), Kind.CHAT, {"messages": messages}, turns)


def completion(prompt: str, answer: str, position: int) -> Example:
    body = {"prompt": prompt, "completion": answer}
    turns = (Turn("user", prompt, False, "/prompt"), Turn("assistant", answer, True, "/completion"))
    return Example(Origin(0, 0, position), Kind.COMPLETION, body, turns)


SAID = st.lists(st.tuples(st.sampled_from(ROLES), TEXTS), min_size=1, max_size=5)
CHATS = st.lists(SAID, min_size=1, max_size=12).map(
    lambda chats: [example(said, position) for position, said in enumerate(chats)]
)
COMPLETIONS = st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=12).map(
    lambda pairs: [completion(*pair, position) for position, pair in enumerate(pairs)]
)
BATCHES = CHATS | COMPLETIONS


@given(SAID)
def test_a_plain_conversation_has_a_shape(said: list[tuple[str, str]]) -> None:
    shape = shape_of(example(said))
    assert shape is not None
    assert shape.roles == tuple(role for role, _ in said)
    assert [shape.is_blank(index) for index in range(len(said))] == [
        not text.strip() for _, text in said
    ]


@pytest.mark.parametrize("more", [{"weight": 1}, {"name": "Ann"}, {"tool_calls": []}])
def test_what_has_more_than_roles_and_texts_has_none(more: dict[str, Any]) -> None:
    assert shape_of(example([("user", "Hi"), ("assistant", "Hello.")], **more)) is None


@pytest.mark.parametrize(
    "body",
    [
        {"messages": [{"role": "user", "content": "Hi"}], "tools": []},
        {"messages": [{"content": "Hi", "weight": 1}]},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]},
        {"messages": [{"role": 7, "content": "Hi"}]},
        {"messages": ["Hi"]},
        {"messages": [["role", "content"]]},
        {"messages": []},
        {"messages": None},
        {"prompt": "Hi"},
        {"prompt": "Hi", "completion": "Hello."},
    ],
)
def test_what_is_no_plain_conversation_has_none(body: dict[str, Any]) -> None:
    messages = body.get("messages")
    turns = turns_of(messages) if isinstance(messages, list) else ()
    assert shape_of(Example(Origin(0), Kind.CHAT, body, turns or ())) is None


def one_by_one(examples: Sequence[Example]) -> list[Any]:
    """What all rules say when none of them is passed over."""
    rules = {code: dataclasses.replace(catalog()[code], of_shape=False) for code in CODES}
    examiner = Examiner(CODES, CONTEXT, LEVELS, frozenset())
    examiner._rules = [rule for rule in rules.values() if rule.check]
    examiner._of_words = examiner._rules
    examiner._beyond_schema = [rule for rule in examiner._rules if not rule.schema_covers]
    tokens = measure(examples, "o200k_base", CONTEXT.target.model)
    return [
        examiner.examine_all([one], [count], [None]).get(0, [])
        for one, count in zip(examples, tokens, strict=True)
    ]


@given(BATCHES)
def test_rules_that_are_asked_once_for_each_shape_miss_nothing(examples: list[Example]) -> None:
    examiner = Examiner(CODES, CONTEXT, LEVELS, frozenset())
    tokens = measure(examples, "o200k_base", CONTEXT.target.model)
    found = examiner.examine_all(examples, tokens, shapes_of(examples))
    assert [found.get(index, []) for index in range(len(examples))] == one_by_one(examples)


@given(BATCHES)
def test_tokens_are_counted_alike(examples: list[Example]) -> None:
    model = CONTEXT.target.model
    unknown: list[Shape | None] = [None] * len(examples)
    assert measure(examples, "o200k_base", model) == measure(examples, "o200k_base", model, unknown)


@given(BATCHES)
def test_fingerprints_are_the_same_whoever_knows_the_shape(examples: list[Example]) -> None:
    for one in examples:
        assert fingerprint(one, shape_of(one)) == fingerprint(one)


@given(BATCHES)
def test_fingerprints_of_a_group_are_those_of_its_examples(examples: list[Example]) -> None:
    for shape in dict.fromkeys(shapes_of(examples)):
        assert shape is not None
        alike = [one for one in examples if shape_of(one) == shape]
        group = Group(shape, alike, measure(alike, "o200k_base", CONTEXT.target.model))
        assert fingerprints(group) == [fingerprint(one) for one in alike]


@pytest.mark.parametrize(
    "kind",
    [
        Affixes, AnswerSides, AnswerSpread, Answers, Inference, LabelSides, Labels, Lengths,
        Openings, Pairs, Tools, WrittenSize,
    ],
)  # fmt: skip
@given(examples=BATCHES)
def test_a_group_is_taken_as_its_examples_are(kind: type, examples: list[Example]) -> None:
    tokens = measure(examples, "o200k_base", CONTEXT.target.model)
    singly, together = kind(), kind()
    for one, count in zip(examples, tokens, strict=True):
        if kind in (Affixes, Inference, Labels):
            singly.add(one)
        else:
            singly.add(one, count)
    assert isinstance(together, Grouping)
    shapes = shapes_of(examples)
    for shape in dict.fromkeys(shapes):
        assert shape is not None
        members = [index for index, other in enumerate(shapes) if other == shape]
        group = Group(shape, [examples[i] for i in members], [tokens[i] for i in members])
        together.add_group(group)
    assert state(singly) == state(together)


def state(value: Any) -> Any:
    """All that an aggregate knows, to compare."""
    if hasattr(value, "__dict__") and type(value).__module__.startswith("ftprep.aggregate"):
        told = list(value) if hasattr(value, "__iter__") else None
        fields = {k: v for k, v in vars(value).items() if not (told is not None and k[0] == "_")}
        return {name: state(one) for name, one in fields.items()}, state(told)
    if isinstance(value, dict):
        return {key: state(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [state(one) for one in value]
    return value


PATTERNS = [rule.gate(CONTEXT) for rule in catalog().values() if rule.check_text and rule.gate]
GATE = Gate(PATTERNS)
PARTS = st.sampled_from(
    [
        "a",
        " ",
        "\n",
        "é",
        "\ud83d",
        "{name}",
        "[INSERT]",
        "TODO",
        "<|im_end|>",
        "â€™",
        "nan",
        "None",
        "ann@contoso.se",
        "+46 8 123 456 78",
        "192.168.1.1",
        "AKIAIOSFODNN7EXAMPLE",
        "\u200b",
        "&amp;",
        "<b>",
        "As an AI language model",
        "\r\n",
        "4716 0582 9374 6108",
        "lorem ipsum",
        "\ufffd",
    ]
)


@given(st.lists(st.lists(PARTS, max_size=4).map("".join), max_size=150))
def test_searching_many_texts_finds_what_searching_each_does(texts: list[str]) -> None:
    expected = [(at, sorted(found)) for at, text in enumerate(texts) if (found := GATE(text))]
    assert [(at, sorted(found)) for at, found in GATE.among(texts)] == expected
