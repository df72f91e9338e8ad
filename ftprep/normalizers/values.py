"""Values of a record: as text where text is due, by dotted path, and as people name their types."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ftprep import jsontext
from ftprep.model import Finding, Record

__all__ = [
    "MISSING",
    "at_column",
    "find",
    "is_blank",
    "kind_of",
    "literal",
    "missing",
    "sample",
    "text",
]

_LONGEST_SAMPLE = 40
"""Characters of a value that are shown beside a column's name."""


class Missing:
    """The type of `MISSING`: no such key, which differs from a value that is null."""


MISSING = Missing()


def find(data: Mapping[str, Any], path: str) -> Any:
    """The value of a column, or at a dotted path through objects; `MISSING` where there is none.

    A key that holds dots itself is found before the path is taken apart.
    """
    value = data.get(path, MISSING)
    if value is not MISSING or "." not in path:
        return value
    dot = path.find(".")
    while dot != -1:
        inner = data.get(path[:dot])
        if isinstance(inner, dict):
            value = find(inner, path[dot + 1 :])
            if value is not MISSING:
                return value
        dot = path.find(".", dot + 1)
    return MISSING


def at_column(code: str, record: Record, path: str, **args: str) -> Finding:
    """A finding about a column of a record, or a place at a dotted path in it."""
    steps = [path] if path in record.data else path.split(".")
    pointer = "/" + "/".join(map(jsontext.escaped, steps))
    return Finding(code, record.origin, pointer, {"column": path, **args}, path)


def kind_of(value: object) -> str:
    """What a value is, in words."""
    if value is None or isinstance(value, Missing):
        return "nothing"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    return "a number" if isinstance(value, int | float) else f"a {type(value).__name__}"


def missing(value: object) -> bool:
    """Whether a value says that there is none: null, no such key, or a frame's NaN."""
    return (
        value is None
        or isinstance(value, Missing)
        or (isinstance(value, float) and math.isnan(value))
    )


def literal(value: object) -> str:
    """A value that is no list and no object as people see it: `1.10`, `true`, `2026-01-31`."""
    if isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return jsontext.text(value)
    return str(value)


def is_blank(text: str) -> bool:
    """Whether a text has nothing but white space."""
    return not text or text.isspace()


def text(record: Record, path: str, findings: list[Finding]) -> str | None:
    """The text of a column, exactly as it stands; `""` where there is none.

    A number, true or false is written as in its file, with a note. A list or an object has no text
    of its own: an error is added to `findings` and None is returned.
    """
    value = find(record.data, path)
    if isinstance(value, str):
        return value
    if missing(value):
        return ""
    if isinstance(value, dict | list | tuple):
        findings.append(at_column("MAP005", record, path, found=kind_of(value)))
        return None
    findings.append(at_column("MAP004", record, path, found=kind_of(value)))
    return literal(value)


def sample(value: Any) -> str:
    """The beginning of a value, in quotes, for a message that lists columns."""
    if missing(value):
        return "empty"
    if isinstance(value, dict | list | tuple):
        return kind_of(value)
    shown = " ".join(literal(value).split())
    if len(shown) > _LONGEST_SAMPLE:
        shown = shown[: _LONGEST_SAMPLE - 1] + "…"
    return f'"{shown}"'
