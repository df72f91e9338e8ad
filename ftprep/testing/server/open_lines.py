"""One line of a training file for services that train open models: Together, Fireworks.

They take OpenAI's lines and more: weights on any message or line, reasoning, plain texts. Of the
texts of their refusals only those of Together's client are public (together 3.1.1, utils/files);
the others are worded alike.
"""

from __future__ import annotations

from typing import Any, Final

import orjson

from ftprep.testing.server.lines import Fault

__all__ = ["open_fault"]

_FORMATS: Final = {
    "CONVERSATION": {"messages"},
    "INSTRUCTION": {"prompt", "completion"},
    "GENERAL": {"text"},
    "PREFERENCE_OPENAI": {"input", "preferred_output", "non_preferred_output"},
}
"""Together's names of formats → the keys that tell them."""

_ROLES: Final = ("system", "user", "assistant", "tool", "developer")


def open_fault(
    line: bytes, number: int, method: str, file_id: str = "file"
) -> dict[str, Any] | Fault:
    """The example of a line, or what is wrong with it. See `lines.fault_of`."""
    try:
        body = orjson.loads(line)
    except orjson.JSONDecodeError:
        return Fault(f"Error parsing json payload. Unexpected format on line {number}.")
    if not isinstance(body, dict):
        return Fault(
            f"Error parsing file. Invalid format on line {number} of the input file. Each line "
            "must be a JSON object."
        )
    found = [name for name, keys in _FORMATS.items() if keys <= body.keys()]
    if len(found) != 1:
        told = "several formats" if found else "no known format"
        return Fault(f"Invalid format on line {number}: it has {told}: {', '.join(body)}.")
    if method != "any" and (found[0] == "PREFERENCE_OPENAI") != (method == "dpo"):
        return Fault(f"Line {number} is {found[0]}, which method {method} does not take.")
    return _in_conversation(body, found[0], number) or body


def _in_conversation(body: dict[str, Any], form: str, number: int) -> Fault | None:
    if form == "CONVERSATION":
        return _in_messages(body["messages"], number)
    if form == "PREFERENCE_OPENAI":
        given = body["input"]
        messages = given.get("messages") if isinstance(given, dict) else None
        answers = (body["preferred_output"], body["non_preferred_output"])
        faults = (_in_messages(part, number) for part in (messages, *answers))
        return next(filter(None, faults), None)
    for key in _FORMATS[form]:
        if not isinstance(body[key], str):
            return Fault(f"Invalid format on line {number}: {key} must be a string.")
    return None


def _in_messages(messages: object, number: int) -> Fault | None:
    if not isinstance(messages, list) or not messages:
        return Fault(f"Invalid format on line {number}: messages must be a list that is not empty.")
    for message in messages:
        if not isinstance(message, dict) or message.get("role") not in _ROLES:
            return Fault(f"Invalid role on line {number}: one of {', '.join(_ROLES)} is needed.")
        content = message.get("content")
        if not isinstance(content, str | list) and not message.get("tool_calls"):
            return Fault(f"Invalid format on line {number}: content must be a string.")
    return None
