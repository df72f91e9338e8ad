"""The shingles of all texts: in memory while they are few, then in a file."""

from __future__ import annotations

import os
import sys
from array import array
from collections.abc import Iterable
from itertools import repeat
from typing import IO, TYPE_CHECKING, Any, Final

from ftprep.errors import OutputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Shingles"]

_MOST_IN_MEMORY: Final = 1 << 24
"""Bytes: of chats of 400 characters the shingles of 140,000 examples."""
_GAP: Final = 1 << 12
"""Numbers between two runs that are rather read along than skipped: a page or two."""


class Shingles:
    """A column of 16-bit numbers that grows at its end.

    Memory: 16 MiB at most. The file has no name (where the system can do without), so that nothing
    is left of it however the process ends. Raises `OutputError` where it cannot be written.
    """

    def __init__(self) -> None:
        self._recent = array("H")
        """The numbers that are not in the file."""
        self._file: IO[bytes] | None = None
        self._filed = 0
        """Numbers in the file."""

    def __len__(self) -> int:
        return self._filed + len(self._recent)

    @property
    def memory(self) -> int:
        """Bytes in use."""
        return self._recent.itemsize * len(self._recent)

    def extend(self, numbers: array[int]) -> None:
        """Add numbers of 16 bits at the end."""
        self._recent.extend(numbers)
        if self.memory > _MOST_IN_MEMORY:
            self._put_away()

    def between(self, start: int, stop: int) -> array[int]:
        """The numbers from one place on, to before another."""
        if self._file is None:
            return self._recent[start:stop]
        return array("H", b"".join(self._read(self._file, [start], [stop - start])))

    def runs(
        self, starts: NDArray[np.int64], sizes: NDArray[np.integer[Any]]
    ) -> NDArray[np.uint16]:
        """The numbers of runs that begin at these places, one run after the other."""
        import numpy as np  # starting fast: few examples need none

        if self._file is None or not len(starts):
            numbers = np.frombuffer(self._recent, np.uint16)
        else:
            # Runs that stand close behind each other are read together.
            stops = starts + sizes
            gap = starts[1:] - stops[:-1]
            first = np.flatnonzero(np.append(True, (gap < 0) | (gap > _GAP)))
            begins = starts[first]
            spans = np.append(stops[first[1:] - 1], stops[-1]) - begins
            read = self._read(self._file, begins.tolist(), spans.tolist())
            numbers = np.frombuffer(b"".join(read), np.uint16)
            moved = begins - np.append(0, np.cumsum(spans)[:-1])
            starts = starts - np.repeat(moved, np.diff(first, append=len(starts)))
        places = np.repeat(starts + sizes - np.cumsum(sizes, dtype=np.int64), sizes)
        places += np.arange(len(places))
        found: NDArray[np.uint16] = numbers[places]
        return found

    def _read(self, file: IO[bytes], starts: list[int], sizes: list[int]) -> Iterable[bytes]:
        """Runs that are in the file, or yet to be put there."""
        if self._recent:
            self._put_away()
        width = self._recent.itemsize
        places, lengths = [width * start for start in starts], [width * size for size in sizes]
        if sys.platform != "win32":  # half the time of a seek and a read
            return map(os.pread, repeat(file.fileno()), lengths, places)

        def read(length: int, place: int) -> bytes:
            file.seek(place)
            return file.read(length)

        return map(read, lengths, places)

    def _put_away(self) -> None:
        """Write what is in memory to the file."""
        import tempfile

        try:
            if self._file is None:
                # Closed with the column. Unbuffered: written in large pieces, read in small ones.
                self._file = tempfile.TemporaryFile(prefix="ftprep-", buffering=0)  # noqa: SIM115
            self._file.seek(self._recent.itemsize * self._filed)
            left = memoryview(self._recent).cast("B")
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise OutputError(
                "cannot look for near-duplicates among so many examples: their shingles do not fit "
                f"into a temporary file ({error.strerror or error}). They take about 120 bytes an "
                "example. Set TMPDIR to a folder with more room, or leave near-duplicates out with "
                "--ignore DUP1,LAB1"
            ) from error
        self._filed += len(self._recent)
        self._recent = array("H")

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()

    def __getstate__(self) -> dict[str, Any]:
        """What travels between processes: the numbers, no file."""
        return {"_recent": self.between(0, len(self)), "_file": None, "_filed": 0}
