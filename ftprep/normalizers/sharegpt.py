"""ShareGPT: `conversations` of `{"from": "human", "value": …}`, as FastChat and Axolotl take them.

Roles become OpenAI's; a `function_call` becomes a tool call of an assistant message, and the
`observation` after it the tool message that answers it. A role or a call that is not certain stays
as it was found, in the shape of a chat line, for the rules to say so.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any, Final

from ftprep import jsontext
from ftprep.model import Record
from ftprep.normalizers import chat
from ftprep.normalizers.dialect import openai_tools
from ftprep.normalizers.names import dialogue
from ftprep.normalizers.normalizer import Layout, Normalizer, Request, Understood
from ftprep.normalizers.roles import SHAREGPT_ROLES
from ftprep.normalizers.unused import unused_note
from ftprep.normalizers.values import at_column, kind_of

__all__ = ["LIST_KEYS", "SHAREGPT", "openai_messages", "recognise"]

LIST_KEYS: Final = ("conversations", "conversation")
_SYSTEM_KEYS: Final = ("system", "system_prompt")
_SPEAKER_KEYS: Final = ("from", "role")
_WORDS_KEYS: Final = ("value", "content")
_KEPT_KEYS: Final = ("tools", "parallel_tool_calls", *chat.MEDIA_KEYS)
_UNPAIRED: Final = "kto_tag"


def recognise(keys: Sequence[str], request: Request) -> Normalizer | None:
    """A normalizer for records that have a list of `conversations`."""
    found = [key for key in LIST_KEYS if key in keys]
    if not found or dialogue(keys) is not None:
        return None
    list_key = found[0]
    used = (list_key, *_SYSTEM_KEYS, *_KEPT_KEYS)
    unused = tuple(key for key in keys if key not in used)

    def normalizer(record: Record) -> Understood:
        data = record.data
        turns = data[list_key]
        if not isinstance(turns, list):
            return None, (at_column("MAP015", record, list_key, found=kind_of(turns)),)
        if isinstance(data.get(_UNPAIRED), bool):
            return None, (at_column("MAP016", record, _UNPAIRED),)
        body = _line(data, openai_messages(turns))
        example, findings = chat.understand(record, body, request)
        return example, findings + unused_note(record.origin, unused)

    return normalizer


SHAREGPT = Layout("sharegpt", recognise)


def openai_messages(turns: list[Any]) -> list[Any]:
    """The turns as messages of a chat line."""
    calls = _Calls()
    return [calls.message(turn) for turn in turns]


def _line(data: dict[str, Any], messages: list[Any]) -> dict[str, Any]:
    system = next((data[key] for key in _SYSTEM_KEYS if data.get(key)), None)
    if isinstance(system, str) and not any(_is_system(message) for message in messages):
        messages = [{"role": "system", "content": system}, *messages]
    line: dict[str, Any] = {"messages": messages}
    for key in _KEPT_KEYS:
        if data.get(key) is not None:
            line[key] = data[key]
    if "tools" in line:
        tools = openai_tools(line["tools"])
        if tools is not None:
            line["tools"] = tools
        if not line["tools"]:
            del line["tools"]
    return line


def _is_system(message: Any) -> bool:
    return isinstance(message, dict) and message.get("role") in ("system", "developer")


class _Calls:
    """The tool calls of one conversation that no tool message has answered yet."""

    def __init__(self) -> None:
        self._made = 0
        self._open: deque[str] = deque()

    def message(self, turn: Any) -> Any:
        """One turn as a message; what is no turn stays as it is."""
        if not isinstance(turn, dict):
            return turn
        speaker_key = next((key for key in _SPEAKER_KEYS if key in turn), None)
        words_key = next((key for key in _WORDS_KEYS if key in turn), None)
        if speaker_key is None:
            return turn
        speaker = turn[speaker_key]
        name = speaker.strip().casefold() if isinstance(speaker, str) else ""
        role = SHAREGPT_ROLES.get(name, speaker)
        rest = {key: turn[key] for key in turn if key not in (speaker_key, words_key)}
        words = turn[words_key] if words_key is not None else None
        if role == "function_call":
            calls = self._calls(words)
            if calls is not None:
                return {"role": "assistant", "content": None, "tool_calls": calls, **rest}
        if role in ("tool", "function") and self._open and "tool_call_id" not in rest:
            return {"role": "tool", "tool_call_id": self._open.popleft(), "content": words, **rest}
        message = {"role": role, **rest}
        if words_key is not None:
            message = {"role": role, "content": words, **rest}
        return message

    def _calls(self, words: Any) -> list[dict[str, Any]] | None:
        """The tool calls that the words of a `function_call` turn stand for; None when unclear."""
        if isinstance(words, str):
            try:
                words = jsontext.loads(words)
            except ValueError:
                return None
        calls = words if isinstance(words, list) else [words]
        if not calls or not all(_is_call(call) for call in calls):
            return None
        self._open.clear()
        made: list[dict[str, Any]] = []
        for call in calls:
            self._made += 1
            self._open.append(f"call_{self._made}")
            arguments = call.get("arguments", {})
            if not isinstance(arguments, str):
                arguments = jsontext.dumps(arguments).decode()
            function = {"name": call["name"], "arguments": arguments}
            made.append({"id": self._open[-1], "type": "function", "function": function})
        return made


def _is_call(call: Any) -> bool:
    return (
        isinstance(call, dict)
        and isinstance(call.get("name"), str)
        and isinstance(call.get("arguments", {}), str | dict)
        and set(call) <= {"name", "arguments"}
    )
