"""The texts of a workbook that its cells refer to by number."""

from __future__ import annotations

import tempfile
from array import array
from typing import Final

__all__ = ["SharedStrings"]

_IN_MEMORY: Final = 1 << 26


class SharedStrings:
    """A list of texts that holds 8 bytes for each of them.

    The texts themselves stay in memory up to 64 MiB together, then in a temporary file.
    """

    def __init__(self) -> None:
        self._ends = array("Q", [0])
        self._texts = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - see close()

    def append(self, text: str) -> None:
        """Add the next text."""
        self._texts.write(text.encode("utf-8", "surrogatepass"))
        self._ends.append(self._texts.tell())

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < len(self):
            raise IndexError(index)
        start = self._ends[index]
        self._texts.seek(start)
        return self._texts.read(self._ends[index + 1] - start).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Give the memory or the temporary file back."""
        self._texts.close()
