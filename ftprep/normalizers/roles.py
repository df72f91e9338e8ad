"""Roles of other formats and of people's tables, as OpenAI's roles where that is certain."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ftprep.normalizers.names import fold

__all__ = ["SHAREGPT_ROLES", "openai_role"]

_OWN: Final = ("system", "developer", "user", "assistant", "tool", "function")

SHAREGPT_ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "human": "user",
        "user": "user",
        "prompter": "user",
        "gpt": "assistant",
        "chatgpt": "assistant",
        "bot": "assistant",
        "bing": "assistant",
        "bard": "assistant",
        "model": "assistant",
        "assistant": "assistant",
        "system": "system",
        "developer": "developer",
        "tool": "tool",
        "observation": "tool",
        "tool_response": "tool",
        "function_response": "tool",
        "function": "function",
        "function_call": "function_call",
        "tool_call": "function_call",
    }
)
"""Value of `from` → role; `function_call` is a call in an assistant message.

Sources: LLaMA-Factory data/README (2026-08-18), FastChat and ToolBench data files.
"""


@functools.cache
def _speakers() -> Mapping[str, str]:
    from ftprep.normalizers import vocabulary  # starting fast: chats speak of users and assistants

    speakers = {fold(role): role for role in _OWN}
    for words in vocabulary.LANGUAGES.values():
        for names, role in (
            (words.system, "system"),
            (words.person, "user"),
            (words.agent, "assistant"),
            (words.staff, "assistant"),
        ):
            for name in names.split(" | "):
                speakers.setdefault(fold(name), role)
    speakers.pop("", None)
    return MappingProxyType(speakers)


def openai_role(name: str) -> str | None:
    """The role that a speaker's name means (`Customer` is user, `担当者` assistant), else None."""
    return _speakers().get(fold(name))
