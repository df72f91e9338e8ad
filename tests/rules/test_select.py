"""Selection as a truth table: the longest prefix decides."""

from __future__ import annotations

import pytest

from ftprep.errors import UsageError
from ftprep.rules.catalog import catalog
from ftprep.rules.select import is_selected, selected

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
    ("MSG003", ("ALL",), (), True),
    ("MSG003", ("ALL", "TXT043"), (), True),
    ("MSG003", ("ALL",), ("MSG",), False),
    ("MSG003", ("ALL",), ("ALL",), False),
    ("MSG003", ("MSG",), ("ALL",), True),
]

ON_DEMAND = [
    # select            ignore        on
    ((), (), False),
    (("ALL",), (), False),
    (("TXT",), (), False),
    (("TXT04",), (), False),
    (("TXT043",), (), True),
    (("ALL", "TXT043"), (), True),
    (("TXT", "TXT043"), (), True),
    (("TXT043",), ("TXT",), True),
    (("TXT043",), ("TXT043",), False),
]


@pytest.mark.parametrize(("code", "select", "ignore", "on"), TABLE)
def test_the_longest_prefix_decides(
    code: str, select: tuple[str, ...], ignore: tuple[str, ...], on: bool
) -> None:
    assert is_selected(code, select, ignore) is on


@pytest.mark.parametrize(("select", "ignore", "on"), ON_DEMAND)
def test_a_rule_on_demand_is_on_only_by_its_whole_code(
    select: tuple[str, ...], ignore: tuple[str, ...], on: bool
) -> None:
    assert is_selected("TXT043", select, ignore, on_demand=True) is on


def test_the_word_for_all_is_what_is_asked_without_a_word() -> None:
    unasked = selected(catalog(), (), ())
    assert selected(catalog(), ("ALL",), ()) == unasked
    on_demand = [code for code, rule in catalog().items() if rule.on_demand]
    assert set(catalog()) - set(unasked) == set(on_demand)
    assert selected(catalog(), ("ALL", *on_demand), ()) == tuple(catalog())


def test_a_misspelt_prefix_is_told() -> None:
    with pytest.raises(UsageError, match='no rule begins with "MGS"'):
        selected(catalog(), ("MGS",), ())
