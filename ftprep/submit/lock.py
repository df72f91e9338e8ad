"""One run at a time for one record: two would start two jobs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ftprep.errors import OutputError, UsageError

__all__ = ["locked"]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of `path`, a hidden file beside it. The system lets go of it when a process
    ends, however it ends. Raises `UsageError` when another process holds it."""
    beside = path.with_name(f".{path.name}.lock")
    try:
        file = beside.open("ab")
    except OSError as error:
        raise OutputError(f"cannot write into {path.parent}: {error.strerror or error}") from error
    with file:
        if not _taken(file):
            raise UsageError(
                f"another run is submitting {path.parent} at this moment; wait for its end"
            )
        try:
            yield
        finally:
            if sys.platform != "win32":  # which removes no open file
                beside.unlink(missing_ok=True)


if sys.platform == "win32":
    import msvcrt

    def _taken(file: BinaryIO) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        # Another run may have removed the file between our opening and locking it.
        return os.fstat(file.fileno()).st_nlink > 0
