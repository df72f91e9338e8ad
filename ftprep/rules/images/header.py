"""What the first bytes of an image say: its format and mode, without decoding a pixel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ftprep.named import NamedTuple

__all__ = ["Header", "header"]

_TRAINABLE: Final = ("image/jpeg", "image/png", "image/webp")
"""Formats that OpenAI and Azure take for training (spec: vision fine-tuning guide, 2026-07)."""


class Header(NamedTuple):
    """What an image is by its own bytes."""

    type: str
    """Media type: `image/png`."""
    mode: str
    """RGB, RGBA, grayscale, palette, CMYK…; empty where the format does not tell it early."""
    complete: bool = True
    """False when the data certainly ends too soon."""

    @property
    def trainable(self) -> bool:
        """Whether models can be trained on images of its type."""
        return self.type in _TRAINABLE


def header(data: bytes, length: int | None = None) -> Header | None:
    """Read the beginning of an image; None when it is no image that is known here.

    `length` is the length of the whole image where `data` is only its beginning; whether the image
    is complete is then judged by lengths alone.
    """
    whole = len(data) if length is None else length
    for magic, read in _FORMATS:
        if data.startswith(magic):
            return read(data, whole)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data, whole)
    if data[4:8] == b"ftyp":
        return Header("image/avif" if data[8:12] in (b"avif", b"avis") else "image/heic", "")
    start = data[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<svg", b"<?xml")):
        return Header("image/svg+xml", "")
    return None


_PNG_MODES: Final = {
    0: "grayscale",
    2: "RGB",
    3: "palette",
    4: "grayscale with transparency",
    6: "RGBA",
}
"""Colour type of the IHDR chunk (PNG specification, 11.2.2) → mode."""


def _png(data: bytes, whole: int) -> Header:
    if len(data) < 26 or data[12:16] != b"IHDR":
        return Header("image/png", "", complete=False)
    ended = whole > len(data) or b"IEND" in data[-64:]
    return Header("image/png", _PNG_MODES.get(data[25], ""), complete=ended)


_JPEG_MODES: Final = {1: "grayscale", 3: "RGB", 4: "CMYK"}
"""Components of the frame header (ITU-T T.81, B.2.2) → mode."""
_NO_FRAME: Final = frozenset({0xC4, 0xC8, 0xCC})
"""Markers among C0 to CF that begin tables and no frame."""


def _jpeg(data: bytes, whole: int) -> Header:
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:  # fill bytes before a marker
            place += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            frame = data[place + 4 : place + 10]
            mode = _JPEG_MODES.get(frame[5], "") if len(frame) == 6 else ""
            return Header("image/jpeg", mode, complete=len(frame) == 6)
        if marker == 0xDA:  # the picture itself begins, without a frame
            break
        place += 2 + max(2, int.from_bytes(data[place + 2 : place + 4], "big"))
    return Header("image/jpeg", "", complete=whole > len(data))


def _webp(data: bytes, whole: int) -> Header:
    # RIFF counts what follows its first 8 bytes (WebP container specification).
    return Header("image/webp", "RGB", complete=whole >= int.from_bytes(data[4:8], "little") + 8)


def _other(kind: str) -> Callable[[bytes, int], Header]:
    return lambda data, whole: Header(kind, "")


_FORMATS: Final[tuple[tuple[bytes, Callable[[bytes, int], Header]], ...]] = (
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
    (b"GIF87a", _other("image/gif")),
    (b"GIF89a", _other("image/gif")),
    (b"BM", _other("image/bmp")),
    (b"II*\x00", _other("image/tiff")),
    (b"MM\x00*", _other("image/tiff")),
    (b"\x00\x00\x01\x00", _other("image/x-icon")),
    (b"%PDF-", _other("application/pdf")),
)
"""First bytes → reader."""
