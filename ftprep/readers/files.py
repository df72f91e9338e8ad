"""Find the input files, hash them, and open them whatever wraps them."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from ftprep.errors import InputError
from ftprep.named import NamedTuple
from ftprep.readers import gunzip
from ftprep.readers.reader import InputFile

__all__ = ["DATA_EXTENSIONS", "STDIN", "discover", "extension_of", "open_bytes"]

STDIN: Final = "<stdin>"

DATA_EXTENSIONS: Final = frozenset(
    {
        *(".csv", ".tsv", ".tab", ".psv"),
        *(".json", ".jsonl", ".ndjson"),
        *(".xlsx", ".xlsm", ".xls"),
        *(".parquet", ".pq"),
    }
)
"""What is looked for in a folder, also with `.gz` behind it."""

_OUR_OUTPUTS: Final = (
    *("_report.json", "_manifest.json", "_rejected.jsonl"),
    *("_ledger.jsonl", "_ledger.parquet"),
)
_SEEKABLE: Final = (b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""First bytes of the formats that are read from both ends: zip, Parquet, OLE2."""
_CHUNK: Final = 1 << 20


class _Found(NamedTuple):
    path: str
    local: Path
    """A regular file, or a pipe that is still to be spooled."""


def open_bytes(local: str, compression: str | None) -> BinaryIO:
    """Open a file for buffered reading of its bytes, unpacked.

    A damaged gzip file gives the bytes up to the damage and then ends; `format_of` has told of it.
    """
    return gunzip.open_gzip(local) if compression == "gzip" else Path(local).open("rb")


def extension_of(path: str) -> str:
    """Lower-case extension of a path, with the dot and without `.gz`: `.csv`."""
    name = path.lower().removesuffix(".gz")
    return os.path.splitext(name)[1]  # noqa: PTH122  (a path may be `<stdin>` or hold `\0`)


def discover(paths: Sequence[str], spool: Callable[[str], Path]) -> list[InputFile]:
    """List the input files behind `paths`, hashed: files, folders, pipes, `-` for standard input.

    Folders are walked in sorted order; hidden files, files without a data extension and what
    ftprep wrote itself are passed over. A file that is met twice is read once. What has no file of
    its own (a pipe, a gzipped workbook) is written where `spool` says for a name; the caller
    removes it. Raises `InputError` for what is not there or must not be read.
    """
    files: list[InputFile] = []
    seen: set[Path] = set()
    for path in paths:
        for found in _found(path):
            real = found.local.resolve()
            if real not in seen:
                seen.add(real)
                files.append(_taken(len(files), found, spool))
    return files


def _found(path: str) -> Iterator[_Found]:
    if path == "-":
        yield _Found(STDIN, Path("-"))
        return
    try:
        mode = Path(path).stat().st_mode if path else 0
    except (OSError, ValueError) as error:
        raise InputError(_refusal(path, error)) from error
    if not path:
        raise InputError("An empty path was given. Name a file, a folder, or - for standard input.")
    if stat.S_ISDIR(mode):
        yield from _walked(path)
    elif stat.S_ISREG(mode) or stat.S_ISFIFO(mode) or path == os.devnull:
        yield _Found(path, Path(path))
    else:
        raise InputError(f"{path}: this is a device or a socket, not a file. Name a file.")


def _walked(folder: str) -> Iterator[_Found]:
    def refuse(error: OSError) -> None:
        raise InputError(_refusal(str(error.filename), error)) from error

    none = True
    for at, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        made = _made_here(names)
        for name in sorted(names):
            local = Path(at, name)
            if _is_data(name) and name not in made and local.is_file():
                none = False
                yield _Found(str(local), local)
    if none:
        known = ", ".join(sorted(DATA_EXTENSIONS))
        raise InputError(
            f"{folder}: no data file in this folder. Looked for {known}; "
            "a file with another name can be given by itself."
        )


def _made_here(names: Iterable[str]) -> set[str]:
    """The train and test files in a folder that ftprep wrote: those with a manifest beside them.
    Read together with what they were made of, every example would stand there twice."""
    stems = [
        name.removesuffix("_manifest.json") for name in names if name.endswith("_manifest.json")
    ]
    return {f"{stem}_{side}.jsonl" for stem in stems for side in ("train", "test")}


def _is_data(name: str) -> bool:
    hidden = name.startswith((".", "~$"))
    return not hidden and extension_of(name) in DATA_EXTENSIONS and not name.endswith(_OUR_OUTPUTS)


def _taken(index: int, found: _Found, spool: Callable[[str], Path]) -> InputFile:
    """Hash a file, and spool it where it cannot be read in place."""
    modified: int | None = None
    try:
        if found.path == STDIN:
            local, size, sha256 = _spooled(_standard_input(), spool(f"input-{index}"))
        elif not found.local.is_file():
            with found.local.open("rb") as pipe:
                local, size, sha256 = _spooled(pipe, spool(f"input-{index}"))
        else:
            modified = found.local.stat().st_mtime_ns
            local, (size, sha256) = found.local, _hashed(found.local)
        compression = "gzip" if _head(local) == gunzip.MAGIC else None
        if compression and _needs_seeking(local):
            local, compression = _unpacked(local, spool(f"unpacked-{index}"), found.path), None
            modified = None
    except OSError as error:
        raise InputError(_refusal(found.path, error)) from error
    return InputFile(index, found.path, str(local), size, sha256, compression, modified)


def _standard_input() -> BinaryIO:
    if sys.stdin is None or sys.stdin.closed:
        raise InputError("Standard input is closed. Send the data with: ftprep check - < FILE")
    return sys.stdin.buffer


def _spooled(stream: BinaryIO, local: Path) -> tuple[Path, int, str]:
    digest, size = hashlib.sha256(), 0
    with local.open("wb") as out:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += out.write(chunk)
    return local, size, digest.hexdigest()


def _hashed(local: Path) -> tuple[int, str]:
    with local.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
        return stream.tell(), digest.hexdigest()


def _head(local: Path) -> bytes:
    with local.open("rb") as stream:
        return stream.read(len(gunzip.MAGIC))


def _needs_seeking(local: Path) -> bool:
    with open_bytes(str(local), "gzip") as stream:
        return stream.read(8).startswith(_SEEKABLE)


def _unpacked(packed: Path, local: Path, path: str) -> Path:
    """Unpack a gzipped workbook or Parquet file; refuse what would fill the disk."""
    import shutil  # starting fast: few inputs are packed like this

    most = max(1 << 30, shutil.disk_usage(local.parent).free // 2)
    with open_bytes(str(packed), "gzip") as stream, local.open("wb") as out:
        while chunk := stream.read(_CHUNK):
            if out.write(chunk) and out.tell() > most:
                raise InputError(f"{path}: unpacks to more than {most:,} bytes. Unpack it first.")
    return local


def _refusal(path: str, error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        folder, name = os.path.split(path)
        near: list[str] = []
        if Path(folder or ".").is_dir():
            import difflib  # starting fast: nearly all paths exist

            near = difflib.get_close_matches(name, os.listdir(folder or "."), n=1)  # noqa: PTH208
        hint = f"Did you mean {os.path.join(folder, near[0])}?" if near else "Check the path."  # noqa: PTH118
        return f"{path}: no such file or folder. {hint}"
    if isinstance(error, PermissionError):
        return f"{path}: no permission to read it. Give yourself the right to read, or copy it."
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{path}: cannot be read: {reason}."
