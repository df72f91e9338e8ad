"""Azure (Microsoft Foundry): OpenAI's lines, its own limits and dates.

* Training of OpenAI's models goes on for existing customers, to 2027-04 at the earliest; other
  models (gpt-oss, Llama, Qwen, Ministral) take the same chat lines.
* A job may process 2 billion tokens, all epochs together.
* No prompt/completion lines. Two assistant messages in a row fail.
* Reinforcement: the last message is the user's, and a validation file is required.
"""

from __future__ import annotations

from dataclasses import replace

from ftprep.model import Kind
from ftprep.targets.openai import PROVIDER as OPENAI
from ftprep.targets.target import Fact

__all__ = ["PROVIDER"]

_LIMITS = "MicrosoftDocs/azure-ai-docs, limits of fine-tuning"
_LIMITS_DATE = "2026-02-17"

PROVIDER = replace(
    OPENAI,
    name="azure",
    title="Azure",
    kinds=(Kind.CHAT, Kind.PREFERENCE, Kind.REINFORCEMENT),
    methods={"sft": (Kind.CHAT,), "dpo": (Kind.PREFERENCE,), "rft": (Kind.REINFORCEMENT,)},
    default_models={
        Kind.CHAT: "gpt-4o-mini-2024-07-18",
        Kind.PREFERENCE: "gpt-4.1-mini-2025-04-14",
        Kind.REINFORCEMENT: "o4-mini-2025-04-16",
    },
    line_keys={kind: keys for kind, keys in OPENAI.line_keys.items() if kind != Kind.COMPLETION},
    min_examples=Fact(10, _LIMITS, _LIMITS_DATE),
    max_file_bytes=Fact(512 * 2**20, _LIMITS, _LIMITS_DATE),
    max_job_tokens=Fact(2e9, _LIMITS, _LIMITS_DATE),
    notes=(
        "The portal takes files up to 200 MB; a resource holds 100 files, 1 GB together.",
        "Two assistant messages in a row fail (microsoft-foundry/fine-tuning issue 23, 2026-03).",
        "At most 64 images in one example, where OpenAI's own limit is 10.",
        "Open-weight models need the training type globalStandard (microsoft/azure-skills).",
    ),
)
