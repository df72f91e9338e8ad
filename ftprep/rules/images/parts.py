"""The images of an example, and what a data URL holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ftprep.model import Example
from ftprep.named import NamedTuple
from ftprep.pattern import Pattern
from ftprep.rules.walk import conversations

if TYPE_CHECKING:
    from ftprep.rules.images.header import Header

__all__ = ["Data", "Image", "has_parts", "images", "opened"]

_HEAD: Final = 1 << 20
"""Characters of base64 that are decoded to see what an image is."""

_BEGINNING: Final = Pattern(r"data:([^,;]*)((?:;[^,;]*)*),", re.IGNORECASE)
_LONGEST_BEGINNING: Final = 300
_ALPHABET: Final = Pattern(r"[A-Za-z0-9+/]*={0,2}")
_SPACE: Final = Pattern(r"[\r\n]")
_MIME: Final = Pattern(r"[\w.+-]+/[\w.+-]+\Z", re.ASCII)


class Image(NamedTuple):
    """One image part of a message."""

    pointer: str
    """JSON pointer of its URL."""
    role: object
    url: str


class Data(NamedTuple):
    """A data URL, taken apart."""

    declared: str
    """Media type as the URL says, in lower case; empty when it says none."""
    size: int
    """Bytes of the image."""
    fault: str
    """Why its data cannot be used, in words; empty when it can."""
    header: Header | None
    """None when there is a fault, or when the bytes are no image that is known."""


def images(example: Example) -> list[Image]:
    """The image parts of all messages, each once; nothing for a line without content parts."""
    if not has_parts(example):
        return []
    found: dict[str, Image] = {}
    for conversation in conversations(example):
        for pointer, message in conversation:
            content = message.get("content")
            for index, part in enumerate(content if isinstance(content, list) else ()):
                image = part.get("image_url") if isinstance(part, dict) else None
                place = f"{pointer}/content/{index}/image_url"
                if isinstance(image, dict):
                    image, place = image.get("url"), f"{place}/url"
                if isinstance(image, str):
                    found[place] = Image(place, message.get("role"), image)
    return list(found.values())


def has_parts(example: Example) -> bool:
    """Whether a message may have a list of parts: most lines have none. What has another shape than
    a chat line has to be looked at."""
    try:
        for message in example.body["messages"]:
            if type(message["content"]) is not str:
                return True
    except (KeyError, TypeError):
        return True
    return False


def opened(url: str) -> Data | None:
    """What a data URL (RFC 2397) holds; None when the URL is of another scheme.

    Only the first megabyte is decoded; that the rest is base64 is checked by its letters.
    """
    if url[:5].lower() != "data:":
        return None
    beginning = _BEGINNING.match(url[:_LONGEST_BEGINNING])
    if beginning is None:
        return Data("", 0, "there is no comma between its type and its data", None)
    declared = beginning[1].strip().lower()
    declared = declared if _MIME.match(declared) else ""
    if ";base64" not in beginning[2].lower():
        return Data(declared, 0, "it does not say that its data is base64", None)
    text = url[beginning.end() :]
    if "\n" in text or "\r" in text:
        text = _SPACE.sub("", text)
    size = len(text.rstrip("=")) * 3 // 4
    seen = _seen(text, size)
    if isinstance(seen, str):
        return Data(declared, size, seen, None)
    return Data(declared, size, "", seen)


def _seen(text: str, size: int) -> Header | str:
    """What the base64 text of an image shows; in words, why it shows nothing."""
    from base64 import b64decode  # starting fast: few data have images

    from ftprep.rules.images.header import header

    if not text:
        return "it has no data"
    if not _ALPHABET.fullmatch(text) or len(text.rstrip("=")) % 4 == 1:
        return "its data is not base64"
    head = text[:_HEAD].rstrip("=")
    seen = header(b64decode(head + "=" * (-len(head) % 4)), size)
    if seen is None:
        return "its data is no image"
    return seen if seen.complete else "its data ends before the image does"
