"""The physical lines of a JSONL source as UTF-8, with a way to put lines back."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final

from ftprep.model import Source
from ftprep.readers.files import open_bytes
from ftprep.readers.reader import Shard
from ftprep.readers.text.decode import BadBytes, decode, decoded

__all__ = ["Lines"]

_BLOCK: Final = 1 << 19
_BOM: Final = b"\xef\xbb\xbf"
_LINE_END: Final = re.compile(rb"\n|\r(?!\n)")


class Lines:
    """The lines of one shard: LF, CRLF and CR end a line, as editors count them.

    UTF-8 is passed on as it stands, so that lines can be read without decoding them first; other
    encodings are turned into UTF-8. A line may still have the CR of its CRLF.
    """

    def __init__(self, source: Source, shard: Shard) -> None:
        self.number = shard.lines
        """1-based number of the line that was handed out last."""
        self.bad: deque[BadBytes] = deque()
        """Bytes of this and later lines that are known not to be text."""
        self._raw = source.encoding == "utf-8"
        self._next = shard.start or len(_BOM) * source.bom
        """Offset in the file of the line that comes next."""
        self._back: deque[bytes] = deque()
        """Lines that were put back: they come before …"""
        self._ready: list[bytes] = []
        self._at = 0
        """… the lines of a block from this one on, and these before …"""
        self._blocks = _split(_raw(source, shard) if self._raw else self._recoded(source))

    def take(self) -> bytes | None:
        """The next line, without its end; None at the end."""
        if self._back:
            line = self._back.popleft()
        elif self._has_block():
            line = self._ready[self._at]
            self._at += 1
        else:
            return None
        self.number += 1
        self._next += len(line) + 1
        return line

    def block(self) -> Sequence[bytes]:
        """The next lines, as many as are at hand, to be looked at; none at the end."""
        if self._back:
            return list(self._back)
        return self._ready[self._at :] if self._has_block() else ()

    def skip(self, lines: Sequence[bytes]) -> None:
        """Take the lines that `block` has shown, all together."""
        if self._back:
            self._back.clear()
        else:
            self._at = len(self._ready)
        self.number += len(lines)
        self._next += sum(map(len, lines)) + len(lines)

    def put_back(self, lines: Sequence[bytes], bad: Sequence[BadBytes] = ()) -> None:
        """Take back the lines that were handed out last, in their order, with their bad bytes."""
        self._back.extendleft(reversed(lines))
        if not self._raw:
            self.bad.extendleft(reversed(bad))
        self.number -= len(lines)
        self._next -= sum(map(len, lines)) + len(lines)

    def text(self, line: bytes) -> tuple[str, tuple[BadBytes, ...]]:
        """The text of the line that was handed out last, and its bytes that are not text."""
        bad: list[BadBytes] = []
        while self.bad and self.bad[0].line <= self.number:
            bad.append(self.bad.popleft())
        try:
            return line.decode(), tuple(bad)
        except UnicodeDecodeError:
            parts = list(decode((line,), "utf-8"))
            start = self._next - len(line) - 1
            for place in (place for _, places in parts for place in places):
                bad.append(place._replace(line=self.number, offset=start + place.offset))
            return "".join(text for text, _ in parts), tuple(bad)

    def _has_block(self) -> bool:
        """Whether lines of a block are at hand; the next block is read where need be."""
        while self._at == len(self._ready):
            block = next(self._blocks, None)
            if block is None:
                return False
            self._ready, self._at = block, 0
        return True

    def _recoded(self, source: Source) -> Iterator[bytes]:
        for text, bad in decoded(source):
            self.bad.extend(bad)
            yield text.encode()


def _raw(source: Source, shard: Shard) -> Iterator[bytes]:
    """The bytes of a shard in blocks, without a byte order mark."""
    left = shard.stop - shard.start if shard.stop >= 0 else -1
    with open_bytes(source.local, source.compression) as stream:
        if shard.start:
            stream.seek(shard.start)
        block = stream.read(_BLOCK if left < 0 else min(_BLOCK, left))
        left -= len(block) if left > 0 else 0
        yield block if shard.start else block.removeprefix(_BOM)
        while left and (block := stream.read(_BLOCK if left < 0 else min(_BLOCK, left))):
            left -= len(block) if left > 0 else 0
            yield block


def _split(blocks: Iterator[bytes]) -> Iterator[list[bytes]]:
    """The lines of each block; one that goes on in the next block comes with that."""
    held: list[bytes] = []
    for block in blocks:
        if b"\n" not in block and b"\r" not in block:
            held.append(block)
            continue
        text = b"".join((*held, block))
        cut = len(text) - text.endswith(b"\r")  # it may be half of a CRLF
        if b"\r" not in text or text.count(b"\r", 0, cut) == text.count(b"\r\n"):
            lines = text.split(b"\n")
        else:
            lines = _LINE_END.split(text[:cut])
            lines[-1] += text[cut:]
        held = [lines.pop()]
        yield lines
    last = b"".join(held)
    if last:
        yield [last.removesuffix(b"\r")] if b"\r" not in last[:-1] else _LINE_END.split(last)
