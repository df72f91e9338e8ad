"""A stretch of a file as a stream of its own, so that a large file is sent without being held."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

__all__ = ["Window", "moved"]


class Window(io.RawIOBase):
    """The bytes from `start` to `start + size` of a file.

    It can be rewound, so that a request can be sent again. `sent` is told the position in the
    window after each read.
    """

    def __init__(
        self, path: Path, start: int, size: int, sent: Callable[[int], None] | None = None
    ) -> None:
        self._file = path.open("rb")
        self._start = start
        self._size = size
        self._sent = sent
        self.seek(0)

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """The position in the window."""
        return self._file.tell() - self._start

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As any stream; positions are those in the window."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.tell(), io.SEEK_END: self._size}[whence]
        self._file.seek(self._start + max(base + offset, 0))
        return self.tell()

    def read(self, size: int | None = -1) -> bytes:
        """At most `size` bytes, none at the end of the window."""
        left = max(self._size - self.tell(), 0)
        data = self._file.read(left if size is None or size < 0 else min(size, left))
        if self._sent is not None:
            self._sent(self.tell())
        return data

    def close(self) -> None:
        """Close the file underneath."""
        if not self.closed:
            self._file.close()
        super().close()


def moved(progress: Callable[[int, int], None], before: int, size: int, sent: int) -> None:
    """Tell `progress` of a position in a window that begins at `before` in a file of `size`."""
    progress(before + sent, size)
