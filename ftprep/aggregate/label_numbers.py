"""The labels of many examples, in two bytes each."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from ftprep.aggregate.labels import MOST_LABELS

__all__ = ["LabelNumbers"]


class LabelNumbers:
    """A list of labels. At most `MOST_LABELS` different ones: with more of them all are forgotten,
    since texts are no classes."""

    def __init__(self) -> None:
        self._numbers = array("H")
        self._names: dict[str | None, int] = {None: 0}
        self._too_many = False
        """Whether labels were forgotten."""

    def __len__(self) -> int:
        """Number of examples."""
        return len(self._numbers)

    @property
    def bytes(self) -> int:
        """Memory of the numbers."""
        return self._numbers.itemsize * len(self._numbers)

    def names(self) -> list[str | None]:
        """The label of each example; None for all of them where there were too many."""
        names = list(self._names)
        return [names[number] for number in self._numbers]

    def extend(self, labels: Sequence[str | None]) -> None:
        """Take in those of some more examples."""
        numbers = [self._names.setdefault(label, len(self._names)) for label in labels]
        if not self._few():
            numbers = [0] * len(numbers)
        self._numbers.extend(numbers)

    def merge(self, other: LabelNumbers) -> None:
        """Take in all of another."""
        numbers = [self._names.setdefault(label, len(self._names)) for label in other._names]
        self._too_many = self._too_many or other._too_many
        if self._few():
            self._numbers.extend([numbers[number] for number in other._numbers])
        else:
            self._numbers.extend([0] * len(other))

    def _few(self) -> bool:
        """Whether there are few enough labels; forgets them if not."""
        if self._too_many or len(self._names) > 1 + MOST_LABELS:
            self._too_many = True
            self._names = {None: 0}
            self._numbers = array("H", bytes(2 * len(self._numbers)))
        return not self._too_many
