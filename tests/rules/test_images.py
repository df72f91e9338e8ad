"""Images inside a line: headers of any bytes, and URLs of any form."""

from __future__ import annotations

import base64
import struct
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.model import Example, Kind, Origin
from ftprep.rules.images.header import header
from ftprep.rules.images.parts import images, opened


def chunk(kind: bytes, data: bytes) -> bytes:
    checked = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checked


def png(colour: int) -> bytes:
    size = struct.pack(">IIBBBBB", 1, 1, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def jpeg(components: int, before: bytes = b"") -> bytes:
    frame = struct.pack(">HBHHB", 8 + 3 * components, 8, 1, 1, components)
    return b"\xff\xd8" + before + b"\xff\xc0" + frame + b"\x01\x11\x00" * components + b"\xff\xd9"


EXIF = b"\xff\xe1" + struct.pack(">H", 65_535) + b"\xff" * 65_533
WEBP = b"RIFF" + struct.pack("<I", 16) + b"WEBPVP8 " + bytes(8)


@pytest.mark.parametrize(
    ("data", "kind", "mode"),
    [
        (png(0), "image/png", "grayscale"),
        (png(2), "image/png", "RGB"),
        (png(3), "image/png", "palette"),
        (png(6), "image/png", "RGBA"),
        (jpeg(1, b"\xff\xe0\x00\x04ab"), "image/jpeg", "grayscale"),
        (jpeg(3, EXIF * 3), "image/jpeg", "RGB"),
        (jpeg(4, b"\xff\xff\xdb\x00\x02"), "image/jpeg", "CMYK"),
        (WEBP, "image/webp", "RGB"),
        (b"GIF89a", "image/gif", ""),
        (b"\xef\xbb\xbf\n<SVG/>", "image/svg+xml", ""),
        (b"\0\0\0\x18ftypavif", "image/avif", ""),
    ],
)
def test_headers_are_read(data: bytes, kind: str, mode: str) -> None:
    seen = header(data)
    assert seen is not None
    assert (seen.type, seen.mode, seen.complete) == (kind, mode, True)


@pytest.mark.parametrize("data", [png(2), jpeg(3), WEBP])
def test_a_cut_image_is_never_taken_for_whole(data: bytes) -> None:
    for stop in range(12, len(data) - 12):
        seen = header(data[:stop])
        assert seen is None or not seen.complete or seen.mode == "RGB"
    assert not getattr(header(data[:11]), "complete", False)


@given(
    st.binary(max_size=80), st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b""])
)
def test_any_bytes_have_an_answer(data: bytes, start: bytes) -> None:
    whole = start + data
    header(whole)
    seen = opened("data:image/png;base64," + base64.b64encode(whole).decode())
    assert seen is not None
    assert seen.size == len(whole)
    assert bool(seen.fault) is (seen.header is None)


@given(st.text(max_size=40))
def test_any_url_has_an_answer(url: str) -> None:
    opened(url)
    opened("data:" + url)
    part = {"type": "image_url", "image_url": {"url": url}}
    body = {"messages": [{"role": "user", "content": [part, url, None, {"image_url": url}]}]}
    assert [image.url for image in images(Example(Origin(0), Kind.CHAT, body, ()))] == [url, url]


def test_a_large_image_takes_little_time() -> None:
    url = "data:image/jpeg;base64," + "A" * 20_000_000 + "!"
    start = time.process_time()
    seen = opened(url)
    assert time.process_time() - start < 2
    assert seen is not None
    assert seen.fault == "its data is not base64"
