"""How a pair of answers is made, from each form that it comes in (see `preference`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ftprep.model import Example, Finding, Kind, Record, Turn
from ftprep.normalizers import chat, sharegpt
from ftprep.normalizers.alpaca import question
from ftprep.normalizers.dialect import openai_messages, openai_tools
from ftprep.normalizers.names import candidates, fold
from ftprep.normalizers.normalizer import USER_ROLES, Normalizer, Request, Understood
from ftprep.normalizers.table import Side, asked_side
from ftprep.normalizers.unused import unused_note
from ftprep.normalizers.values import at_column, is_blank, kind_of, text

__all__ = ["from_openai", "from_sides"]

_CONVERSATION_KEYS: Final = ("messages", *sharegpt.LIST_KEYS)


def from_openai(record: Record, request: Request) -> Understood:
    """A line of OpenAI, as it stands."""
    body = record.data
    given = body["input"]
    messages = given.get("messages") if isinstance(given, dict) else None
    if isinstance(messages, list) and request.system is not None:
        told = _with_system(messages, request.system)
        if told is not messages:
            body = {**body, "input": {**given, "messages": told}}
    return _example(record, body), ()


def from_sides(keys: Sequence[str], request: Request, chosen: str, rejected: str) -> Normalizer:
    """A normalizer for records in which two columns hold the two sides."""
    conversation = next((key for key in _CONVERSATION_KEYS if key in keys), None)
    instruction = next((key for key in keys if fold(key) == "instruction"), None)
    given = next((key for key in keys if fold(key) == "input"), None) if instruction else None
    prompts = (instruction,) if instruction else candidates(keys, "ask")
    prompt = asked_side(request, USER_ROLES)
    if prompt is None and conversation is None and len(prompts) == 1:
        prompt = Side(prompts[0])
    system = request.columns.get("system") or next(iter(candidates(keys, "system")), None)
    used = {chosen, rejected, conversation, given, system, "tools", *chat.MEDIA_KEYS}
    used.update((*(prompt.fields() if prompt else ()), request.columns.get("group")))
    unused = tuple(key for key in keys if key not in used)

    def normalizer(record: Record) -> Understood:
        data = record.data
        notes: list[Finding] = []
        before = _before(record, conversation, prompt, given, notes)
        good = _side(record, chosen, notes)
        poor = _side(record, rejected, notes)
        told = text(record, system, notes) if system else ""
        if before is None or good is None or poor is None or told is None:
            return None, tuple(notes)
        fault = _not_one_conversation(before, good[:-1], poor[:-1])
        if fault:
            return None, (*notes, Finding("MAP014", record.origin, "", {"fault": fault}))
        messages = _with_system(good[:-1] or before, told or request.system or "")
        asked: dict[str, Any] = {"messages": messages}
        tools = openai_tools(data.get("tools")) if data.get("tools") else None
        if tools:
            asked["tools"] = tools
        body = {"input": asked, "preferred_output": good[-1:], "non_preferred_output": poor[-1:]}
        media = chat.media_beside(record)
        for finding in media:
            body[finding.column] = data[finding.column]
        return _example(record, body), (*notes, *media, *unused_note(record.origin, unused))

    return normalizer


def _before(
    record: Record,
    conversation: str | None,
    prompt: Side | None,
    given: str | None,
    notes: list[Finding],
) -> list[Any] | None:
    """What stands before the two answers, as far as the record says it apart from them; None, with
    an error in `notes`, when it cannot be read."""
    value = prompt.value(record.data) if prompt else record.data.get(conversation)
    if isinstance(value, list):
        return openai_messages(sharegpt.openai_messages(value))
    if prompt is None:
        if conversation is None:
            return []
        notes.append(at_column("MAP015", record, conversation, found=kind_of(value)))
        return None
    words = prompt.text(record, notes)
    about = text(record, given, notes) if given else ""
    if words is None or about is None:
        return None
    asked = question(words, about)
    return [] if is_blank(asked) else [{"role": "user", "content": asked}]


def _side(record: Record, column: str, notes: list[Finding]) -> list[Any] | None:
    """The messages of one side, of which the last is the answer; None, with an error in `notes`,
    when there are none."""
    value = record.data[column]
    if isinstance(value, dict) and isinstance(value.get("messages"), list):
        value = value["messages"]
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
        return openai_messages(sharegpt.openai_messages(value))
    words = text(record, column, notes) if value != [] else ""
    if words is None:
        return None
    if is_blank(words):
        notes.append(at_column("MAP006", record, column))
        return None
    return [{"role": "assistant", "content": words}]


def _not_one_conversation(before: list[Any], good: list[Any], poor: list[Any]) -> str:
    """Why there is not one conversation before both answers; empty when there is."""
    if good != poor:
        return "the conversations before the two answers differ"
    if not good and not before:
        return "nothing is asked before the two answers"
    if good and before and good[-len(before) :] != before:
        return "the prompt is not the conversation that stands before the two answers"
    return ""


def _with_system(messages: list[Any], system: str) -> list[Any]:
    first = messages[0] if messages else None
    if not system or (isinstance(first, dict) and first.get("role") in ("system", "developer")):
        return messages
    return [{"role": "system", "content": system}, *messages]


def _example(record: Record, body: dict[str, Any]) -> Example:
    given = body["input"]
    turns: list[Turn] = []
    for value, base, learn in (
        (given.get("messages") if isinstance(given, dict) else None, "/input/messages", False),
        (body["preferred_output"], "/preferred_output", True),
        (body["non_preferred_output"], "/non_preferred_output", False),
    ):
        if isinstance(value, list):
            turns += chat.turns_of(value, base, learn=learn) or ()
    return Example(record.origin, Kind.PREFERENCE, body, tuple(turns))
