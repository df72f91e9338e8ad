"""A file that appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ftprep.errors import OutputError

__all__ = ["replacing", "write_whole"]


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; what stands there at the end of the block takes the place
    of `path`. On any failure it is removed. Raises `OSError` when that cannot be done."""
    begun = path.with_name(f".{path.name[:200]}.{os.getpid()}.part")
    try:
        yield begun
        begun.replace(path)
    finally:
        begun.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file; its folder is made if need be.

    Raises `OutputError` when that cannot be done; then nothing was changed. What is no file, such
    as /dev/stdout, is not replaced by one.
    """
    if path.exists() and not path.is_file():
        raise OutputError(f"cannot write {path}: it is no regular file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as begun:
            begun.write_bytes(content)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
