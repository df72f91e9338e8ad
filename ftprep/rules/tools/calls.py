"""The calls of tools in a conversation, what answers them, and the functions that are defined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ftprep.model import Example, Kind
from ftprep.named import NamedTuple
from ftprep.rules.walk import conversations

__all__ = ["Call", "Stray", "calls", "calls_of", "defined", "definitions", "has_calls", "strays"]


class Call(NamedTuple):
    """One call of a function, by `tool_calls` or by the older `function_call`."""

    pointer: str
    """Of the call inside the body: `/messages/1/tool_calls/0`."""
    id: object
    """What `id` holds; None for a `function_call`, which has none."""
    name: object
    arguments: object
    legacy: bool
    """Whether it is a `function_call`."""

    @property
    def place(self) -> str:
        """JSON pointer of the arguments."""
        return f"{self.pointer}/arguments" if self.legacy else f"{self.pointer}/function/arguments"


class Stray(NamedTuple):
    """A call that nothing answered before the conversation went on, or an answer without a call."""

    pointer: str
    call: Call | None
    """The call; None when it is the answer that is left over."""
    key: str
    """The id or the name that was not found on the other side."""


def has_calls(example: Example) -> bool:
    """Whether there may be calls or their answers: nearly all examples are told apart by it, for
    plain messages have a role and content only. What has another shape has to be looked at."""
    try:
        for message in example.body["messages"]:
            if len(message) != 2 or "content" not in message:
                return True
    except (KeyError, TypeError):
        return True
    return False


def calls(example: Example) -> list[Call]:
    """Every call of the example once, in reading order."""
    if not has_calls(example):
        return []
    found: dict[str, Call] = {}
    for conversation in conversations(example):
        for pointer, message in conversation:
            found.update((call.pointer, call) for call in calls_of(pointer, message))
    return list(found.values())


def calls_of(pointer: str, message: Mapping[str, Any]) -> list[Call]:
    """The calls of one message, as far as they are objects; malformed ones are the schema's."""
    found = []
    listed = message.get("tool_calls")
    if isinstance(listed, list):
        for index, entry in enumerate(listed):
            function = entry.get("function") if isinstance(entry, dict) else None
            if isinstance(function, dict):
                name, arguments = function.get("name"), function.get("arguments")
                place = f"{pointer}/tool_calls/{index}"
                found.append(Call(place, entry.get("id"), name, arguments, legacy=False))
    call = message.get("function_call")
    if isinstance(call, dict):
        name, arguments = call.get("name"), call.get("arguments")
        found.append(Call(f"{pointer}/function_call", None, name, arguments, legacy=True))
    return found


def definitions(example: Example) -> list[tuple[str, dict[str, Any]]]:
    """(pointer, function) of every function that the line defines, in `tools` or `functions`."""
    body, base = example.body, ""
    if example.kind is Kind.PREFERENCE and isinstance(body, dict):
        body, base = body.get("input"), "/input"
    found: list[tuple[str, dict[str, Any]]] = []
    if not isinstance(body, dict):
        return found
    for key in ("tools", "functions"):
        listed = body.get(key)
        if isinstance(listed, list):
            for index, entry in enumerate(listed):
                inner = entry.get("function") if isinstance(entry, dict) else None
                if isinstance(inner, dict):
                    found.append((f"{base}/{key}/{index}/function", inner))
                elif isinstance(entry, dict) and key == "functions":
                    found.append((f"{base}/{key}/{index}", entry))
    return found


def defined(example: Example) -> dict[str, dict[str, Any]]:
    """Name → function; of two with one name, the first."""
    found: dict[str, dict[str, Any]] = {}
    for _, function in definitions(example):
        name = function.get("name")
        if isinstance(name, str):
            found.setdefault(name, function)
    return found


def strays(example: Example) -> list[Stray]:
    """Calls without an answer and answers without a call, each once, in reading order.

    A call at the end of the conversation needs no answer: it is what is to be learnt.
    """
    if not has_calls(example):
        return []
    found: dict[str, Stray] = {}
    for conversation in conversations(example):
        found.update((stray.pointer, stray) for stray in _strays(conversation))
    return list(found.values())


def _strays(conversation: list[tuple[str, dict[str, Any]]]) -> Iterator[Stray]:
    waiting: dict[tuple[bool, object], Call] = {}
    for pointer, message in conversation:
        role = message.get("role")
        if role not in ("tool", "function"):
            for (_, key), call in waiting.items():
                yield Stray(call.pointer, call, str(key))
            waiting = {
                (call.legacy, key): call
                for call in calls_of(pointer, message)
                if isinstance(key := call.name if call.legacy else call.id, str) and key
            }
            continue
        key = message.get("name" if role == "function" else "tool_call_id")
        if isinstance(key, str) and waiting.pop((role == "function", key), None) is None:
            yield Stray(pointer, None, key)
