"""One answer of a model: what it says, cut as the request asks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ftprep.testing.server.answers import known_answers, share
from ftprep.testing.server.service import Service
from ftprep.testing.server.store import Row
from ftprep.tokens.count import count, cut_at

__all__ = ["Reply", "reply_to"]

_ENCODING = "o200k_base"

_GUESSED = 1 / 3
"""The share of questions that a base model answers as a tuned one was taught to. That it knows
some makes a comparison like real ones, where the base is seldom wrong throughout."""

Message = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model says."""

    text: str | None
    calls: tuple[Row, ...] = ()
    finish: str = "stop"
    refusal: str | None = None

    @property
    def tokens(self) -> int:
        """Tokens of the answer."""
        texts = [self.text or ""]
        for call in self.calls:
            texts += [call["function"]["name"], call["function"]["arguments"]]
        return sum(count(texts, _ENCODING))

    def message(self) -> Row:
        """As a message of a chat."""
        row: Row = {
            "role": "assistant",
            "content": self.text,
            "refusal": self.refusal,
            "annotations": [],
        }
        if self.calls:
            row["tool_calls"] = list(self.calls)
        return row


def reply_to(
    at: Service, model: Row, messages: Sequence[Message], settings: Mapping[str, Any]
) -> Reply:
    """The same answer for the same question, whatever the temperature."""
    said = _said(at, model, messages)
    calls = said.get("tool_calls") or ()
    if calls and settings.get("tools") and settings.get("tool_choice") != "none":
        return Reply(_text(said), tuple(map(_call, calls)), "tool_calls")
    if calls:
        # Without tools a model can only tell what it would call.
        said = {"content": calls[0]["function"]["arguments"]}
    text = _text(said) or ""
    for stop in _stops(settings.get("stop")):
        text = text.split(stop, 1)[0]
    most = settings.get("max_completion_tokens") or settings.get("max_tokens")
    cut = cut_at(text, most, _ENCODING) if most else text
    return Reply(cut, finish="stop" if cut == text else "length", refusal=said.get("refusal"))


def _said(at: Service, model: Row, messages: Sequence[Message]) -> Message:
    if "_answers" in model:
        learnt = known_answers(at, model["_answers"], messages)
        if learnt is not None:
            return learnt.message
    guess = _guess(at, messages)
    return guess or {"content": _small_talk(messages)}


def _guess(at: Service, messages: Sequence[Message]) -> Message | None:
    if share(json.dumps(list(messages)) + "base") >= _GUESSED:
        return None
    newest = at.store.page("model", limit=1).rows
    learnt = known_answers(at, newest[0]["_answers"], messages) if newest else None
    return learnt.message if learnt is not None and learnt.exact else None


def _small_talk(messages: Sequence[Message]) -> str:
    asked = messages[-1].get("content") if messages else ""
    words = asked.split() if isinstance(asked, str) else []
    return f"I am not sure. You wrote about {' '.join(words[:8]) or 'nothing'}; tell me more."


def _text(said: Message) -> str | None:
    content = said.get("content")
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content)
    return content if content is None else str(content)


def _call(call: Message) -> Row:
    function = call["function"]
    digest = hashlib.sha256(json.dumps(call, sort_keys=True).encode()).hexdigest()
    return {
        "id": f"call_{digest[:24]}",
        "type": "function",
        "function": {"name": function["name"], "arguments": function["arguments"]},
    }


def _stops(stop: object) -> list[str]:
    stops = stop if isinstance(stop, list) else [stop]
    return [text for text in stops if isinstance(text, str) and text]
