"""Where two JSON values differ, as places and texts for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ftprep.jsontext import dumps, escaped
from ftprep.named import NamedTuple

__all__ = ["Difference", "differences"]


class Difference(NamedTuple):
    """One place where two values differ."""

    pointer: str
    before: str | None
    """The text, or other values as JSON; None where there was nothing."""
    after: str | None


def differences(before: Any, after: Any, pointer: str = "") -> Iterator[Difference]:
    """The smallest places in which two values differ, in the order of the first.

    Lists of different lengths are one place: nobody knows which entries belong together.
    """
    if isinstance(before, dict) and isinstance(after, dict):
        for key in (*before, *(key for key in after if key not in before)):
            place = f"{pointer}/{escaped(key)}"
            if key not in after:
                yield Difference(place, _text(before[key]), None)
            elif key not in before:
                yield Difference(place, None, _text(after[key]))
            else:
                yield from differences(before[key], after[key], place)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from differences(old, new, f"{pointer}/{index}")
    elif type(before) is not type(after) or before != after:
        yield Difference(pointer, _text(before), _text(after))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else dumps(value).decode("utf-8", "replace")
