"""Tokens of images, as far as they are known without looking at the picture."""

from __future__ import annotations

from typing import Final

__all__ = ["image_tokens"]

# OpenAI images and vision guide (2026-07): gpt-4o and gpt-4.1, the models that train on images, see
# a picture as a base and tiles of 512 pixels, after it was fitted into 2,048 by 2,048 pixels and
# its shortest side into 768: at most 2 by 4 tiles. Whether training bills images at this rate is
# known for low detail only.
_BASE: Final = 85
_TILE: Final = 170
_MOST_TILES: Final = 8


def image_tokens(detail: object) -> tuple[int, int]:
    """(least, most) tokens of one image; `detail` as in `image_url.detail`: low, high or auto."""
    least = _BASE + _TILE if detail == "high" else _BASE
    return least, _BASE if detail == "low" else _BASE + _MOST_TILES * _TILE
