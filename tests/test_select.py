"""Selection as a truth table: the longest prefix decides."""

from __future__ import annotations

import pytest

from ftprep.errors import UsageError
from ftprep.select import is_selected, selected

TABLE = [
    # code      select            ignore            on
    ("MSG003", (), (), True),
    ("MSG003", ("MSG",), (), True),
    ("MSG003", ("DUP",), (), False),
    ("MSG003", (), ("MSG",), False),
    ("MSG003", (), ("MSG003",), False),
    ("MSG003", ("MSG003",), ("MSG",), True),
    ("MSG003", ("MSG",), ("MSG003",), False),
    ("MSG003", ("MSG0",), ("MSG",), True),
    ("MSG003", ("M",), ("MSG00",), False),
    ("MSG003", ("MSG003",), ("MSG003",), False),
    ("MSG003", ("DUP", "MSG003"), ("DUP",), True),
    ("DUP001", ("DUP", "MSG003"), ("DUP",), False),
]


@pytest.mark.parametrize(("code", "select", "ignore", "on"), TABLE)
def test_the_longest_prefix_decides(
    code: str, select: tuple[str, ...], ignore: tuple[str, ...], on: bool
) -> None:
    assert is_selected(code, select, ignore) is on


def test_a_misspelt_prefix_is_told() -> None:
    with pytest.raises(UsageError, match='no rule begins with "MGS"'):
        selected(("MSG001", "DUP001"), ("MGS",), ())
