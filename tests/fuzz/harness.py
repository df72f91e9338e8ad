"""Drive a reader over arbitrary bytes, from the file on disk to the last record."""

from __future__ import annotations

import contextlib
import resource
import signal
import tempfile
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from types import FrameType
from typing import BinaryIO, Final, NamedTuple, Self
from unittest import mock

from ftprep.errors import InputError
from ftprep.model import Finding, Record, Source
from ftprep.readers import cut, plan, read
from ftprep.readers.files import discover, open_bytes
from ftprep.readers.json import cursor as json_cursor_module
from ftprep.readers.json import lines as json_lines_module
from ftprep.readers.reader import Hints, Shard
from ftprep.readers.text import decode as decode_module
from tests.fuzz import laws

__all__ = ["Reading", "bounded", "chosen", "drive"]

_SECONDS: Final = 30.0
"""Processor time for at most 8 KiB of input. Instrumented readers are ten times slower."""
_MEMORY: Final = 512 << 20
"""Bytes by which one input may raise the largest resident set."""
_REPEATED: Final = 1 << 13
_SMALL: Final = 1 << 10
"""Bytes of an input up to which it is read again in tiny chunks."""
_STEP: Final = 3
"""Characters or bytes of a tiny chunk."""
_SHARED_MEMORY: Final = Path("/dev/shm")


class Reading(NamedTuple):
    """One source, and everything that its reader gave."""

    source: Source
    entries: Sequence[Record | Finding]
    text: str
    """The text of the source as its reader has it; empty for binary formats."""

    @property
    def records(self) -> list[Record]:
        """The records alone."""
        return [entry for entry in self.entries if isinstance(entry, Record)]


def chosen(data: bytes, names: Sequence[str]) -> tuple[str, bytes]:
    """File name and content of an input.

    Its first byte picks one of the names. Where that is 0xff, the rest is repeated up to 8 KiB: so
    the fuzzer reaches what takes time with the square of the size. Bytes that are not UTF-8 are
    left out: they are for `fuzz_encoding`, and telling encodings takes longer than all the rest.
    """
    control, content = (data[0], data[1:]) if data else (0, b"")
    content = content.decode("utf-8", "ignore").encode()
    name = names[control % len(names)]
    if control == 0xFF and content:
        content = (content * (_REPEATED // len(content) + 1))[:_REPEATED]
    return name, content


def drive(data: bytes, name: str, hints: Hints | None = None) -> list[Reading]:
    """Plan and read a file with this content and name, and hold the laws against what comes.

    An empty list where the file is refused, which only `InputError` may do.
    """
    hints = hints or Hints()
    folder = _SHARED_MEMORY if _SHARED_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=folder) as scratch, bounded():
        path, spool = Path(scratch, name), Path(scratch, "spool")
        path.write_bytes(data)
        spool.mkdir()
        try:
            files = discover([str(path)], spool.joinpath)
            sources = [source for file in files for source in plan(file, hints)]
        except InputError:
            return []
        readings = [_read(source) for source in sources]
        for reading in readings:
            laws.hold(reading.source, reading.entries, sources)
            _cut_anywhere(reading)
        if len(data) <= _SMALL:
            _chunked_anyhow(readings)
    return readings


def _read(source: Source) -> Reading:
    entries = tuple(read(source, Shard(source.index)))
    parts = decode_module.decoded(source) if source.encoding else ()
    return Reading(source, entries, "".join(text for text, _ in parts))


def _cut_anywhere(reading: Reading) -> None:
    """Shards together give what the whole source gives."""
    shards = cut(reading.source, 3)
    if len(shards) < 2:
        return
    parts = [entry for shard in shards for entry in read(reading.source, shard)]
    found = [entry for entry in parts if isinstance(entry, Record)]
    assert list(map(laws.content, found)) == list(map(laws.content, reading.records)), (
        "shards give other records than the whole"
    )


def _chunked_anyhow(readings: Sequence[Reading]) -> None:
    """Where the chunks happen to be cut makes no difference."""
    with _tiny_chunks():
        again = [list(read(each.source, Shard(each.source.index))) for each in readings]
    for reading, entries in zip(readings, again, strict=True):
        for one, other in zip_longest(reading.entries, entries):
            if one != other and _without_excerpts(one) != _without_excerpts(other):
                raise AssertionError(f"tiny chunks give {other} in place of {one}")


def _without_excerpts(entry: Record | Finding | None) -> Record | Finding | None:
    """An entry without the text around its faults, of which as much is shown as is at hand."""
    if isinstance(entry, Record):
        return entry._replace(findings=tuple(map(_without_excerpt, entry.findings)))
    return entry and _without_excerpt(entry)


def _without_excerpt(finding: Finding) -> Finding:
    return finding._replace(args={**finding.args, "excerpt": ""})


class _Trickle:
    """A file that never gives more than a few bytes, as pipes do."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(_STEP if size < 0 else min(size, _STEP))

    def seek(self, offset: int) -> int:
        return self._stream.seek(offset)


@contextlib.contextmanager
def _tiny_chunks() -> Iterator[None]:
    def trickle(local: str, compression: str | None) -> _Trickle:
        return _Trickle(open_bytes(local, compression))

    with (
        mock.patch.object(decode_module, "open_bytes", trickle),
        mock.patch.object(json_lines_module, "open_bytes", trickle),
        mock.patch.object(json_cursor_module, "_CHUNK", _STEP),
    ):
        yield


@contextlib.contextmanager
def bounded() -> Iterator[None]:
    """Fail where the block takes too much processor time or memory.

    Processor time, so that a busy machine makes no faults.
    """

    def stop(_: int, __: FrameType | None) -> None:
        raise AssertionError(f"more than {_SECONDS:.0f} s of processor time")

    before = _peak()
    previous = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)
    assert _peak() - before < _MEMORY, f"{_peak() - before:,} bytes of memory"


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
