"""A change of texts reaches the body and the turns alike, and nothing else."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ftprep.model import Kind, Origin, Record
from ftprep.normalizers import normalize
from ftprep.normalizers.normalizer import Request
from ftprep.rules.rewrite import rewritten

WORDS = st.text(max_size=8)
CONTENT = st.one_of(
    WORDS, st.lists(st.fixed_dictionaries({"type": st.just("text"), "text": WORDS}), min_size=1)
)
CALL = st.fixed_dictionaries(
    {
        "id": st.just("call_1"),
        "type": st.just("function"),
        "function": st.fixed_dictionaries({"name": st.just("f"), "arguments": WORDS}),
    }
)
ASSISTANT = st.fixed_dictionaries(
    {"role": st.just("assistant"), "content": CONTENT}, optional={"tool_calls": st.lists(CALL)}
)
USER = st.fixed_dictionaries({"role": st.just("user"), "content": CONTENT})


@given(st.lists(st.one_of(USER, ASSISTANT), min_size=1, max_size=4))
def test_the_body_says_what_the_turns_say(messages: list[Any]) -> None:
    record = Record(Origin(0), {"messages": messages})
    before = deepcopy(messages)
    example, _ = normalize(record, Request(Kind.CHAT), {})
    if example is None:
        return
    changed = rewritten(example, lambda turn: turn.text.upper())
    assert messages == before
    again, _ = normalize(Record(Origin(0), changed.body), Request(Kind.CHAT), {})
    assert again is not None
    assert again.turns == changed.turns
    assert [turn.text for turn in changed.turns] == [turn.text.upper() for turn in example.turns]


def test_no_change_is_the_same_object() -> None:
    record = Record(Origin(0), {"messages": [{"role": "user", "content": "Hi"}]})
    example, _ = normalize(record, Request(Kind.CHAT), {})
    assert example is not None
    assert rewritten(example, lambda turn: turn.text) is example
