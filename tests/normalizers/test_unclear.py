"""What is proposed for columns that no layout fits."""

from __future__ import annotations

import pytest

from ftprep.normalizers.normalizer import Request
from ftprep.normalizers.unclear import arguments, explain


@pytest.mark.parametrize(
    ("row", "flags"),
    [
        (
            {"id": "47", "body": "Why?", "stamp": "2016-10-15 19:29:57.02034", "more": "Because."},
            "--map user=body --map assistant=more",
        ),
        (
            {"a": "質問は何ですか", "b": "+46 8 123 456 789 00", "c": "答えです"},
            "--map user=a --map assistant=c",
        ),
        ({"question": "定座后多久买票", "id": "1"}, "--map user=question --map assistant=COLUMN"),
        ({"a": "12", "b": "34"}, "--map user=a --map assistant=b"),
    ],
)
def test_the_columns_of_words_are_proposed(row: dict[str, str], flags: str) -> None:
    why = explain(tuple(row), Request())
    assert arguments(why, row, Request())["flags"] == flags
