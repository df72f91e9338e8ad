"""Walk through the messages of an example."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ftprep.model import Example, Kind

__all__ = ["assistants", "kind_of", "messages", "step"]


def messages(example: Example) -> Iterator[tuple[str, dict[str, Any]]]:
    """(pointer, message) of every message that is an object; nothing for other kinds."""
    if example.kind is not Kind.CHAT or not isinstance(example.body, dict):
        return
    found = example.body.get("messages")
    if isinstance(found, list):
        for index, message in enumerate(found):
            if isinstance(message, dict):
                yield f"/messages/{index}", message


def assistants(example: Example) -> Iterator[tuple[str, dict[str, Any]]]:
    """(pointer, message) of every assistant message."""
    for pointer, message in messages(example):
        if message.get("role") == "assistant":
            yield pointer, message


def kind_of(value: object) -> str:
    """What a JSON value is, in words: `a string`, `null`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    names = {str: "a string", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "a value")


def step(key: str) -> str:
    """A key as one step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
