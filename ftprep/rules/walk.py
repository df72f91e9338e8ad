"""Walk through the messages of an example."""

from __future__ import annotations

from typing import Any

from ftprep.model import Example, Kind

__all__ = ["answers", "kind_of", "messages", "step"]


def messages(example: Example) -> list[tuple[int, dict[str, Any]]]:
    """(index, message) of every message that is an object; nothing for other kinds."""
    if example.kind is not Kind.CHAT or not isinstance(example.body, dict):
        return []
    found = example.body.get("messages")
    if not isinstance(found, list):
        return []
    return [(index, message) for index, message in enumerate(found) if isinstance(message, dict)]


def answers(example: Example) -> list[dict[str, Any]]:
    """The assistant's messages."""
    return [message for _, message in messages(example) if message.get("role") == "assistant"]


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
