"""One thing that a JSON Schema forbids and a value has."""

from __future__ import annotations

from typing import Any

from ftprep.named import NamedTuple

__all__ = ["Breach", "Path"]

Path = tuple[str | int, ...]
"""Keys and indexes that lead to a value."""


class Breach(NamedTuple):
    """Where a value breaks a schema, and what was asked for."""

    path: Path
    """Of the value; of a key that is not known, the path with that key."""
    keyword: str | None
    """Of the schema, such as `type`; None where it allows nothing at all."""
    wanted: Any
    """What the keyword asks for: of `required` the one key that is missing, of
    `additionalProperties` the keys that are known."""
    value: Any
