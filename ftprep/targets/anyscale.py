"""Anyscale Endpoints: OpenAI's chat lines, alternating roles, no tools. Ended on 2024-08-01."""

from __future__ import annotations

from ftprep.model import Kind
from ftprep.targets.target import Fact, Provider

__all__ = ["PROVIDER"]

PROVIDER = Provider(
    name="anyscale",
    title="Anyscale",
    kinds=(Kind.CHAT,),
    methods={"sft": (Kind.CHAT,)},
    default_models={Kind.CHAT: "*"},
    roles=("system", "user", "assistant"),
    line_keys={Kind.CHAT: ("messages",)},
    message_keys=("role", "content"),
    # No minimum is stated in what was read.
    min_examples=Fact(1, "docs.anyscale.com/endpoints/fine-tuning", "2024-08-01"),
)
