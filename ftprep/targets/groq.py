"""Groq trains nothing: it serves adapters that were trained elsewhere, to enterprise customers."""

from __future__ import annotations

from ftprep.model import Kind
from ftprep.targets.target import Fact, Provider

__all__ = ["PROVIDER"]

PROVIDER = Provider(
    name="groq",
    title="Groq",
    kinds=(),
    methods={},
    default_models={Kind.CHAT: "*"},
    roles=("system", "user", "assistant", "tool"),
    line_keys={},
    message_keys=("role", "content", "name", "tool_calls", "tool_call_id"),
    min_examples=Fact(1, "console.groq.com/docs/lora", "undated"),
)
