"""`NamedTuple`, held against that of `typing`, which it stands in for."""

from __future__ import annotations

import copy
import inspect
import pickle
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.named import NamedTuple


class Point(NamedTuple):
    """Where something is."""

    x: int
    y: str = "a"
    tags: tuple[str, ...] = ()

    @property
    def twice(self) -> int:
        """A property of its own."""
        return self.x * 2


class Standard(typing.NamedTuple):
    """Where something is."""

    x: int
    y: str = "a"
    tags: tuple[str, ...] = ()

    @property
    def twice(self) -> int:
        """A property of its own."""
        return self.x * 2


class Bare(NamedTuple):
    only: Mapping[str, int]


class Empty(NamedTuple):
    pass


values = st.lists(st.sampled_from([0, 1, "a", ()]), max_size=5)
names = st.dictionaries(st.sampled_from(["x", "y", "tags", "wrong"]), st.integers(0, 2))


def outcome(make: Callable[[], Any]) -> object:
    """What is made, as it reads; or the error, in which the class may be named."""
    try:
        return repr(make()).replace("Standard", "Point")
    except (TypeError, ValueError) as error:
        return type(error), str(error).replace("Standard", "Point")


@given(values, names)
def test_it_is_made_from_what_the_other_is_made_from(
    given: list[Any], named: dict[str, Any]
) -> None:
    made = outcome(lambda: Point(*given, **named))
    assert made == outcome(lambda: Standard(*given, **named))


@given(values)
def test_it_is_made_of_a_row(given: list[Any]) -> None:
    assert outcome(lambda: Point._make(given)) == outcome(lambda: Standard._make(given))


@given(names)
def test_its_fields_are_replaced(named: dict[str, Any]) -> None:
    made = outcome(lambda: Point(1)._replace(**named))
    assert made == outcome(lambda: Standard(1)._replace(**named))


def test_it_is_a_tuple() -> None:
    point = Point(3, tags=("b",))
    assert point == (3, "a", ("b",))
    assert hash(point) == hash((3, "a", ("b",)))
    assert [getattr(point, name) for name in ("x", "y", "tags", "twice")] == [3, "a", ("b",), 6]
    assert Point.__mro__ == (Point, tuple, object)
    assert Empty() == ()
    assert Bare({}).only == {}
    for name in ("x", "other"):
        with pytest.raises(AttributeError):
            setattr(point, name, 4)


def test_others_see_what_they_see_of_the_standard_one() -> None:
    for told in ("_fields", "_field_defaults", "__match_args__", "__doc__"):
        assert getattr(Point, told) == getattr(Standard, told)
    assert typing.get_type_hints(Point) == typing.get_type_hints(Standard)
    assert inspect.signature(Point).parameters.keys() == {"x", "y", "tags"}
    assert Point(1)._asdict() == Standard(1)._asdict()
    assert Bare.__doc__ == "Bare(only)"
    assert (Point.__name__, Point.__qualname__, Point.__module__) == ("Point", "Point", __name__)
    match Point(1, "z"):
        case Point(x, y):
            assert (x, y) == (1, "z")


def test_it_travels_and_is_copied() -> None:
    point = Point(3, tags=("b",))
    for made in (pickle.loads(pickle.dumps(point)), copy.copy(point), copy.deepcopy(point)):
        assert type(made) is Point
        assert made == point


def test_a_default_stands_behind_all_without() -> None:
    body = {"__annotations__": {"x": int, "y": int}, "x": 1}
    with pytest.raises(TypeError, match="without a default"):
        types.new_class("Wrong", (NamedTuple,), exec_body=lambda own: own.update(body))
