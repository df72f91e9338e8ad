"""Fireworks: chat and preference lines as OpenAI's.

* A line may have a `weight`, any number, in all lines or in none.
* Assistant messages may have `reasoning_content`.
* Examples are cut at 32,768 tokens unless the job raises the limit.
* Images are given as base64 data.
"""

from __future__ import annotations

from ftprep.model import Kind
from ftprep.targets.target import Fact, Provider

__all__ = ["PROVIDER"]

_DOCS = "docs.fireworks.ai, fine-tuning page"

PROVIDER = Provider(
    name="fireworks",
    title="Fireworks",
    kinds=(Kind.CHAT, Kind.PREFERENCE, Kind.REINFORCEMENT),
    methods={
        "sft": (Kind.CHAT,),
        "dpo": (Kind.PREFERENCE,),
        "orpo": (Kind.PREFERENCE,),
        "rft": (Kind.REINFORCEMENT,),
    },
    default_models={Kind.CHAT: "*", Kind.PREFERENCE: "*", Kind.REINFORCEMENT: "*"},
    roles=("system", "user", "assistant", "tool"),
    line_keys={
        Kind.CHAT: ("messages", "tools", "weight"),
        Kind.PREFERENCE: ("input", "preferred_output", "non_preferred_output"),
    },
    message_keys=(
        "role",
        "content",
        "name",
        "weight",
        "tool_calls",
        "tool_call_id",
        "reasoning_content",
    ),
    min_examples=Fact(3, _DOCS, "2026"),
    max_examples=Fact(3_000_000, _DOCS, "2026"),
    max_job_examples=Fact(3_000_000, _DOCS, "2026"),
    notes=("The page in the browser takes files below 500 MB.",),
)
