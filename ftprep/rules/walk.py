"""Walk through the messages of an example."""

from __future__ import annotations

from typing import Any

from ftprep.model import Example, Kind
from ftprep.normalizers.roles import SHAREGPT_ROLES, openai_role

__all__ = [
    "answers",
    "conversations",
    "kind_of",
    "meant_role",
    "messages",
    "quoted",
    "quoted_apart",
    "shown",
    "speakers",
    "step",
]

_ALL_OBJECTS = {dict}

_QUOTED = 40
"""Characters of a text that a message quotes."""

_BEFORE = 15
"""Characters that it quotes before the place where two texts begin to differ, or some more up to a
space."""


def messages(example: Example) -> list[tuple[int, dict[str, Any]]]:
    """(index, message) of every message that is an object; nothing for other kinds."""
    if example.kind is not Kind.CHAT or not isinstance(example.body, dict):
        return []
    found = example.body.get("messages")
    if not isinstance(found, list):
        return []
    if set(map(type, found)) == _ALL_OBJECTS:  # nearly always, and many rules ask
        return list(enumerate(found))
    return [(index, message) for index, message in enumerate(found) if isinstance(message, dict)]


def answers(example: Example) -> list[dict[str, Any]]:
    """The assistant's messages."""
    return [message for _, message in messages(example) if message.get("role") == "assistant"]


def conversations(example: Example) -> list[list[tuple[str, dict[str, Any]]]]:
    """(pointer, message) of every message that is an object, whatever the kind of the line.

    One conversation of a chat or reinforcement line; two of a preference line, which share their
    beginning and end with the preferred answer and with the other.
    """
    body = example.body
    if not isinstance(body, dict):
        return []
    if example.kind is not Kind.PREFERENCE:
        return [_objects(body.get("messages"), "/messages")]
    given = body.get("input")
    asked = _objects(given.get("messages") if isinstance(given, dict) else None, "/input/messages")
    return [
        asked + _objects(body.get(side), f"/{side}")
        for side in ("preferred_output", "non_preferred_output")
    ]


def speakers(example: Example) -> list[tuple[str, str]]:
    """(pointer, name) of every message with the name of who speaks, each once; not of functions."""
    if _is_plain(example):
        return []
    return list(
        {
            f"{pointer}/name": message["name"]
            for conversation in conversations(example)
            for pointer, message in conversation
            if isinstance(message.get("name"), str)
            and message.get("role") not in ("function", "tool")
        }.items()
    )


def _is_plain(example: Example) -> bool:
    """Whether all messages have a role and a content and nothing else, as nearly all have."""
    if example.kind is Kind.COMPLETION:
        return True
    try:
        return all(len(message) == 2 for message in example.body["messages"])
    except (KeyError, TypeError):
        return False


def _objects(found: object, base: str) -> list[tuple[str, dict[str, Any]]]:
    if not isinstance(found, list):
        return []
    return [
        (f"{base}/{index}", message)
        for index, message in enumerate(found)
        if isinstance(message, dict)
    ]


def meant_role(role: object, known: tuple[str, ...]) -> str | None:
    """The role of the target that one of another spelling or format stands for: `User ` and `human`
    are user, `model` is assistant. None when that is not certain."""
    if not isinstance(role, str):
        return None
    name = role.strip().casefold()
    if name in known:
        return name
    meant = SHAREGPT_ROLES.get(name) or openai_role(name)
    if meant == "developer":
        # What OpenAI's newer models call the system's instructions.
        meant = "system"
    return meant if meant in known else None


def shown(role: object) -> str:
    """A role as messages tell it; of what is no text, its kind."""
    return role if isinstance(role, str) else kind_of(role)


def quoted(text: str) -> str:
    """The beginning of a text on one line, for a message that quotes it."""
    line = " ".join(text[: 4 * _QUOTED].split())
    return line if len(line) <= _QUOTED else line[: _QUOTED - 1] + "…"


def quoted_apart(one: str, other: str) -> tuple[str, str]:
    """Two texts on one line each, from shortly before the place where they begin to differ, for a
    message that quotes both."""
    lines = " ".join(one.split()), " ".join(other.split())
    pairs = enumerate(zip(*lines, strict=False))
    same = next((place for place, (a, b) in pairs if a != b), min(map(len, lines)))
    if same < _QUOTED // 2:
        return quoted(one), quoted(other)
    space = lines[0].rfind(" ", 0, same - _BEFORE + 1)
    start = space + 1 if same - space <= 2 * _BEFORE else same - _BEFORE
    before, after = (quoted(f"…{line[start:]}") for line in lines)
    return before, after


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
