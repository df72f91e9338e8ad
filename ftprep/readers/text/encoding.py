"""Tell the encoding of a text file: by its mark, by proof, or by the letters that it gives."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from ftprep.errors import UsageError
from ftprep.model import Finding, Origin
from ftprep.named import NamedTuple
from ftprep.pattern import Pattern
from ftprep.readers.files import open_bytes
from ftprep.readers.reader import InputFile
from ftprep.readers.text.decode import CHUNK, ESCAPE, BadBytes, decode, decoded, is_mended
from ftprep.readers.text.wide import is_start_of_utf8, marked, wide

__all__ = ["BadBytes", "Encoding", "bad_bytes_finding", "decoded", "detect", "detect_head"]

_HEAD: Final = 1 << 16
_SAMPLE: Final = 8_000
"""Bytes of lines with non-ASCII letters that legacy encodings are told by."""
_PER_CHUNK: Final = 400
"""Of these, what each later part of a large file may add, so that all of it has a say."""
_BESIDE: Final = 400
"""Bytes of a line on each side of a non-ASCII letter that are looked at."""
_WORD: Final = Pattern(r"[^\W\d_]*[^\x00-\x7f]+[^\W\d_]*")
_SURE: Final = 0.8
"""From this confidence on, a legacy encoding is taken without a warning."""
_FEW: Final = 3
"""Fewer letters than these never make sure."""
_WITH_SYMBOLS: Final = ("cp1252", "mac_roman")
"""Code pages that a text in plain letters, with curly quotes alone, may well be in."""
_NOT_FOR_FILES: Final = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"}
)


class Encoding(NamedTuple):
    """How the bytes of a file are read as text."""

    name: str
    """Python codec name."""
    confidence: float
    """0 to 1; 1.0 when given, told by a BOM, or proved by decoding all of it."""
    bom: bool


class _Guess(NamedTuple):
    """The likeliest encoding, and the likeliest that gives another text."""

    name: str
    confidence: float
    word: str
    other: str
    other_word: str


def detect(file: InputFile, given: str | None) -> tuple[Encoding, tuple[Finding, ...]]:
    """Tell the encoding of a text file, reading all of it unless it carries a mark.

    `given` overrides; `UsageError` when Python knows no such codec. The findings say what is not
    plain UTF-8, and how sure that is.
    """
    origin = Origin(file.index, position=-1, line=1)
    with open_bytes(file.local, file.compression) as stream:
        head = stream.read(_HEAD)
    mark = marked(head)
    if given is not None:
        name = _named(given, mark or wide(head))
        return Encoding(name, 1.0, name == mark), ()
    if mark:
        code, args = ("SRC004", {}) if mark == "utf-8" else ("SRC005", {"encoding": mark})
        return Encoding(mark, 1.0, bom=True), (Finding(code, origin, args=args),)
    if unmarked := wide(head):
        told = Finding("SRC005", origin, args={"encoding": unmarked})
        return Encoding(unmarked, 0.95, bom=False), (told,)
    with open_bytes(file.local, file.compression) as stream:
        if _is_utf8(stream):
            return Encoding("utf-8", 1.0, bom=False), ()
    with open_bytes(file.local, file.compression) as stream:
        guess = _guess(_high_lines(stream))
    return Encoding(guess.name, guess.confidence, bom=False), _doubts(guess, origin)


def detect_head(head: bytes) -> str:
    """Tell the likely encoding of the first bytes of a file, to look at what is in it."""
    if found := marked(head) or wide(head):
        return found
    if not is_start_of_utf8(head):
        return _guess(b"\n".join(_high_parts(head[: _SAMPLE // 3]))).name
    return "utf-8"


def bad_bytes_finding(bad: BadBytes, origin: Origin) -> Finding:
    """Say that bytes could not be decoded, at `origin` (the record that they stand in)."""
    shown = bad.raw[:16].hex(" ") + (" …" if len(bad.raw) > 16 else "")
    args = {"line": bad.line, "offset": bad.offset, "bytes": shown, "text": bad.read_as[:16]}
    return Finding("SRC007" if is_mended(bad) else "SRC008", origin, args=args)


def _named(given: str, told: str | None) -> str:
    """The codec name of what a person gave; `told` settles the byte order of UTF-16 and UTF-32."""
    try:
        info = codecs.lookup(given)
    except (LookupError, ValueError) as error:
        raise UsageError(_unknown(given)) from error
    name = info.name.replace("_", "-")
    if not info._is_text_encoding or name in _NOT_FOR_FILES:
        raise UsageError(_unknown(given))
    if name in {"utf-16", "utf-32"}:
        return told if told and told.startswith(name) else f"{name}-le"
    return "utf-8" if name == "utf-8-sig" else info.name


def _unknown(given: str) -> str:
    return (
        f"No encoding is called {given!r}. Usual ones are utf-8, utf-16, cp1252 (Western), cp1251 "
        "(Cyrillic), gb18030 (Chinese), big5, cp932 (Japanese), cp949 (Korean)."
    )


def _is_utf8(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        while chunk := stream.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _high_lines(stream: BinaryIO) -> bytes:
    """Collect lines with non-ASCII bytes: many from the start, some from everywhere."""
    parts: list[bytes] = []
    size = 0
    while chunk := stream.read(CHUNK):
        room = max(_SAMPLE - size, _PER_CHUNK)
        if size > 4 * _SAMPLE:
            break
        for part in _high_parts(chunk):
            parts.append(part)
            size += len(parts[-1])
            room -= len(parts[-1])
            if room <= 0:
                break
    return b"\n".join(parts)


def _high_parts(chunk: bytes) -> Iterator[bytes]:
    """Give the lines with non-ASCII bytes, of long ones what stands beside these."""
    done = 0
    for match in re.finditer(rb"[\x80-\xff][^\r\n]{0,%d}" % _BESIDE, chunk):
        before = chunk[max(done, match.start() - _BESIDE) : match.start()]
        start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
        yield before[start:] + match.group()
        done = match.end()


def _guess(sample: bytes) -> _Guess:
    """Rank UTF-8 with broken places and the legacy encodings by the text that they give."""
    ranked = sorted(_ranked(sample), reverse=True)
    best, number, name, text = ranked[0]
    other = next((r for r in ranked[1:] if r[3] != text), (best - 1, 0, "", ""))
    evidence = max(0.0, best - other[0]) * math.sqrt(max(1, number))
    confidence = (1 - 0.5 * math.exp(-1.2 * evidence)) * min(1.0, max(0.2, best + 0.5))
    if number < _FEW:
        confidence = min(confidence, _SURE - 0.01)
    if name == "utf-8":
        confidence = max(confidence, 0.5)  # what is ASCII is right in any case
    at = next((at for at, (a, b) in enumerate(zip(text, other[3], strict=False)) if a != b), 0)
    words = _word(text, at), _word(other[3], at)
    return _Guess(name, min(0.99, round(confidence, 2)), words[0], other[2], words[1])


def _ranked(sample: bytes) -> Iterator[tuple[float, int, str, str]]:
    """(score, non-ASCII characters, codec, text) of each candidate."""
    from ftprep.readers.text.charsets import CANDIDATES, score  # starting fast: not for UTF-8

    high = len(sample) - len(sample.decode("ascii", "ignore"))
    parts = list(decode([sample], "utf-8"))
    text = "".join(part for part, _ in parts)
    places = [place for _, bads in parts for place in bads]
    bad = sum(len(place.raw) for place in places if not _is_cesu8(place))
    yield (high - 1.25 * bad) / max(1, high), high, "utf-8", text
    for candidate in CANDIDATES:
        text = sample.decode(candidate.codec, ESCAPE)
        worth, number = score(text, candidate)
        if candidate.codec not in _WITH_SYMBOLS and not any(
            char > "\x7f" and char.isalpha() for char in text
        ):
            worth -= 1.0  # symbols alone speak for the commonest code pages, or for damage
        yield worth + candidate.prior, number, candidate.codec, text


def _is_cesu8(place: BadBytes) -> bool:
    return place.raw[:1] == b"\xed" and is_mended(place)


def _word(text: str, at: int) -> str:
    """The word with a non-ASCII letter that stands at a place, or is the next one behind it."""
    while at and text[at - 1].isalpha():
        at -= 1
    found = _WORD.search(text, at)
    return found.group()[:20] if found else ""


def _doubts(guess: _Guess, origin: Origin) -> tuple[Finding, ...]:
    if guess.name == "utf-8":
        return ()  # each broken place is told where it is
    percent = round(guess.confidence * 100)
    if guess.confidence >= _SURE:
        return (Finding("SRC005", origin, args={"encoding": guess.name}),)
    args = {
        "encoding": guess.name,
        "percent": percent,
        "word": guess.word,
        "other": guess.other,
        "other_word": guess.other_word,
    }
    return (Finding("SRC006", origin, args=args),)
