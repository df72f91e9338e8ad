"""IMG: images inside the line, as data: their size, type, mode, and whether they are images."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ftprep.model import Example
from ftprep.rules.context import Context
from ftprep.rules.images.parts import Data, images, opened
from ftprep.rules.rule import Hit, Level, Rule, example_rule, hit
from ftprep.rules.walk import quoted

__all__ = ["RULES"]

_MEGABYTE: Final = 2**20
"""Limits are read as binary megabytes, so that what is called too large is certainly so."""


def image_too_large(example: Example, context: Context) -> Iterator[Hit]:
    """An image is larger than 10 MB.

    ## What
    The decoded data of a `data:` URL has more than 10 × 1024 × 1024 bytes (`--threshold
    image-megabytes=10`).

    ## Why
    The provider leaves the example out.

    ## Bad
    ```text
    a photo of 14 MB as it came from the camera
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"}}]}, {"role": "assistant", "content": "A dot."}]}
    ```

    ## Source
    OpenAI vision fine-tuning guide (2026-07-15); Azure's is the same (2026-02-17).
    """  # noqa: E501
    limit = context.thresholds["image-megabytes"]
    for image in images(example):
        # Four characters of base64 hold three bytes: short ones need not be looked at.
        data = opened(image.url) if len(image.url) > limit * _MEGABYTE else None
        if data is not None and data.size > limit * _MEGABYTE:
            yield hit(image.pointer, size=f"{data.size / _MEGABYTE:.1f}", limit=f"{limit:g}")


def image_type_wrong(example: Example, context: Context) -> Iterator[Hit]:
    """A data URL says another type than its data has.

    ## What
    The URL says `image/jpeg`, and the first bytes of its data are those of a PNG, and the like; or
    it says no type.

    ## Why
    Programs that believe the URL cannot open the image. Some providers refuse such images, others
    look at the data.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/jpeg;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"}}]}, {"role": "assistant", "content": "A dot."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"}}]}, {"role": "assistant", "content": "A dot."}]}
    ```

    ## Source
    Bedrock's error text, as quoted in public code (2026): `The image was specified using the
    image/jpeg media type, but the image appears to be a image/webp image`; of OpenAI it is not known.
    """  # noqa: E501
    for pointer, data in _opened(example):
        if data.header and data.header.trainable and data.declared != data.header.type:
            declared = quoted(data.declared) or "no type"
            if declared != "image/jpg":  # a common name for image/jpeg
                yield hit(pointer, declared=declared, type=data.header.type)


def image_type_refused(example: Example, context: Context) -> Iterator[Hit]:
    """An image is neither JPEG, PNG nor WebP.

    ## What
    The data of a `data:` URL is a GIF, BMP, TIFF, SVG, HEIC, AVIF, icon or PDF, whatever its URL
    says.

    ## Why
    The provider leaves the example out.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/gif;base64,R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs="}}]}, {"role": "assistant", "content": "A dot."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"}}]}, {"role": "assistant", "content": "A dot."}]}
    ```

    ## Source
    OpenAI vision fine-tuning guide (2026-07-15); Azure's is the same (2026-02-17).
    """  # noqa: E501
    for pointer, data in _opened(example):
        if data.header and not data.header.trainable:
            yield hit(pointer, type=data.header.type)


def image_broken(example: Example, context: Context) -> Iterator[Hit]:
    """The data of an image cannot be used.

    ## What
    A `data:` URL without data, with letters that base64 does not have, whose bytes are no image, or
    end before the image does.

    ## Why
    The provider leaves the example out, or refuses the file.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,SGVsbG8="}}]}, {"role": "assistant", "content": "A dot."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"}}]}, {"role": "assistant", "content": "A dot."}]}
    ```

    ## Source
    OpenAI vision fine-tuning guide (2026-07-15); Azure's is the same (2026-02-17).
    """  # noqa: E501
    for pointer, data in _opened(example):
        if data.fault:
            yield hit(pointer, fault=data.fault)


def image_mode_refused(example: Example, context: Context) -> Iterator[Hit]:
    """An image is neither RGB nor RGBA.

    ## What
    The header of a PNG or JPEG says grayscale, palette or CMYK.

    ## Why
    The guide wants RGB or RGBA; other images are left out, as far as it tells.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="}}]}, {"role": "assistant", "content": "A dot."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"}}]}, {"role": "assistant", "content": "A dot."}]}
    ```

    ## Source
    OpenAI vision fine-tuning guide (2026-07-15); Azure's is the same (2026-02-17).
    """  # noqa: E501
    for pointer, data in _opened(example):
        if data.header and data.header.trainable and data.header.mode not in _MODES:
            yield hit(pointer, mode=data.header.mode)


_MODES: Final = ("RGB", "RGBA", "")
"""Modes that are taken; empty: the header does not tell."""


def _opened(example: Example) -> Iterator[tuple[str, Data]]:
    """(pointer, data) of every data URL of the example."""
    for image in images(example):
        data = opened(image.url)
        if data is not None:
            yield image.pointer, data


RULES: tuple[Rule, ...] = (
    example_rule(
        "IMG002", Level.ERROR, image_too_large,
        "the image has {size} MB, more than {limit}",
        "Make it smaller: models look at 2,048 pixels on each side at most.",
        of_shape=True,
    ),
    example_rule(
        "IMG003", Level.WARNING, image_type_wrong,
        "the image is {type}, and its URL says {declared}",
        "Write data:{type};base64, before the data.",
        of_shape=True,
    ),
    example_rule(
        "IMG004", Level.ERROR, image_type_refused,
        "the image is {type}; JPEG, PNG and WebP are taken",
        "Convert it.",
        of_shape=True,
    ),
    example_rule(
        "IMG005", Level.ERROR, image_broken,
        "the image cannot be used: {fault}",
        "Encode the file of the image anew.",
        of_shape=True,
    ),
    example_rule(
        "IMG006", Level.WARNING, image_mode_refused,
        "the image is {mode}; RGB and RGBA are taken",
        "Convert it to RGB.",
        of_shape=True,
    ),
)  # fmt: skip
