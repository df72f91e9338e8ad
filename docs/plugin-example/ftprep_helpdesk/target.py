"""Our own trainer: chat lines only, no tools, at least one hundred examples."""

from __future__ import annotations

from ftprep.model import Kind
from ftprep.targets.target import Fact, Provider

__all__ = ["MODELS", "PROVIDER", "SOURCES"]

PROVIDER = Provider(
    name="helpdesk",
    title="Help desk trainer",
    kinds=(Kind.CHAT,),
    methods={"sft": (Kind.CHAT,)},
    default_models={Kind.CHAT: "desk-small"},
    roles=("system", "user", "assistant"),
    line_keys={Kind.CHAT: ("messages",)},
    message_keys=("role", "content"),
    min_examples=Fact(100, "handbook of our trainer", "2026-11"),
)

SOURCES = {"handbook": "handbook of our trainer, 2026-11"}

MODELS = [
    {
        "id": "desk-small",
        "provider": "helpdesk",
        "methods": ["sft"],
        "modalities": ["text"],
        "encoding": "o200k_base",
        "max_example_tokens": 4096,
        "context_window": 8192,
        "price": None,
        "status": "open",
        "train_cutoff": None,
        "inference_shutdown": None,
        "billing_verified": False,
        "sources": ["handbook"],
        "as_of": "2026-11",
    },
]
