"""Rows that are understood together are understood as each would be by itself."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.model import Kind, Origin, Record
from ftprep.normalizers import known_normalizer, normalize
from ftprep.normalizers.normalizer import Many, Request
from ftprep.shape import shape_of

KEYS = st.sampled_from(
    [
        ("prompt", "completion"),
        ("completion", "prompt"),
        ("Prompt", "COMPLETION"),
        ("prompt", "completion", "label"),
        ("prompt", "completion", "id"),
        ("prompt", "completion", "system"),
        ("question", "answer"),
        ("question", "answer", "system"),
        ("system prompt", "question", "answer"),
        ("text", "label"),
        ("text", "category"),
        ("question", "answer", "category"),
        ("a", "b"),
        ("a", "b", "c", "d"),
        ("a.x", "b"),
        ("a", "b.y"),
    ]
)
TEXTS = st.sampled_from(["Why?", "So.", " a\nb ", "é", "0", "nan", "{a}", "\ud83d"])
ODD = st.sampled_from(
    [
        *("", " ", "\n\u2003", None, 7, 1.5, True, float("nan"), [], {}, {"x": "inside"}),
        [{"role": "user", "content": "Hi"}],
        [{"type": "text", "text": "Hi"}],
    ]
)
REQUESTS = st.builds(
    Request,
    kind=st.sampled_from(Kind),
    columns=st.sampled_from(
        [
            {},
            {"user": "a", "assistant": "b"},
            {"user": "a.x", "assistant": "b"},
            {"prompt": "a", "completion": "b.y", "system": "c"},
            {"user": "a", "label": "b"},
            {"user": "a", "assistant": "b", "label": "c", "system": "d"},
            {"user": "question", "assistant": "answer", "label": "category"},
            {"system": "system"},
        ]
    ),
    templates=st.sampled_from([{}, {}, {}, {"user": "Say {a}"}, {"assistant": "{b}!"}]),
    system=st.sampled_from([None, "", " ", "Be kind."]),
)


@st.composite
def tables(draw: st.DrawFn) -> list[Record]:
    """Records of the same keys, most of whose values are texts."""
    keys = draw(KEYS)
    values = draw(st.sampled_from([TEXTS, st.one_of(TEXTS, TEXTS, TEXTS, ODD)]))
    rows = draw(st.lists(st.tuples(*(values for _ in keys)), max_size=6))
    return [
        Record(Origin(0, 2, at, at + 5), dict(zip(keys, row, strict=True)))
        for at, row in enumerate(rows)
    ]


def together(records: list[Record], request: Request) -> list[Any]:
    """What `many` gives; None for each record where the normalizer has none."""
    _, normalizer = known_normalizer(tuple(records[0].data), request, {})
    return list(normalizer.many(records)) if isinstance(normalizer, Many) else [None] * len(records)


@given(tables(), REQUESTS)
def test_rows_are_understood_together_as_each_by_itself(
    records: list[Record], request: Request
) -> None:
    if not records:
        return
    for record, found in zip(records, together(records, request), strict=True):
        if found is not None:
            example, findings = normalize(record, request, {})
            assert found == (example, example and shape_of(example))
            assert found[1] is (example and shape_of(example))
            assert findings == ()
            assert list(found[0].body) == list(example.body if example else {})
            assert list(found[0].columns) == list(example.columns if example else {})


PLAIN = {"question": "Why?", "answer": "So."}


@pytest.mark.parametrize(
    ("data", "columns"),
    [
        ({"prompt": "Why?", "completion": "So."}, {}),
        (PLAIN, {}),
        ({**PLAIN, "system": "Be kind."}, {}),
        ({**PLAIN, "system": ""}, {}),
        ({"text": "Hi", "label": "greeting"}, {}),
        ({"a": "Why?", "b": "So."}, {"user": "a", "assistant": "b"}),
        ({"a": "Why?", "b": "So.", "c": ""}, {"user": "a", "assistant": "b", "label": "c"}),
    ],
)
@pytest.mark.parametrize("kind", [Kind.CHAT, Kind.COMPLETION, Kind.REINFORCEMENT])
@pytest.mark.parametrize("system", [None, "Be short."])
def test_plain_rows_are_understood_together(
    data: dict[str, str], columns: dict[str, str], kind: Kind, system: str | None
) -> None:
    request = Request(kind, columns, system=system)
    records = [Record(Origin(0, 0, at), data) for at in range(3)]
    assert None not in together(records, request)


@pytest.mark.parametrize(
    "odd",
    [
        {"question": "", "answer": "So."},
        {"question": "Why?", "answer": " "},
        {"question": None, "answer": "So."},
        {"question": 7, "answer": "So."},
        {"question": [], "answer": "So."},
    ],
)
def test_an_odd_row_is_left_to_be_understood_by_itself(odd: dict[str, Any]) -> None:
    records = [Record(Origin(0, 0, at), data) for at, data in enumerate([PLAIN, odd, PLAIN])]
    for kind in (Kind.CHAT, Kind.COMPLETION):
        first, second, third = together(records, Request(kind))
        assert second is None
        assert first is not None
        assert third is not None
        assert third[0].origin.position == 2


def test_rows_with_something_to_tell_of_each_are_not_understood_together() -> None:
    records = [Record(Origin(0), {**PLAIN, "id": "1"})]
    assert together(records, Request()) == [None]
    assert together([Record(Origin(0), PLAIN)], Request(templates={"user": "{question}!"})) == [
        None
    ]
