"""Training examples of three kinds: chat, prompt and completion, and chat with tools."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any, Final

from bench.data.texts import Texts
from bench.data.tools import Tools

__all__ = ["KINDS", "Body", "examples"]

Body = dict[str, Any]
"""A line of a training file, before it is written."""

_SYSTEMS: Final = (
    "You are a helpful assistant.",
    "You answer customers of a furniture shop. Be short and kind.",
    "You are an expert in gardening; give the number of days where you can.",
    "Answer as JSON when the question asks for facts, and in plain words otherwise.",
    "You help the staff of a town library. Name the desk that knows what you do not.",
    "Du bist ein höflicher Assistent und antwortest in der Sprache der Frage.",
)
"""A file serves one or few purposes."""
_WITH_SYSTEM: Final = 0.7
_EXCHANGES: Final = (*[1] * 17, 2, 2, 3)
"""Of a conversation, as often as they stand here."""


def examples(kind: str, seed: int, instruction: int = 0) -> Iterator[Body]:
    """Endlessly many examples. `instruction`: characters that all prompts begin with.

    Raises `KeyError` for a kind that is not in `KINDS`.
    """
    random = Random(seed)
    texts = Texts(random)
    shared = texts.running(instruction - 2) + "\n\n" if instruction > 2 else ""
    make = KINDS[kind](random, texts, shared)
    while True:
        yield make()


def _chat(random: Random, texts: Texts, shared: str) -> Callable[[], Body]:
    system = _systems(random)

    def make() -> Body:
        messages = system()
        for _ in range(random.choice(_EXCHANGES)):
            question, answer = texts.exchange()
            messages.append({"role": "user", "content": shared + question})
            messages.append({"role": "assistant", "content": answer})
        return {"messages": messages}

    return make


def _completion(random: Random, texts: Texts, shared: str) -> Callable[[], Body]:
    def make() -> Body:
        question, answer = texts.exchange()
        if random.random() < 0.3:
            question += "\n" + texts.answer()
        return {"prompt": shared + question, "completion": answer}

    return make


def _with_tools(random: Random, texts: Texts, shared: str) -> Callable[[], Body]:
    system, tools = _systems(random), Tools(random, texts.slots)

    def make() -> Body:
        question, answer = texts.exchange()
        definitions, call, result = tools.used()
        messages = [
            *system(),
            {"role": "user", "content": shared + question},
            {"role": "assistant", "tool_calls": [call]},
            {"role": "tool", "tool_call_id": call["id"], "content": result},
            {"role": "assistant", "content": answer},
        ]
        return {"messages": messages, "tools": definitions}

    return make


def _systems(random: Random) -> Callable[[], list[dict[str, str]]]:
    def system() -> list[dict[str, str]]:
        if random.random() >= _WITH_SYSTEM:
            return []
        return [{"role": "system", "content": random.choice(_SYSTEMS)}]

    return system


KINDS: Final[Mapping[str, Callable[[Random, Texts, str], Callable[[], Body]]]] = {
    "chat": _chat,
    "completion": _completion,
    "tools": _with_tools,
}
