"""Which examples are like others: equal but for case, spaces and punctuation, or nearly equal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from operator import add
from typing import Any, Final, TypeVar

from ftprep.aggregate.fingerprint import Fingerprint
from ftprep.aggregate.near_rows import NearRows
from ftprep.aggregate.said import Said, said
from ftprep.model import Example, Origin
from ftprep.near.overlap import Overlap, PlainOverlap, View, name
from ftprep.near.sketch import Sketches

__all__ = ["Near"]

_Concluded = TypeVar("_Concluded")

_PENDING: Final = 1 << 20
"""Characters of text that wait to be sketched together …"""
_MOST_PENDING: Final = 1 << 13
"""… in so many examples at most."""
_FEW: Final = 200_000
"""Characters of text, and with the next number of examples, below which plain Python is done sooner
than numpy is loaded (0.14 s)."""
_FEW_EXAMPLES: Final = 400


class _Waiting:
    """Columns of the examples of which the texts are not sketched yet."""

    def __init__(self) -> None:
        self.prompts: list[str] = []
        self.answers: list[str] = []
        self.origins: list[Origin] = []
        self.wholes: list[bytes] = []
        self.asked: list[bytes] = []
        self.systems: list[str | None] = []
        self.lengths: list[int] = []
        self.labels: list[str | None] = []


class Near:
    """Sketches of all examples, and what follows from them.

    The prompt of an example is all that is said before the last answer, without system and
    developer texts. All results are the same in whatever order examples came and were merged.

    Memory: 36 bytes per example, and 2 for each shingle as long as these are few (`Shingles`).
    """

    def __init__(self) -> None:
        self._sketches = Sketches()
        self._waiting = _Waiting()
        self._characters = 0
        """Of the texts that wait."""
        self._rows = NearRows()
        self._stamps: dict[int, str] = {}
        """Example → what tells how new it is, where something does."""
        self._overlap: Overlap | None = None
        self._clusters: dict[View, tuple[list[list[int]], int]] = {}
        self._concluded: dict[object, Any] = {}
        self.classification = False
        """Whether the labels are classes; said by whoever knows, once all is merged."""

    def __len__(self) -> int:
        """Number of examples."""
        return len(self._rows) + len(self._waiting.labels)

    @property
    def bytes(self) -> int:
        """Memory in use for the examples."""
        return self.sketches().memory + self._rows.memory

    def add(
        self,
        example: Example,
        fingerprint: Fingerprint,
        label: str | None = None,
        stamp: str = "",
    ) -> None:
        """Take in one example; `stamp` tells how new it is, see `ftprep.near.keep`."""
        if stamp:
            self._stamps[len(self)] = stamp
        self.add_all([said(example)], [example.origin], [fingerprint], [label])

    def add_all(
        self,
        texts: Sequence[Said],
        origins: Sequence[Origin],
        fingerprints: Sequence[Fingerprint],
        labels: Sequence[str | None],
    ) -> None:
        """Take in many examples, column by column."""
        if not texts:
            return
        self._overlap = None
        waiting = self._waiting
        prompts, answers, systems = zip(*texts, strict=True)
        wholes, asked, _, _ = zip(*fingerprints, strict=True)
        lengths = list(map(add, map(len, prompts), map(len, answers)))
        waiting.prompts += prompts
        waiting.answers += answers
        waiting.origins += origins
        waiting.wholes += wholes
        waiting.asked += asked
        waiting.systems += systems
        waiting.lengths += lengths
        waiting.labels += labels
        self._characters += sum(lengths)
        if self._characters >= _PENDING or len(waiting.labels) >= _MOST_PENDING:
            self.sketches()

    def merge(self, other: Near) -> None:
        """Take in another shard's examples; the other must not be used any more."""
        if not len(self):
            # The first is taken over as it is: to copy it would double the memory.
            vars(self).update(vars(other))
            return
        self._overlap = None
        self._stamps.update((len(self) + row, stamp) for row, stamp in other._stamps.items())
        self.sketches().extend(other.sketches())
        self._rows.merge(other._rows)

    def sketches(self) -> Sketches:
        """The sketches of all examples so far."""
        waiting = self._waiting
        if waiting.labels:
            self._waiting = _Waiting()
            self._sketch(waiting.prompts, waiting.answers)
            self._rows.extend(
                waiting.origins, waiting.wholes, waiting.asked, waiting.systems, waiting.lengths,
                waiting.labels,
            )  # fmt: skip
        return self._sketches

    def _sketch(self, prompts: Sequence[str], answers: Sequence[str]) -> None:
        few = self._characters < _FEW and not len(self._sketches)
        if few and "numpy" not in sys.modules:
            for pair in zip(prompts, answers, strict=True):
                self._sketches.add(*pair)
        else:
            from ftprep.near.bulk import add_all

            add_all(self._sketches, prompts, answers)
        self._characters = 0

    def origin(self, example: int) -> Origin:
        """Where an example stands."""
        self.sketches()
        return self._rows.places[example]

    def source(self, example: int) -> int:
        """The index of the input where it stands."""
        return self.origin(example).source

    def labels(self) -> list[str | None]:
        """The label of each example, or its answer where that is short."""
        self.sketches()
        return self._rows.labels.names()

    def whole(self, example: int) -> int:
        """Equal for exact copies."""
        digest = name(self.sketches().digests, example, View.WHOLE)
        return digest << 32 | self._rows.wholes[example]

    def prompt(self, example: int) -> int:
        """Equal for examples whose prompts are equal in every character."""
        digest = name(self.sketches().digests, example, View.PROMPT)
        return digest << 32 | self._rows.prompts[example]

    def system(self, example: int) -> int:
        """Equal for examples of one cluster with the same system and developer texts."""
        self.sketches()
        return self._rows.systems[example]

    def length(self, example: int) -> int:
        """Characters of its prompt and answer."""
        self.sketches()
        return self._rows.lengths[example]

    def stamp(self, example: int) -> str:
        """What tells how new it is; empty where nothing does."""
        return self._stamps.get(example, "")

    def similarities(self, view: View, pairs: Sequence[tuple[int, int]]) -> list[float]:
        """How alike the examples of each pair are, 0 to 1."""
        return self._compared().similarities(view, pairs)

    def clusters(self, view: View) -> list[list[int]]:
        """Groups of two or more examples that are alike, also the exact copies among them; each in
        reading order, and all in that of their first. Being alike is handed on: an example may be
        unlike another of its cluster, but there is a chain of like ones between them."""
        groups, _ = self._found(view)
        return groups

    def crowded(self, view: View) -> int:
        """Number of distinct examples that share so many phrases with so many others that they were
        not compared with all of them."""
        return self._found(view)[1]

    @property
    def count(self) -> int:
        """Number of examples that are nearly equal to an earlier one with the same system text,
        without the exact copies."""
        systems = self._rows.systems
        return sum(
            len({self.whole(row) for row in cluster}) - len({systems[row] for row in cluster})
            for cluster in self.clusters(View.WHOLE)
        )

    def once(self, key: object, conclude: Callable[[], _Concluded]) -> _Concluded:
        """What is concluded from all examples, worked out once for all rules that ask for it."""
        self._compared()
        if key not in self._concluded:
            self._concluded[key] = conclude()
        concluded: _Concluded = self._concluded[key]
        return concluded

    def _found(self, view: View) -> tuple[list[list[int]], int]:
        overlap = self._compared()
        if view not in self._clusters:
            groups, crowded = overlap.clusters(view)
            for group in groups:
                group.sort(key=self.origin)
            groups.sort(key=lambda group: self.origin(group[0]))
            self._clusters[view] = groups, crowded
        return self._clusters[view]

    def _compared(self) -> Overlap:
        if self._overlap is None:
            self._clusters, self._concluded = {}, {}
            sketches = self.sketches()
            if len(self) <= _FEW_EXAMPLES and "numpy" not in sys.modules:
                self._overlap = PlainOverlap(sketches)
            else:
                from ftprep.near.bulk_overlap import BulkOverlap

                self._overlap = BulkOverlap(sketches)
        return self._overlap

    def __getstate__(self) -> dict[str, object]:
        """What travels between processes: sketches, no texts and nothing that was concluded."""
        self.sketches()
        return {**vars(self), "_overlap": None, "_clusters": {}, "_concluded": {}}
