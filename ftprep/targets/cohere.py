"""Cohere: chat lines with roles of its own (System, User, Chatbot). Ended on 2025-09-15."""

from __future__ import annotations

from ftprep.model import Kind
from ftprep.targets.target import Fact, Provider

__all__ = ["PROVIDER"]

PROVIDER = Provider(
    name="cohere",
    title="Cohere",
    kinds=(Kind.CHAT,),
    methods={"sft": (Kind.CHAT,)},
    default_models={Kind.CHAT: "command-r*"},
    roles=("system", "user", "assistant"),
    line_keys={Kind.CHAT: ("messages",)},
    message_keys=("role", "content"),
    min_examples=Fact(2, "cohere-ai/cohere-developer-experience, fine-tuning docs", "2025-09-15"),
    own_format="messages with the roles System, User and Chatbot",
)
