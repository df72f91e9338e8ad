"""`@frozen`, held against the dataclasses that it stands in for."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.frozen import frozen


@frozen
class Point:
    x: int
    y: str = "a"
    tags: tuple[str, ...] = ()
    named: Mapping[str, int] = dataclasses.field(default_factory=dict)

    @property
    def twice(self) -> int:
        return self.x * 2


@dataclasses.dataclass(frozen=True)
class Standard:
    x: int
    y: str = "a"
    tags: tuple[str, ...] = ()
    named: Mapping[str, int] = dataclasses.field(default_factory=dict)


@frozen
class Foreign:
    x: int
    y: str = "a"
    tags: tuple[str, ...] = ()
    named: Mapping[str, int] = dataclasses.field(default_factory=dict)


values = st.lists(st.sampled_from([0, 1, "a", (), {}]), max_size=5)
names = st.dictionaries(st.sampled_from(["x", "y", "tags", "named", "wrong"]), st.integers(0, 2))


def outcome(make: Callable[[], object]) -> object:
    try:
        return make()
    except TypeError:
        return TypeError


@given(values, names)
def test_it_is_made_from_what_a_dataclass_is_made_from(
    given: list[Any], named: dict[str, Any]
) -> None:
    ours = outcome(lambda: Point(*given, **named))
    standard = outcome(lambda: Standard(*given, **named))
    if isinstance(ours, Point) and isinstance(standard, Standard):
        assert repr(ours).removeprefix("Point") == repr(standard).removeprefix("Standard")
        assert dataclasses.asdict(ours) == dataclasses.asdict(standard)
        assert outcome(lambda: hash(ours)) == outcome(lambda: hash(standard))
    else:
        assert ours is standard is TypeError


@given(values, values)
def test_two_are_equal_when_their_fields_are(one: list[Any], two: list[Any]) -> None:
    one, two = (one or [0])[:4], (two or [0])[:4]
    assert (Point(*one) == Point(*two)) == (Standard(*one) == Standard(*two))
    others: list[object] = [Foreign(*one), tuple(one)]
    assert Point(*one) not in others


def test_it_never_changes() -> None:
    point: Any = Point(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.x = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.new = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del point.x
    assert point == Point(1)


def test_dataclasses_and_pickle_know_it() -> None:
    point = Point(1, named={"b": 2})
    assert dataclasses.is_dataclass(point)
    own, standard = dataclasses.fields(point), dataclasses.fields(Standard)
    assert [(field.name, field.type) for field in own] == [(f.name, f.type) for f in standard]
    assert Point.__annotations__ == Standard.__annotations__
    assert dataclasses.replace(point, x=2) == Point(2, named={"b": 2})
    assert pickle.loads(pickle.dumps(point)) == point
    assert copy.deepcopy(point) == point
    assert point.twice == 2


@pytest.mark.parametrize(
    ("given", "named", "said"),
    [
        ((), {}, "needs a value for 'x'"),
        ((1,), {"x": 1}, "has no field 'x', or has it twice"),
        ((1,), {"z": 1}, "has no field 'z'"),
        ((1, "a", (), {}, 5), {}, "has fewer fields"),
    ],
)
def test_what_does_not_fit_is_named(
    given: tuple[Any, ...], named: dict[str, Any], said: str
) -> None:
    with pytest.raises(TypeError, match=f"^Point {said}"):
        Point(*given, **named)


def test_a_default_that_would_be_shared_is_refused() -> None:
    with pytest.raises(ValueError, match="mutable default"):
        frozen(type("Shared", (), {"__annotations__": {"x": list}, "x": []}))


def test_a_default_that_is_a_function_is_no_method() -> None:
    made: Any = frozen(type("Made", (), {"__annotations__": {"run": object}, "run": len}))
    own: Any = frozen(type("Own", (), {"__annotations__": {"run": object}, "run": outcome}))
    assert made().run is len
    assert own().run is outcome
