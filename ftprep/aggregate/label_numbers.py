"""The labels of many examples, in two bytes each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from ftprep.aggregate.labels import MOST_LABELS

__all__ = ["LabelNumbers"]


class LabelNumbers:
    """A list of labels. At most `MOST_LABELS` different ones: with more of them all are forgotten,
    since texts are no classes.

    Memory: 2 bytes for each, and nothing once they are forgotten.
    """

    def __init__(self) -> None:
        self._count = 0
        self._names: list[str | None] = [None]
        self._known: dict[str | None, int] = {None: 0}
        """Name → its place among the names."""
        self._numbers = array("H")
        """Places among the names; none at all where there were too many."""
        self._too_many = False
        """Whether labels were forgotten."""

    def __len__(self) -> int:
        """Number of examples."""
        return self._count

    def __getitem__(self, at: int) -> str | None:
        """The label of an example; None for all of them where there were too many."""
        return None if self._too_many else self._names[self._numbers[at]]

    @property
    def bytes(self) -> int:
        """Memory of the numbers."""
        return self._numbers.itemsize * len(self._numbers)

    def names(self) -> list[str | None]:
        """The label of each example; None for all of them where there were too many."""
        if self._too_many:
            return [None] * self._count
        return [self._names[number] for number in self._numbers]

    def extend(self, labels: Sequence[str | None]) -> None:
        """Take in those of some more examples."""
        self._count += len(labels)
        numbers = self._places(labels)
        self._numbers.extend(map(numbers.__getitem__, () if self._too_many else labels))

    def merge(self, other: LabelNumbers) -> None:
        """Take in all of another."""
        self._count += other._count
        if other._too_many:
            self._forget()
        numbers = self._places(other._names)
        places = [numbers.get(name, 0) for name in other._names]
        self._numbers.extend(map(places.__getitem__, () if self._too_many else other._numbers))

    def arrange(self, order: Iterable[int]) -> None:
        """Put the examples into another order, given by their present places."""
        if not self._too_many:
            self._numbers = array("H", map(self._numbers.__getitem__, order))

    def _places(self, labels: Iterable[str | None]) -> dict[str | None, int]:
        """Name → place, with these labels among them unless there are too many."""
        for label in () if self._too_many else dict.fromkeys(labels):
            if label not in self._known:
                self._known[label] = len(self._names)
                self._names.append(label)
        if len(self._names) > 1 + MOST_LABELS:
            self._forget()
        return self._known

    def _forget(self) -> None:
        self._too_many = True
        self._names, self._known = [None], {None: 0}
        self._numbers = array("H")
