"""`prepare` reads its inputs twice: one that changes meanwhile must not pass unseen."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ftprep.errors import InputError
from ftprep.readers.reader import InputFile

__all__ = ["gone", "verify"]


def gone(path: str, error: OSError) -> InputError:
    """What is to be said of a file that cannot be read for the second time."""
    return InputError(
        f"{path}: was read and checked, and now it cannot be read again ({error.strerror}). "
        "Nothing was written; run it once more when the file is back"
    )


def verify(files: Iterable[InputFile]) -> None:
    """Raise `InputError` for a file that is no longer the one whose bytes were hashed at first.

    Told by size and time of change, as build tools do: to hash all of it once more takes as long
    as to read it.
    """
    for file in files:
        if file.modified is None:
            continue
        try:
            now = Path(file.local).stat()
        except OSError as error:
            raise gone(file.path, error) from error
        if (now.st_size, now.st_mtime_ns) != (file.bytes, file.modified):
            raise InputError(
                f"{file.path}: was changed by another program while it was read, so that what was "
                "checked is not what would be written. Nothing was written; run it once more when "
                "nobody writes to the file"
            )
