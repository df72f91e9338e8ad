"""From kind to kind: one exchange as a chat or a completion, and a chat as a completion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ftprep.model import Example, Finding, Kind, Origin, Turn
from ftprep.named import NamedTuple
from ftprep.normalizers.normalizer import Understood
from ftprep.normalizers.values import is_blank

__all__ = ["Exchange", "exchange", "to_completion"]

_INSTRUCTIONS: Final = ("system", "developer")
_BEYOND_TEXT: Final = ("tool_calls", "function_call", "refusal")
_TOOLS: Final = ("tools", "functions")


class Exchange(NamedTuple):
    """One question and its answer."""

    user: str
    assistant: str
    system: str = ""
    columns: Mapping[str, str] = {}
    """Where the texts come from, by side: `user`, `assistant`, `system`."""


def exchange(origin: Origin, kind: Kind, said: Exchange) -> Understood:
    """One question and its answer as a line of the wanted kind: a completion or else a chat.

    In a completion the instructions stand before the prompt, with a blank line between.

    An answer there must be, and a question in a chat; in a completion an empty prompt is legal
    (open-ended generation), so there that is a warning.
    """
    findings = _blank_sides(origin, kind, said)
    if findings and (kind is not Kind.COMPLETION or is_blank(said.assistant)):
        return None, findings
    return _example(origin, kind, said), findings


def _example(origin: Origin, kind: Kind, said: Exchange) -> Example:
    user, assistant, system, columns = said
    if kind is Kind.COMPLETION:
        prompt = f"{system}\n\n{user}" if system and user else system or user
        body: dict[str, Any] = {"prompt": prompt, "completion": assistant}
        turns: tuple[Turn, ...] = (
            Turn("user", prompt, False, "/prompt"),
            Turn("assistant", assistant, True, "/completion"),
        )
    elif system:
        body = {
            "messages": [
                {"role": "system", "content": system},
                {"role": "user", "content": user},
                {"role": "assistant", "content": assistant},
            ]
        }
        turns = (
            Turn("system", system, False, "/messages/0/content"),
            Turn("user", user, False, "/messages/1/content"),
            Turn("assistant", assistant, True, "/messages/2/content"),
        )
    else:
        body = {
            "messages": [
                {"role": "user", "content": user},
                {"role": "assistant", "content": assistant},
            ]
        }
        turns = (
            Turn("user", user, False, "/messages/0/content"),
            Turn("assistant", assistant, True, "/messages/1/content"),
        )
    named = {turn.pointer: columns[turn.role] for turn in turns if turn.role in columns}
    made = Kind.COMPLETION if kind is Kind.COMPLETION else Kind.CHAT
    return Example(origin, made, body, turns, named)


def _blank_sides(origin: Origin, kind: Kind, said: Exchange) -> tuple[Finding, ...]:
    user, assistant, _, columns = said
    if not is_blank(user) and not is_blank(assistant):
        return ()
    found: list[Finding] = []
    if is_blank(assistant):
        column = columns.get("assistant", "assistant")
        found.append(Finding("MAP006", origin, "", {"column": column}, column))
    if is_blank(user):
        column = columns.get("user", "user")
        code = "MAP008" if kind is Kind.COMPLETION else "MAP007"
        found.append(Finding(code, origin, "", {"column": column}, column))
    return tuple(found)


def to_completion(example: Example, system: str | None) -> Understood:
    """A chat as prompt and completion: an optional system text, one question, one answer.

    `system` is put before the prompt of a chat that has none of its own. What a completion cannot
    hold (further turns, tools, images, an answer that is not trained on) is an error, not left out.
    """
    fault = _not_one_exchange(example)
    if fault:
        return None, (Finding("MAP011", example.origin, "/messages", {"fault": fault}),)
    turns = example.turns
    instructions = turns[0].text if len(turns) == 3 else system or ""
    user, assistant = turns[-2].text, turns[-1].text
    columns = {
        turn.role: example.columns[turn.pointer]
        for turn in turns
        if turn.pointer in example.columns
    }
    said = Exchange(user, assistant, instructions, columns)
    return exchange(example.origin, Kind.COMPLETION, said)


def _not_one_exchange(example: Example) -> str:
    """Why a chat is not one question and one answer; empty when it is."""
    messages = example.body.get("messages")
    if not isinstance(messages, list):
        return "has no list of messages"
    if any(example.body.get(key) for key in _TOOLS):
        return "uses tools"
    if len(example.turns) != len(messages) or not all(map(_one_text, messages)):
        return "has messages that are not one plain text each"
    roles = [turn.role for turn in example.turns]
    if roles[:1] and roles[0] in _INSTRUCTIONS:
        del roles[0]
    if roles != ["user", "assistant"]:
        return f"has the turns {', '.join(roles) or 'none'}; one question and one answer fit"
    if not example.turns[-1].trained:
        return "has an answer of weight 0, which a completion cannot leave untrained"
    return ""


def _one_text(message: Any) -> bool:
    if not isinstance(message, dict) or any(message.get(key) for key in _BEYOND_TEXT):
        return False
    content = message.get("content")
    return isinstance(content, str) or (isinstance(content, list) and len(content) == 1)
