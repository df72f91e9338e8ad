"""The zip file of an Office Open XML document, and its parts run through an XML parser.

ECMA-376 part 2 (packages). Document types are refused, and with them entities that explode.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from xml.parsers import expat

from ftprep.named import NamedTuple
from ftprep.readers.spreadsheet.sheet import Damage, whole

__all__ = ["Bomb", "Package", "XmlHandlers", "unescape"]

_CHUNK: Final = 1 << 16
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The compression methods of ECMA-376 part 2 (Open Packaging Conventions)."""
_LARGE: Final = 1 << 28
_MOST_TIMES: Final = 200
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TROUBLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    NotImplementedError,  # a compression method that zipfile does not know
    RuntimeError,  # a member under a zip password
    OSError,
    ValueError,
    LookupError,  # an encoding that nobody knows
)


class XmlHandlers(NamedTuple):
    """What is done at each element and text of a part.

    Names come without the prefix of the root element.
    """

    start: Callable[[str, Mapping[str, str]], None]
    end: Callable[[str], None] | None = None
    text: Callable[[str], None] | None = None


class Bomb(NamedTuple):
    """A part that is too large to be real."""

    part: str
    packed: int
    unpacked: int


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what the libraries raise for a broken file into `Damage`."""
    try:
        yield
    except _TROUBLE as error:
        raise Damage(str(error) or type(error).__name__) from error


def unescape(text: str) -> str:
    """Undo `_x000D_`, which stands for a character that XML cannot hold (ECMA-376, ST_Xstring)."""
    if "_x" not in text:
        return text
    return whole(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))


class Package:
    """The parts of a document. Every method raises `Damage` where the file is broken."""

    def __init__(self, local: str) -> None:
        with _translated():
            self._zip = zipfile.ZipFile(local)
        # Some writers use backslashes, a leading slash or other capitals than their references.
        self._members = {_member(info.filename): info for info in self._zip.infolist()}

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def __contains__(self, part: str) -> bool:
        return _member(part) in self._members

    def bomb(self) -> Bomb | None:
        """The first part of more than 256 MiB that shrank more than 200 times, if any.

        The parts of real workbooks shrink 5 to 50 times, decompression bombs about 1,000 times.
        The sizes are those that the zip file states; `zipfile` never unpacks more than that.
        """
        for info in self._zip.infolist():
            if info.file_size > max(_LARGE, _MOST_TIMES * info.compress_size):
                return Bomb(info.filename, info.compress_size, info.file_size)
        return None

    def parse(self, part: str, handlers: XmlHandlers) -> None:
        """Run a whole part through the parser."""
        for _ in self.progress(part, handlers):
            pass

    def progress(self, part: str, handlers: XmlHandlers) -> Iterator[None]:
        """Run a part through the parser, pausing after each 64 KiB."""
        info = self._members.get(_member(part))
        if info is None:
            raise Damage(f"the part {part} is missing")
        if info.compress_type not in _METHODS:
            raise Damage(f"the part {part} is packed in a way that Excel does not know")
        with _translated(), self._zip.open(info) as stream:
            parser = _parser(handlers)
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
            yield

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Identifier → kind and target part, for the relations of a part; "" is the package."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: Mapping[str, str]) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = posixpath.join("/", folder, attributes.get("Target", ""))
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(target))

        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if listing in self:
            self.parse(listing, XmlHandlers(start))
        return found


def _member(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _parser(handlers: XmlHandlers) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    start, end, text = handlers

    def refuse(*_: Any) -> None:
        raise Damage("its XML has a document type, which no workbook has")

    def begin(root: str, attributes: Mapping[str, str]) -> None:
        """Take the root element, and the prefix that the elements of its namespace carry."""
        prefix, colon, name = root.rpartition(":")
        # Without a prefix, as nearly always, the parser calls the handlers directly: a worksheet
        # has millions of elements.
        cut = len(prefix) + 1 if colon else 0
        parser.StartElementHandler = (lambda n, a: start(n[cut:], a)) if colon else start
        if end is not None:
            parser.EndElementHandler = (lambda n: end(n[cut:])) if colon else end
        start(name, attributes)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    if text is not None:
        parser.CharacterDataHandler = text
    return parser
