"""Files whole or not at all."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from ftprep.errors import OutputError

__all__ = ["LineFile", "Outputs", "Written", "outputs"]


_AT_ONCE: Final = 1 << 18
"""Bytes that are written together."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: what the manifest vouches for."""

    name: str
    bytes: int
    sha256: str
    lines: int


class LineFile:
    """A file of lines that is hashed and counted while it grows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines = 0
        self._bytes = 0
        self._hash = hashlib.sha256()
        self._file: BinaryIO = path.open("wb")
        self._waiting: list[bytes] = []
        self._size = 0
        """Bytes that wait: to hash and to write a line alone takes as long as all else about it."""

    def write(self, line: bytes) -> int:
        """Append a line (without its end) and return its 1-based number."""
        self._waiting.append(line)
        self._size += len(line) + 1
        if self._size >= _AT_ONCE:
            self._flush()
        self.lines += 1
        return self.lines

    def close(self) -> Written:
        """Close the file and say what it holds."""
        try:
            self._flush()
        finally:
            self._file.close()
        return Written(self.path.name, self._bytes, self._hash.hexdigest(), self.lines)

    def _flush(self) -> None:
        if not self._waiting:
            return
        data = b"\n".join((*self._waiting, b""))
        self._waiting, self._size = [], 0
        self._file.write(data)
        self._hash.update(data)
        self._bytes += len(data)


class Outputs:
    """The files of one `prepare` while they are being written, in a hidden folder beside their
    final place, so that putting them there is a rename."""

    def __init__(self, folder: Path, staging: Path) -> None:
        self.folder = folder
        self._staging = staging
        self._open: dict[str, LineFile] = {}

    def lines(self, name: str) -> LineFile:
        """The file of lines with this name, created at the first call."""
        if name not in self._open:
            self._open[name] = LineFile(self._staging / name)
        return self._open[name]

    def close(self) -> Mapping[str, Written]:
        """Close all files of lines; name → what it holds."""
        closed = {name: file.close() for name, file in self._open.items()}
        self._open = {}
        return closed

    def path(self, name: str) -> Path:
        """Where a file stands before it is put in its place."""
        return self._staging / name

    def whole(self, name: str, content: bytes) -> Written:
        """Write a file in one go."""
        self.path(name).write_bytes(content)
        return Written(
            name, len(content), hashlib.sha256(content).hexdigest(), content.count(b"\n")
        )

    def publish(self, last: str) -> None:
        """Put every file in its place, `last` after all others: where it is, the others are."""
        names = sorted(path.name for path in self._staging.iterdir() if path.name != last)
        for name in (*names, last):
            self.path(name).replace(self.folder / name)


@contextmanager
def outputs(folder: Path, names: Sequence[str], *, force: bool) -> Iterator[Outputs]:
    """Open the outputs of one `prepare` in `folder`, which is made if need be.

    Nothing appears in `folder` until `publish`; on any failure, Ctrl-C included, what was begun is
    removed. Raises `OutputError` when one of `names` exists and `force` is not set, or when the
    folder cannot be written.
    """
    new = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        _require_room(folder, names, force=force)
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".ftprep-", dir=folder))
    except OSError as error:
        raise OutputError(f"cannot write into {folder}: {error.strerror or error}") from error
    files = Outputs(folder, staging)
    try:
        try:
            yield files
        finally:
            files.close()
    except OSError as error:
        place = error.filename or folder
        raise OutputError(f"cannot write {place}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        for path in new:
            if any(path.iterdir()):
                break
            path.rmdir()


def _require_room(folder: Path, names: Sequence[str], *, force: bool) -> None:
    """Raise `OutputError` where something stands that is not to be replaced."""
    standing = [folder / name for name in names if (folder / name).exists()]
    for path in standing:
        if not path.is_file():
            raise OutputError(f"{path} is in the way: it is no file")
    if standing and not force:
        raise OutputError(
            f"{standing[0]} exists already; choose another folder with -o, or add "
            "--force to replace it"
        )
