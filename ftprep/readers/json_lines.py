"""The physical lines of a JSONL source as UTF-8, with a way to put lines back."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

from ftprep.model import Source
from ftprep.readers.decode import BadBytes, decode, decoded
from ftprep.readers.files import open_bytes
from ftprep.readers.reader import Shard

__all__ = ["Lines"]

_BLOCK: Final = 1 << 18
_BOM: Final = b"\xef\xbb\xbf"
_LINE_END: Final = re.compile(rb"\r\n?|\n")


class Lines:
    """The lines of one shard: LF, CRLF and CR end a line, as editors count them.

    UTF-8 is passed on as it stands, so that lines can be read without decoding them first; other
    encodings are turned into UTF-8.
    """

    def __init__(self, source: Source, shard: Shard) -> None:
        self.number = 0
        """1-based number of the line that was handed out last."""
        self._bad: deque[BadBytes] = deque()
        self._back: deque[bytes] = deque()
        self._offset = shard.start
        """Bytes of the file before `_held`."""
        self._held: list[bytes] = []
        self._lines = self._split(
            _raw_blocks(source, shard) if source.encoding == "utf-8" else self._recoded(source)
        )

    def __iter__(self) -> Iterator[bytes]:
        """Hand out the lines, without their ends."""
        return self

    def __next__(self) -> bytes:
        """Hand out the next line."""
        line = self._back.popleft() if self._back else next(self._lines)
        self.number += 1
        return line

    def put_back(self, lines: Iterable[bytes]) -> None:
        """Take back lines that were handed out last, in their order."""
        again = list(lines)
        self._back.extendleft(reversed(again))
        self.number -= len(again)

    def text(self, line: bytes) -> tuple[str, tuple[BadBytes, ...]]:
        """The text of the line that was handed out last, and the bytes that are not text."""
        bad: list[BadBytes] = []
        while self._bad and self._bad[0].line <= self.number:
            bad.append(self._bad.popleft())
        try:
            return line.decode(), tuple(bad)
        except UnicodeDecodeError:
            parts = list(decode((line,), "utf-8"))
            found = [place for _, places in parts for place in places]
            bad += [b._replace(line=self.number, offset=self._start + b.offset) for b in found]
            return "".join(text for text, _ in parts), tuple(bad)

    @property
    def bad_here(self) -> bool:
        """Whether bytes of the line that was handed out last could not be decoded."""
        return bool(self._bad) and self._bad[0].line <= self.number
