"""Preference pairs: one conversation, one answer that is preferred and one that is not.

OpenAI's own line (`input`, `preferred_output`, `non_preferred_output`) is taken as it stands. Of
other forms (TRL's `prompt`, `chosen`, `rejected`; LLaMA-Factory's with `conversations` or
`chosen_messages`; both sides as whole conversations) such a line is made. The kind is always
preference, whatever was asked for: a pair cannot be turned into one answer without choosing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ftprep.model import Example, Finding, Kind, Record, Turn
from ftprep.normalizers import chat, sharegpt
from ftprep.normalizers.alpaca import question
from ftprep.normalizers.dialect import openai_messages, openai_tools
from ftprep.normalizers.names import candidates, fold
from ftprep.normalizers.normalizer import Layout, Normalizer, Request, Understood
from ftprep.normalizers.unused import unused_note
from ftprep.normalizers.values import is_blank, kind_of, missing, pointer_to, text

__all__ = ["PREFERENCE", "recognise"]

_OPENAI_KEYS: Final = ("input", "preferred_output", "non_preferred_output")
_PAIRS: Final = (("chosen", "rejected"), ("chosenmessages", "rejectedmessages"))
_CONVERSATION_KEYS: Final = ("messages", *sharegpt.LIST_KEYS)


class _Unclear(Exception):  # noqa: N818 - caught in this module; never seen outside
    """A record that cannot be made a pair, and what to say of it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def recognise(keys: Sequence[str], request: Request) -> Normalizer | None:
    """A normalizer for records that hold a pair of answers."""
    if all(key in keys for key in _OPENAI_KEYS):
        return lambda record: _openai(record, request)
    named = {fold(key): key for key in keys}
    for chosen, rejected in _PAIRS:
        if chosen in named and rejected in named:
            return _pair(keys, request, named[chosen], named[rejected])
    return None


PREFERENCE = Layout("preference", recognise)


def _openai(record: Record, request: Request) -> Understood:
    body = record.data
    given = body["input"]
    messages = given.get("messages") if isinstance(given, dict) else None
    if isinstance(messages, list) and request.system is not None:
        told = _with_system(messages, request.system)
        if told is not messages:
            body = {**body, "input": {**given, "messages": told}}
    return _example(record, body), ()


def _pair(keys: Sequence[str], request: Request, chosen: str, rejected: str) -> Normalizer:
    conversation = next((key for key in _CONVERSATION_KEYS if key in keys), None)
    instruction = next((key for key in keys if fold(key) == "instruction"), None)
    given = next((key for key in keys if fold(key) == "input"), None) if instruction else None
    prompts = (instruction,) if instruction else candidates(keys, "ask")
    prompt = request.columns.get("user") or request.columns.get("prompt")
    if prompt is None and conversation is None and len(prompts) == 1:
        prompt = prompts[0]
    system = request.columns.get("system") or next(iter(candidates(keys, "system")), None)
    used = {chosen, rejected, conversation, prompt, given, system, "tools", *chat.MEDIA_KEYS}
    used.add(request.columns.get("group"))
    unused = tuple(key for key in keys if key not in used)

    def normalizer(record: Record) -> Understood:
        data = record.data
        notes: list[Finding] = []
        try:
            context = _conversation(record, conversation, prompt, given, notes)
            good = _side(record, chosen, notes)
            poor = _side(record, rejected, notes)
            context = _shared(record, context, good[:-1], poor[:-1])
            instructions = _text(record, system, notes) if system in data else ""
        except _Unclear as unclear:
            return None, (*notes, unclear.finding)
        asked: dict[str, Any] = {
            "messages": _with_system(context, instructions or request.system or "")
        }
        tools = openai_tools(data.get("tools")) if data.get("tools") else None
        if tools:
            asked["tools"] = tools
        body = {"input": asked, "preferred_output": good[-1:], "non_preferred_output": poor[-1:]}
        media = chat.media_beside(record)
        for finding in media:
            body[finding.args["key"]] = data[finding.args["key"]]
        return _example(record, body), (*notes, *media, *unused_note(record.origin, unused))

    return normalizer


def _conversation(
    record: Record,
    conversation: str | None,
    prompt: str | None,
    given: str | None,
    notes: list[Finding],
) -> list[Any]:
    """What stands before the two answers, as far as the record says it apart from them."""
    value = record.data.get(conversation or prompt)
    if conversation or isinstance(value, list):
        if not isinstance(value, list):
            args = {"key": conversation, "found": kind_of(value)}
            raise _Unclear(Finding("MAP015", record.origin, f"/{conversation}", args))
        return openai_messages(sharegpt.openai_messages(value))
    if prompt is None or missing(value):
        return []
    words = question(_text(record, prompt, notes), _text(record, given, notes) if given else "")
    return [] if is_blank(words) else [{"role": "user", "content": words}]


def _text(record: Record, column: str | None, notes: list[Finding]) -> str:
    assert column is not None
    found = text(record.data.get(column), column, record.origin, notes)
    if found is None:
        raise _Unclear(notes.pop())
    return found


def _side(record: Record, column: str, notes: list[Finding]) -> list[Any]:
    """The messages of one side; the last of them is the answer."""
    value = record.data[column]
    if isinstance(value, dict) and isinstance(value.get("messages"), list):
        value = value["messages"]
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
        return openai_messages(sharegpt.openai_messages(value))
    words = _text(record, column, notes) if value != [] else ""
    if is_blank(words):
        raise _Unclear(
            Finding("MAP006", record.origin, pointer_to(column), {"column": column}, column)
        )
    return [{"role": "assistant", "content": words}]


def _shared(record: Record, context: list[Any], good: list[Any], poor: list[Any]) -> list[Any]:
    """The one conversation before both answers."""
    if good != poor:
        fault = "the conversations before the two answers differ"
    elif not good and not context:
        fault = "nothing is asked before the two answers"
    elif not good or not context or good[-len(context) :] == context:
        return good or context
    else:
        fault = "the prompt is not the conversation that stands before the two answers"
    raise _Unclear(Finding("MAP014", record.origin, "", {"fault": fault}))


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
    return Example(record.origin, Kind.PREFERENCE, body, tuple(turns), others=record.others)
