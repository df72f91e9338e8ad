"""Together: chat, prompt/completion and preference lines as OpenAI's, and weights of its own.

* One format per file; a line that fits two formats is refused.
* A system or a user message comes first, then user and assistant alternate.
* `weight` is 0 or 1 on a message of any role; a line may have a `weight` of 0 or more.
* Images are given as base64 data in user messages, at most 10 of 10 MB.
"""

from __future__ import annotations

from ftprep.model import Kind
from ftprep.targets.target import Fact, Provider

__all__ = ["PROVIDER"]

_SDK = "together 3.1.1 (PyPI), lib/constants"

PROVIDER = Provider(
    name="together",
    title="Together",
    kinds=(Kind.CHAT, Kind.COMPLETION, Kind.PREFERENCE),
    methods={"sft": (Kind.CHAT, Kind.COMPLETION), "dpo": (Kind.PREFERENCE,)},
    default_models={Kind.CHAT: "*", Kind.COMPLETION: "*", Kind.PREFERENCE: "*"},
    roles=("system", "user", "assistant", "tool"),
    line_keys={
        Kind.CHAT: ("messages", "tools", "weight"),
        Kind.COMPLETION: ("prompt", "completion", "weight"),
        Kind.PREFERENCE: ("input", "preferred_output", "non_preferred_output"),
    },
    message_keys=("role", "content", "name", "weight", "tool_calls", "tool_call_id", "reasoning"),
    min_examples=Fact(1, _SDK, "2026"),
    # The SDK's limit; the documentation says 100 GB.
    max_file_bytes=Fact(50.1 * 2**30, _SDK, "2026"),
    notes=(
        "Priced by the model's size, with a minimum for each job (at second hand, 2026-09-19).",
    ),
)
