"""Which examples are like others: equal but for case, spaces and punctuation, or nearly equal."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from operator import add
from typing import Any, Final, TypeVar

from ftprep.aggregate.fingerprint import Fingerprint, last_trained
from ftprep.aggregate.label_numbers import LabelNumbers
from ftprep.aggregate.places import Places
from ftprep.model import Example, Origin
from ftprep.near.normal import normal
from ftprep.near.overlap import Overlap, PlainOverlap, View, name
from ftprep.near.sketch import Sketches

__all__ = ["Near"]

_Concluded = TypeVar("_Concluded")
_Digest = bytes

_PENDING: Final = 1 << 20
"""Characters of text that wait to be sketched together …"""
_MOST_PENDING: Final = 1 << 13
"""… in so many examples at most."""
_FEW: Final = 200_000
"""Characters of text, and with the next number of examples, below which plain Python is done sooner
than numpy is loaded (0.14 s)."""
_FEW_EXAMPLES: Final = 400
_ASIDE: Final = frozenset({"system", "developer"})
"""Roles whose texts are the same in many examples and say nothing of their likeness."""


class _Waiting:
    """Columns of the examples of which the texts are not sketched yet; see `Near.add_all`."""

    def __init__(self) -> None:
        self.prompts: list[str] = []
        self.answers: list[str] = []
        self.origins: list[Origin] = []
        self.wholes: list[bytes] = []
        self.asked: list[bytes] = []
        self.systems: list[str | None] = []
        self.labels: list[str | None] = []


class _Digests(dict[str | None, int]):
    """System text → 4 bytes of its digest, 0 for none; filled with what occurs."""

    def __missing__(self, text: str | None) -> int:
        digest = blake2b((text or "").encode("utf-8", "surrogatepass"), digest_size=4).digest()
        self[text] = number = int.from_bytes(digest, "little") if text else 0
        return number


class Near:
    """Sketches of all examples, and what follows from them.

    The prompt of an example is all that is said before the last answer, without system and
    developer texts. All results are the same in whatever order examples came and were merged.

    Memory: 46 bytes per example and 2 for every word, 430 at most; about 200 for 600 characters.
    """

    def __init__(self) -> None:
        self._sketches = Sketches()
        self._waiting = _Waiting()
        self._characters = 0
        """Of the texts that wait."""
        self._places = Places()
        self._marks = array("I")
        """Two for each example: 4 bytes of the fingerprints of the body, by which exact copies are
        known among examples with equal words, and of the prompt."""
        self._systems = array("I")
        """Digests of the system and developer texts; 0 for none. As only examples of one cluster
        are held against each other, 4 bytes are enough."""
        self._digests = _Digests()
        self._lengths = array("I")
        """Bytes of prompt and answer in normal form."""
        self._stamps: dict[int, str] = {}
        """Example → what tells how new it is, where something does."""
        self._labels = LabelNumbers()
        self._overlap: Overlap | None = None
        self._clusters: dict[View, tuple[list[list[int]], int]] = {}
        self._concluded: dict[object, Any] = {}
        self.classification = False
        """Whether the labels are classes; said by whoever knows, once all is merged."""

    def __len__(self) -> int:
        """Number of examples."""
        return len(self._labels) + len(self._waiting.labels)

    @property
    def bytes(self) -> int:
        """Memory in use for the examples."""
        own = (self._marks, self._systems, self._lengths)
        columns: Iterable[array[int]] = (*own, *vars(self.sketches()).values())
        packed = self._places.bytes + self._labels.bytes
        return packed + sum(column.itemsize * len(column) for column in columns)

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
        turns = example.turns
        last = last_trained(turns)
        asked = [turn[1] for turn in turns[:last] if turn[0] not in _ASIDE]
        said = [turn[1] for turn in turns[last:] if turn[0] not in _ASIDE]
        system = None
        if len(asked) + len(said) < len(turns):
            system = "\n".join([turn.text for turn in turns if turn.role in _ASIDE])
        self.add_all(
            ["\n".join(asked)],
            ["\n".join(said)],
            [example.origin],
            [fingerprint.whole],
            [fingerprint.prompt],
            [system],
            [label],
        )

    def add_all(
        self,
        prompts: Sequence[str],
        answers: Sequence[str],
        origins: Sequence[Origin],
        wholes: Sequence[_Digest],
        asked: Sequence[_Digest],
        systems: Sequence[str | None],
        labels: Sequence[str | None],
    ) -> None:
        """Take in many examples, column by column.

        `prompts` are all texts before the last answer without system and developer texts, joined by
        line ends, `answers` the last answer likewise; `wholes` and `asked` are the fingerprints
        (16 bytes) of the whole and of the prompt; `systems` the system and developer texts joined
        by line ends, None where there are none.
        """
        self._overlap = None
        waiting = self._waiting
        waiting.prompts += prompts
        waiting.answers += answers
        waiting.origins += origins
        waiting.wholes += wholes
        waiting.asked += asked
        waiting.systems += systems
        waiting.labels += labels
        self._characters += sum(map(len, prompts)) + sum(map(len, answers))
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
        self._lengths.extend(other._lengths)
        self._places.merge(other._places)
        self._marks.extend(other._marks)
        self._systems.extend(other._systems)
        self._labels.merge(other._labels)

    def sketches(self) -> Sketches:
        """The sketches of all examples so far."""
        waiting = self._waiting
        if waiting.labels:
            self._waiting = _Waiting()
            self._sketch(waiting.prompts, waiting.answers)
            self._places.extend(waiting.origins)
            self._systems.extend(map(self._digests.__getitem__, waiting.systems))
            if len(self._digests) > _MOST_PENDING:
                self._digests = _Digests()
            marks = map(
                add, [whole[:4] for whole in waiting.wholes], [p[:4] for p in waiting.asked]
            )
            self._marks.frombytes(b"".join(marks))
            self._labels.extend(waiting.labels)
        return self._sketches

    def _sketch(self, prompts: Iterable[str], answers: Iterable[str]) -> None:
        forms = [normal(text) for pair in zip(prompts, answers, strict=True) for text in pair]
        few = self._characters < _FEW and not len(self._sketches)
        if few and "numpy" not in sys.modules:
            for at in range(0, len(forms), 2):
                self._sketches.add(*forms[at : at + 2])
        else:
            from ftprep.near.bulk import add_all

            add_all(self._sketches, forms)
        self._characters = 0
        sizes = list(map(len, forms))
        self._lengths.extend(map(add, sizes[::2], sizes[1::2]))

    def origin(self, example: int) -> Origin:
        """Where an example stands."""
        self.sketches()
        return self._places[example]

    def source(self, example: int) -> int:
        """The index of the input where it stands."""
        return self.origin(example).source

    def labels(self) -> list[str | None]:
        """The label of each example, or its answer where that is short."""
        self.sketches()
        return self._labels.names()

    def whole(self, example: int) -> int:
        """Equal for exact copies."""
        digest = name(self.sketches().digests, example, View.WHOLE)
        return digest << 32 | self._marks[2 * example]

    def prompt(self, example: int) -> int:
        """Equal for examples whose prompts are equal in every character."""
        digest = name(self.sketches().digests, example, View.PROMPT)
        return digest << 32 | self._marks[2 * example + 1]

    def system(self, example: int) -> int:
        """Equal for examples of one cluster with the same system and developer texts."""
        self.sketches()
        return self._systems[example]

    def length(self, example: int) -> int:
        """Bytes of its prompt and answer in normal form."""
        self.sketches()
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
        return {
            **vars(self),
            "_digests": _Digests(),
            "_overlap": None,
            "_clusters": {},
            "_concluded": {},
        }
