"""Paths as URI references (RFC 3986), for formats that name files so."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Final
from urllib.parse import quote_from_bytes

__all__ = ["NOT_FILES", "uri"]

NOT_FILES: Final[Mapping[str, str]] = {
    "<stdin>": "standard input",
    "<frame>": "a data frame in memory",
}
"""Paths of inputs that are no files → what they are."""

_FLAVOUR: type[PurePath] = PureWindowsPath if os.name == "nt" else PurePosixPath


def uri(path: str, flavour: type[PurePath] = _FLAVOUR) -> str:
    """A relative path as a relative reference, an absolute one as `file:///…`.

    Slashes are forward, and all but the unreserved characters is percent-encoded: so that no path
    is taken for a scheme, a query or a fragment. `<stdin>` becomes `%3Cstdin%3E`.
    """
    pure = flavour(path)
    if not pure.is_absolute():
        return _quoted(pure.as_posix())
    if not pure.drive:
        return f"file://{_quoted(pure.as_posix())}"
    if pure.drive.startswith("\\\\"):
        return f"file:{_quoted(pure.as_posix())}"
    return f"file:///{pure.drive}{_quoted(pure.as_posix()[len(pure.drive) :])}"


def _quoted(path: str) -> str:
    return quote_from_bytes(_bytes(path), safe="/")


def _bytes(path: str) -> bytes:
    """The bytes of a file name. Python spells those that are no UTF-8 as lone surrogates; others
    than these stand for no file, but must not stop the report."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")
