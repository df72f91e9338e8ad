"""Examples and models for the tests of counting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ftprep.model import Example, Kind, Origin, Turn
from ftprep.targets import find_model
from ftprep.targets.target import Model

VERIFIED = find_model("gpt-4o-mini")
UNVERIFIED = find_model("gpt-4.1")
CL100K = find_model("gpt-3.5-turbo")


def limited(limit: int) -> Model:
    """A verified model that takes so many tokens for each example."""
    return replace(VERIFIED, max_example_tokens=limit)


def chat(*messages: dict[str, Any], **line: Any) -> Example:
    """A chat example with one turn for each text content."""
    turns = tuple(
        Turn(m["role"], m["content"], m["role"] == "assistant", f"/messages/{i}/content")
        for i, m in enumerate(messages)
        if isinstance(m.get("content"), str)
    )
    return Example(Origin(0), Kind.CHAT, {"messages": list(messages), **line}, turns)


def user(content: Any, **more: Any) -> dict[str, Any]:
    """A user message."""
    return {"role": "user", "content": content, **more}


def assistant(content: Any, **more: Any) -> dict[str, Any]:
    """An assistant message."""
    return {"role": "assistant", "content": content, **more}
