"""Decode a text file chunk by chunk; what the codec refuses is mended as best can be, and told."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Final

from ftprep.model import Source
from ftprep.named import NamedTuple
from ftprep.pattern import Pattern
from ftprep.readers.files import open_bytes

__all__ = ["CHUNK", "ESCAPE", "BadBytes", "decode", "decoded", "is_mended", "line_ends"]

CHUNK: Final = 1 << 18
"""Bytes decoded at a time."""
ESCAPE: Final = "ftprep.escape"
"""The error handler that turns each refused byte into a lone surrogate."""

_LOST: Final = "\ufffd"
_BOM: Final = "\ufeff"
_ESCAPE: Final = 0xDC00
_ESCAPED: Final = Pattern("[\udc00-\udcff]+")
_ESCAPED_AT_END: Final = Pattern("[\udc00-\udcff]+\\Z")
_PIECE: Final = (
    rb"(?P<pair>\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf])"  # CESU-8
    rb"|(?P<nul>\xc0\x80)"  # Java's modified UTF-8
    rb"|(?P<cut>\xed[\xa0-\xbf][\x80-\xbf]"  # half a surrogate pair
    rb"|[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{1,2})"  # a character cut short
    rb"|(?P<one>.)"
)
_MOST_LEGACY: Final = 4
"""A longer run of refused bytes is no word of Windows-1252 (`créée` has two)."""
_LAST_LATIN: Final = "\u024f"
"""The last letter of Latin Extended-B."""
_UNLIKELY: Final = b"\xfe\xff"
"""Windows-1252 letters (þ, ÿ) that are far rarer than damage."""


class BadBytes(NamedTuple):
    """Bytes that the codec refuses, and what they were read as."""

    line: int
    """1-based physical line."""
    offset: int
    """0-based byte offset in the (unpacked) file."""
    raw: bytes
    read_as: str
    at: int = 0
    """Index of `read_as` in the text that it was told with."""


def is_mended(bad: BadBytes) -> bool:
    """Tell whether the bytes were understood; otherwise U+FFFD stands where a character was."""
    return _LOST not in bad.read_as


def line_ends(text: str) -> int:
    """Count the line ends of a text: LF, CRLF and CR, as editors do."""
    breaks = text.count("\n")
    return breaks + text.count("\r") - text.count("\r\n") if "\r" in text else breaks


def decoded(source: Source) -> Iterator[tuple[str, tuple[BadBytes, ...]]]:
    """Yield the text of a source in chunks, in order, each with its bad bytes.

    The byte order mark is left out. Memory is that of one chunk, whatever the size of the file.
    """
    with open_bytes(source.local, source.compression) as stream:
        yield from decode(iter(lambda: stream.read(CHUNK), b""), source.encoding or "utf-8")


def decode(chunks: Iterable[bytes], name: str) -> Iterator[tuple[str, tuple[BadBytes, ...]]]:
    """Decode chunks of bytes with the codec `name`; see `decoded`."""
    decoder, place = _Decoder(name), _Place(name)
    held, start, fed = "", 0, 0
    for chunk in chunks:
        fed += len(chunk)
        text = held + decoder.decode(chunk)
        refused = decoder.refused or bool(held)
        # A run of refused bytes is judged whole, wherever the chunks happen to be cut.
        tail = _ESCAPED_AT_END.search(text, max(0, len(text) - CHUNK)) if refused else None
        held = tail.group() if tail else ""
        yield place.told(text[: len(text) - len(held)], start, refused=refused)
        start = fed - decoder.pending - len(held)
    yield place.told(held + decoder.decode(b"", final=True), start, refused=True)


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Error handler of codecs: each refused byte becomes a lone surrogate that holds it.

    As `surrogateescape` of the standard library, but for bytes below 0x80 too, which the wide
    encodings refuse.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    refused = error.object[error.start : error.end]
    return "".join(chr(_ESCAPE + byte) for byte in refused), error.end


codecs.register_error(ESCAPE, _escape)


class _Decoder:
    """An incremental decoder that is strict where it can be, for speed, and never raises."""

    def __init__(self, name: str) -> None:
        make = codecs.getincrementaldecoder(name)
        self._strict, self._lenient = make("strict"), make(ESCAPE)
        self.refused = False
        """Whether the last chunk held refused bytes."""

    @property
    def pending(self) -> int:
        """Bytes that wait for the rest of their character."""
        return len(self._strict.getstate()[0])

    def decode(self, chunk: bytes, *, final: bool = False) -> str:
        state = self._strict.getstate()
        self.refused = False
        try:
            return self._strict.decode(chunk, final)
        except UnicodeDecodeError:
            self.refused = True
            self._lenient.setstate(state)
            text = self._lenient.decode(chunk, final)
            self._strict.setstate(self._lenient.getstate())
            return text


class _Place:
    """Where in the file the text is; turns escaped bytes into text and `BadBytes`."""

    def __init__(self, name: str) -> None:
        self._name = codecs.lookup(name).name
        self._line = 1
        self._after_return = False
        self._at_start = True
        self._last = ""
        """The last character told."""

    def told(self, text: str, offset: int, *, refused: bool) -> tuple[str, tuple[BadBytes, ...]]:
        """Give a chunk's text as it is read, and its bad bytes. `offset` is where it starts."""
        if self._at_start and text:
            self._at_start = False
            body = text.lstrip(_BOM)
            offset += self._size(text[: len(text) - len(body)])
            text = body
        if not refused:
            self._pass(text)
            self._last = text[-1:] or self._last
            return text, ()
        parts: list[str] = []
        bads: list[BadBytes] = []
        done = at = 0
        for run in _ESCAPED.finditer(text):
            good = text[done : run.start()]
            self._pass(good)
            offset += self._size(good)
            raw = bytes(ord(char) - _ESCAPE for char in run.group())
            before = good[-1:] or (self._last if not done else "")
            latin = not _is_foreign(before + text[run.end() : run.end() + 1])
            read_as = _mended(raw, self._name, latin=latin)
            at += len(good)
            bads.append(BadBytes(self._line, offset, raw, read_as, at))
            at += len(read_as)
            parts += good, read_as
            offset += len(raw)
            self._after_return = False
            done = run.end()
        self._pass(text[done:])
        self._last = text[-1:] or self._last
        return ("".join((*parts, text[done:])), tuple(bads)) if bads else (text, ())

    def _pass(self, text: str) -> None:
        if text:
            both = self._after_return and text[0] == "\n"
            self._line += line_ends(text) - both
            self._after_return = text[-1] == "\r"

    def _size(self, text: str) -> int:
        return len(text.encode(self._name, "replace"))


def _is_foreign(beside: str) -> bool:
    """Whether a letter beside refused bytes is none that Windows-1252 writes words with."""
    return any(char > _LAST_LATIN and char.isalpha() for char in beside)


def _mended(raw: bytes, name: str, *, latin: bool) -> str:
    if name == "utf-8":
        return _mended_utf8(raw, latin=latin)
    if name in {"gb18030", "gbk"}:
        return "".join("€" if byte == 0x80 else _LOST for byte in raw)  # Windows-936
    width = 2 if name.startswith("utf-16") else 4 if name.startswith("utf-32") else 1
    return _LOST * -(-len(raw) // width)


def _mended_utf8(raw: bytes, *, latin: bool) -> str:
    """Read what strict UTF-8 refuses: CESU-8 pairs, and single bytes of Windows-1252.

    A byte inside a word of another script (not `latin`) is what is left of a cut character.
    """
    pieces = list(re.finditer(_PIECE, raw, re.DOTALL))  # `re` keeps the compiled
    legacy = latin and sum(piece.lastgroup == "one" for piece in pieces) <= _MOST_LEGACY
    return "".join(_mended_piece(piece, legacy=legacy) for piece in pieces)


def _mended_piece(piece: re.Match[bytes], *, legacy: bool) -> str:
    text = piece.group()
    match piece.lastgroup:
        case "pair":
            units = text.decode("utf-8", "surrogatepass")
            return units.encode("utf-16-be", "surrogatepass").decode("utf-16-be")
        case "nul":
            return "\0"
        case "one" if legacy and text not in _UNLIKELY:
            return text.decode("cp1252", "replace")
        case _:
            return _LOST
