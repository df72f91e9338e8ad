"""Conversations that are understood together are what they are one by one."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from ftprep.model import Kind, Origin, Record
from ftprep.normalizers import normalizer_for
from ftprep.normalizers.normalizer import Many, Request
from ftprep.shape import shape_of

ROLES = st.sampled_from(["system", "user", "assistant", "assistant", "gpt", "", 7, None, ["user"]])
CONTENTS = st.sampled_from(
    ["", " ", "Hi.", "é\ud83d", None, 7, [], [{"type": "text", "text": "Hi."}], {"text": "Hi."}]
)
MESSAGES: st.SearchStrategy[Any] = (
    st.fixed_dictionaries(
        {"role": ROLES, "content": CONTENTS},
        optional={"weight": st.sampled_from([0, 1]), "name": st.just("Ann")},
    )
    | st.fixed_dictionaries({"content": CONTENTS, "name": st.just("Ann")})
    | st.sampled_from(["role", None, 7, ["role", "content"], {}])
)
PLAIN = st.fixed_dictionaries(
    {"role": st.sampled_from(["system", "user", "assistant"]), "content": st.just("Hi.")}
)
CHATS: st.SearchStrategy[Any] = (
    st.lists(PLAIN, max_size=4)
    | st.lists(MESSAGES, max_size=4)
    | st.sampled_from([None, "messages", {"role": "user", "content": "Hi."}, 7])
)


@given(
    st.lists(CHATS, min_size=1, max_size=8),
    st.booleans(),
    st.sampled_from([Kind.CHAT, Kind.REINFORCEMENT]),
)
@example([[{"role": "user", "content": "Hi."}] * 200], False, Kind.CHAT)
def test_they_are_what_each_is_alone(chats: list[Any], tagged: bool, kind: Kind) -> None:
    records = [
        Record(Origin(0, 0, at, at + 1), {"messages": chat, **({"id": at} if tagged else {})})
        for at, chat in enumerate(chats)
    ]
    layout, normalizer = normalizer_for(tuple(records[0].data), Request(kind))
    assert layout is not None
    assert isinstance(normalizer, Many)
    together = list(normalizer.many(records))
    assert len(together) == len(records)
    for record, found in zip(records, together, strict=True):
        alone, findings = normalizer(record)
        if found is None:
            continue
        assert alone is not None
        assert found == (alone, shape_of(alone))
        assert not findings


@given(st.lists(st.lists(PLAIN, min_size=1, max_size=4), min_size=1))
def test_plain_ones_are_understood_together(chats: list[Any]) -> None:
    records = [Record(Origin(0, 0, at), {"messages": chat}) for at, chat in enumerate(chats)]
    _, normalizer = normalizer_for(("messages",), Request())
    assert isinstance(normalizer, Many)
    assert all(found is not None for found in normalizer.many(records))
