"""What is remembered of examples, beside their sketches, to tell which is like which."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final

from ftprep.aggregate.label_numbers import LabelNumbers
from ftprep.aggregate.places import Places
from ftprep.model import Origin

__all__ = ["NearRows"]

_DIGEST: Final = 16
"""Bytes of a fingerprint."""
_MOST_REMEMBERED: Final = 1 << 13
"""System texts whose digests are kept at hand."""


class NearRows:
    """Columns, one row for each example.

    Memory: 16 bytes per example, with what `Places` and `LabelNumbers` take.
    """

    def __init__(self) -> None:
        self.places = Places()
        self.wholes = array("I")
        """4 bytes of the fingerprint of the whole, by which exact copies are known among examples
        with equal words; and of the prompt, likewise."""
        self.prompts = array("I")
        self.systems = array("I")
        """Digests of the system and developer texts; 0 for none. As only examples of one cluster
        are held against each other, 4 bytes are enough."""
        self.lengths = array("I")
        """Characters of prompt and answer."""
        self.labels = LabelNumbers()
        self._digests = _Digests()

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def memory(self) -> int:
        """Bytes in use."""
        columns: Iterable[array[int]] = (self.wholes, self.prompts, self.systems, self.lengths)
        packed = self.places.bytes + self.labels.bytes
        return packed + sum(column.itemsize * len(column) for column in columns)

    def extend(
        self,
        origins: Sequence[Origin],
        wholes: Sequence[bytes],
        prompts: Sequence[bytes],
        systems: Sequence[str | None],
        lengths: Sequence[int],
        labels: Sequence[str | None],
    ) -> None:
        """Take in some more, with the fingerprints of the whole and of the prompt."""
        self.places.extend(origins)
        self.wholes += _beginnings(wholes)
        self.prompts += _beginnings(prompts)
        self.systems.fromlist(list(map(self._digests.__getitem__, systems)))
        if len(self._digests) > _MOST_REMEMBERED:
            self._digests = _Digests()
        self.lengths.fromlist(list(lengths))
        self.labels.extend(labels)

    def merge(self, other: NearRows) -> None:
        """Take in all of another."""
        self.places.merge(other.places)
        self.wholes += other.wholes
        self.prompts += other.prompts
        self.systems += other.systems
        self.lengths += other.lengths
        self.labels.merge(other.labels)

    def __getstate__(self) -> dict[str, object]:
        return {**vars(self), "_digests": _Digests()}


class _Digests(dict[str | None, int]):
    """System text → 4 bytes of its digest, 0 for none; filled with what occurs."""

    def __missing__(self, text: str | None) -> int:
        digest = blake2b((text or "").encode("utf-8", "surrogatepass"), digest_size=4).digest()
        self[text] = number = int.from_bytes(digest, "little") if text else 0
        return number


def _beginnings(digests: Sequence[bytes]) -> array[int]:
    """The first 4 bytes of each digest of 16."""
    joined = b"".join(digests)
    if len(joined) != _DIGEST * len(digests):
        raise ValueError(f"a fingerprint has not {_DIGEST} bytes")
    words = array("I", joined)
    return words[:: _DIGEST // words.itemsize]
