"""Lines that are read together say what they say one by one, and nothing of them is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ftprep.jsontext import plain
from ftprep.readers.json.objects import objects

TEXTS = st.sampled_from(["", "a", '"', "\\", '\\"', '"\\\\"', "é", "\u2028", ",", '":', "-0"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    TEXTS | st.integers(-3, 3) | st.booleans() | st.none() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
LINES = st.lists(
    st.tuples(st.dictionaries(TEXTS, VALUES, max_size=3), st.booleans()).map(
        lambda said: json.dumps(said[0], ensure_ascii=said[1]).encode()
    ),
    min_size=1,
    max_size=6,
)


@given(LINES)
@example([b'{"a": "\\\\"}', b'{"b": "\\""}'])
def test_they_are_what_each_says_alone(lines: list[bytes]) -> None:
    values = objects(lines)
    if values is not None:
        assert values == [plain(line) for line in lines]


@given(st.lists(st.dictionaries(TEXTS, TEXTS | st.lists(TEXTS | st.none())), min_size=1))
def test_texts_are_read_together(values: list[Any]) -> None:
    assert objects([json.dumps(value).encode() for value in values]) == values


@pytest.mark.parametrize(
    "line",
    [
        b'{"a": 1, "a": 2}',
        b'{"a": "b", "a": "b"}',
        b'{"a": "\\"", "\\u0061": "c"}',
        b'{"a": {"b": null, "b": null}}',
        b'{"a": 1.10}',
        b'{"a": -0}',
        b'{"a": 123456789012345678901234567890}',
        b'{"a": "' + b'\\"' * 4 + b'", "a": ""}',
        b'{"a": ' + b"[" * 300 + b"]" * 300 + b"}",
        b'{"a": "\\ud800"}',
        b'{"a": "\xff"}',
        b'{"a": 1} {"b": 2}',
        b'["a"]',
        b'"a"',
        b"",
        b'{"a": ',
        b"{'a': 'b'}",
        b'{"a": NaN}',
    ],
)
def test_where_anything_might_be_lost_they_are_read_one_by_one(line: bytes) -> None:
    assert objects([b'{"x": "y"}', line, b'{"x": "\\"z\\\\"}']) is None
