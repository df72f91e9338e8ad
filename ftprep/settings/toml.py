"""Write a plain value as TOML does."""

from __future__ import annotations

import json
import re
from typing import Any

__all__ = ["toml"]

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml(value: Any) -> str:
    """The value on one line: a text in quotes, a list, an inline table."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{_key(key)} = {toml(inner)}" for key, inner in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list):
        return f"[{', '.join(toml(inner) for inner in value)}]"
    if isinstance(value, str):
        # A JSON string is a basic string of TOML, save that TOML also wants DEL escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else toml(key)
