"""A file that appears whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from ftprep.errors import OutputError

__all__ = ["write_whole"]


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` beside `path` and put it in its place; its folder is made if need be.

    Raises `OutputError` when that cannot be done; then nothing was changed. What is no file, such
    as /dev/stdout, is not replaced by one.
    """
    if path.exists() and not path.is_file():
        raise OutputError(f"cannot write {path}: it is no regular file")
    begun = path.with_name(f".{path.name[:200]}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            begun.write_bytes(content)
            begun.replace(path)
        finally:
            begun.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
