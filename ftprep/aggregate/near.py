"""Which examples are like others: equal but for case, spaces and punctuation, or nearly equal."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import Any, Final, TypeVar

from ftprep.aggregate.fingerprint import Fingerprint, last_trained
from ftprep.model import Example, Origin, Turn
from ftprep.near.normal import normal
from ftprep.near.overlap import Overlap, PlainOverlap, View
from ftprep.near.sketch import Sketches

__all__ = ["Near"]

_Concluded = TypeVar("_Concluded")

_PENDING: Final = 1 << 22
"""Bytes of text that wait to be sketched together."""
_FEW: Final = 200_000
"""Bytes of text, and with the next number of examples, below which plain Python is done sooner than
numpy is loaded (0.14 s)."""
_FEW_EXAMPLES: Final = 400
_ASIDE: Final = frozenset({"system", "developer"})
"""Roles whose texts are the same in many examples and say nothing of their likeness."""


class Near:
    """Sketches of all examples, and what follows from them.

    The prompt of an example is all that is said before the last answer, without system and
    developer texts. All results are the same in whatever order examples came and were merged.

    Memory: 154 bytes per example and 2 for every word, 924 at most; about 340 for 600 characters.
    """

    def __init__(self) -> None:
        self._sketches = Sketches()
        self._waiting: list[bytes] = []
        self._bytes = 0
        self._origins = array("I")
        """Five for each example: the fields of its Origin."""
        self._marks = array("Q")
        """Two for each example: 8 bytes of the fingerprints of the body, by which exact copies are
        known, and of the prompt."""
        self._systems = array("Q")
        """Digests of the system and developer texts; 0 for none."""
        self._last_system = "", 0
        self._lengths = array("I")
        """Bytes of prompt and answer in normal form."""
        self._stamps: dict[int, str] = {}
        """Example → what tells how new it is, where something does."""
        self._labels = array("I")
        self._names: dict[str | None, int] = {}
        self._overlap: Overlap | None = None
        self._clusters: dict[View, tuple[list[list[int]], int]] = {}
        self._concluded: dict[object, Any] = {}
        self.classification = False
        """Whether the labels are classes; said by whoever knows, once all is merged."""

    def __len__(self) -> int:
        """Number of examples."""
        return len(self._labels)

    @property
    def bytes(self) -> int:
        """Memory in use for the examples."""
        own = (self._origins, self._marks, self._systems, self._labels, self._lengths)
        columns = (*own, *vars(self.sketches()).values())
        return sum(column.itemsize * len(column) for column in columns)

    def add(
        self,
        example: Example,
        fingerprint: Fingerprint,
        label: str | None = None,
        stamp: str = "",
    ) -> None:
        """Take in one example; `stamp` tells how new it is, see `ftprep.near.keep`."""
        self._overlap = None
        if stamp:
            self._stamps[len(self)] = stamp
        turns = example.turns
        last = last_trained(turns)
        asked = [text for role, text, _, _ in turns[:last] if role not in _ASIDE]
        said = [text for role, text, _, _ in turns[last:] if role not in _ASIDE]
        prompt, answer = normal("\n".join(asked)), normal("\n".join(said))
        self._waiting += (prompt, answer)
        length = len(prompt) + len(answer)
        self._bytes += length
        self._lengths.append(length)
        self._origins.extend(example.origin)
        self._marks.frombytes(fingerprint.whole[:8] + fingerprint.prompt[:8])
        self._systems.append(self._system(turns) if len(asked) + len(said) < len(turns) else 0)
        self._labels.append(self._names.setdefault(label, len(self._names)))
        if self._bytes >= _PENDING:
            self.sketches()

    def merge(self, other: Near) -> None:
        """Take in another shard's examples."""
        self._overlap = None
        self._stamps.update((len(self) + row, stamp) for row, stamp in other._stamps.items())
        self._lengths.extend(other._lengths)
        self.sketches().extend(other.sketches())
        self._origins.extend(other._origins)
        self._marks.extend(other._marks)
        self._systems.extend(other._systems)
        known = list(other._names)
        names = [self._names.setdefault(label, len(self._names)) for label in known]
        self._labels.extend(names[number] for number in other._labels)

    def sketches(self) -> Sketches:
        """The sketches of all examples so far."""
        if self._waiting:
            if self._bytes < _FEW and "numpy" not in sys.modules:
                for at in range(0, len(self._waiting), 2):
                    self._sketches.add(*self._waiting[at : at + 2])
            else:
                from ftprep.near.bulk import add_all

                add_all(self._sketches, self._waiting)
            self._waiting, self._bytes = [], 0
        return self._sketches

    def origin(self, example: int) -> Origin:
        """Where an example stands."""
        return Origin(*self._origins[5 * example : 5 * example + 5])

    def source(self, example: int) -> int:
        """The index of the input where it stands."""
        return self._origins[5 * example]

    def labels(self) -> list[str | None]:
        """The label of each example, or its answer where that is short."""
        names = list(self._names)
        return [names[number] for number in self._labels]

    def whole(self, example: int) -> int:
        """Equal for exact copies."""
        return self._marks[2 * example]

    def prompt(self, example: int) -> int:
        """Equal for examples whose prompts are equal in every character."""
        return self._marks[2 * example + 1]

    def system(self, example: int) -> int:
        """Equal for examples with the same system and developer texts."""
        return self._systems[example]

    def length(self, example: int) -> int:
        """Bytes of its prompt and answer in normal form."""
        return self._lengths[example]

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
        return sum(
            len({self.whole(row) for row in cluster}) - len({self._systems[r] for r in cluster})
            for cluster in self.clusters(View.WHOLE)
        )

    def once(self, key: object, conclude: Callable[[], _Concluded]) -> _Concluded:
        """What is concluded from all examples, worked out once for all rules that ask for it."""
        self._compared()
        if key not in self._concluded:
            self._concluded[key] = conclude()
        concluded: _Concluded = self._concluded[key]
        return concluded

    def _system(self, turns: Iterable[Turn]) -> int:
        text = "\n".join([turn.text for turn in turns if turn.role in _ASIDE])
        if text != self._last_system[0]:
            digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            self._last_system = text, int.from_bytes(digest, "little")
        return self._last_system[1]

    def _place(self, example: int) -> int:
        """A number that is greater the later an example is read."""
        source, shard, position = self._origins[5 * example : 5 * example + 3]
        return (source << 32 | shard) << 32 | position

    def _found(self, view: View) -> tuple[list[list[int]], int]:
        overlap = self._compared()
        if view not in self._clusters:
            groups, crowded = overlap.clusters(view)
            for group in groups:
                group.sort(key=self._place)
            groups.sort(key=lambda group: self._place(group[0]))
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
