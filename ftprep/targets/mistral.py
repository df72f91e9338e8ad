"""Mistral: chat lines as OpenAI's. Deprecated and not actively supported.

* Tool call ids have exactly 9 characters.
* An assistant message with tool calls has no content.
* `image_url` may be a plain string.
"""

from __future__ import annotations

from ftprep.model import Kind
from ftprep.targets.target import Fact, Provider

__all__ = ["PROVIDER"]

_DOCS = "mistralai/platform-docs-public"

PROVIDER = Provider(
    name="mistral",
    title="Mistral",
    kinds=(Kind.CHAT,),
    methods={"sft": (Kind.CHAT,), "classifier": ()},
    default_models={Kind.CHAT: "*"},
    roles=("system", "user", "assistant", "tool"),
    line_keys={Kind.CHAT: ("messages", "tools")},
    message_keys=("role", "content", "name", "weight", "tool_calls", "tool_call_id"),
    # No minimum is stated.
    min_examples=Fact(1, _DOCS, "2026-08-21"),
    max_file_bytes=Fact(512 * 2**20, _DOCS, "2026-08-21"),
    notes=("A validation file may have 1 MB.",),
)
