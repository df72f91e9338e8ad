"""What is packed comes out as it went in, in whatever pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ftprep.aggregate.label_numbers import LabelNumbers
from ftprep.aggregate.labels import MOST_LABELS
from ftprep.aggregate.places import Places
from ftprep.model import Origin

numbers = st.integers(0, 2**32 - 1)
few = st.integers(0, 2)
origins = st.builds(Origin, few, few, numbers, st.one_of(few, numbers), st.one_of(few, numbers))
pieces = st.lists(st.lists(origins, max_size=8), max_size=4)


@given(pieces, pieces)
def test_places(here: list[list[Origin]], there: list[list[Origin]]) -> None:
    one, other = Places(), Places()
    for places, parts in ((one, here), (other, there)):
        for part in parts:
            places.extend(part)
    one.merge(other)
    expected = [origin for part in (*here, *there) for origin in part]
    assert [one[at] for at in range(len(one))] == list(one) == expected
    order = sorted(range(len(expected)), key=expected.__getitem__)
    one.arrange(order)
    assert list(one) == sorted(expected)


labels = st.lists(st.sampled_from([None, "a", "b", "c", "d"]), max_size=8)


@given(labels, labels)
def test_labels(here: list[str | None], there: list[str | None]) -> None:
    one, other = LabelNumbers(), LabelNumbers()
    one.extend(here)
    other.extend(there)
    one.merge(other)
    expected = here + there
    assert [one[at] for at in range(len(one))] == one.names() == expected
    order = list(range(len(expected)))[::-1]
    one.arrange(order)
    assert one.names() == expected[::-1]


def test_too_many_labels_are_forgotten_in_any_cut() -> None:
    names = [str(at) for at in range(MOST_LABELS + 1)]
    for cut in (0, 1, MOST_LABELS // 2, MOST_LABELS, MOST_LABELS + 1):
        one, other = LabelNumbers(), LabelNumbers()
        one.extend(names[:cut])
        other.extend(names[cut:])
        one.merge(other)
        assert one.names() == [None] * len(names)
        assert (one[0], one.bytes) == (None, 0)
