"""AWS Bedrock: line formats of its own, by model.

* Nova and Llama 3.2 and later: Converse lines (schemaVersion, system, messages of text blocks); the
  user comes first, the assistant last.
* Claude 3 Haiku: `system` beside alternating messages. Titan and Cohere: prompt and completion.
* Nova refuses reserved words such as `User:` in any text, and takes no tools.
"""

from __future__ import annotations

from ftprep.model import Kind
from ftprep.targets.target import Fact, Provider

__all__ = ["PROVIDER"]

PROVIDER = Provider(
    name="bedrock",
    title="AWS Bedrock",
    kinds=(Kind.CHAT, Kind.COMPLETION),
    methods={"sft": (Kind.CHAT,), "sft_completions": (Kind.COMPLETION,)},
    default_models={
        Kind.CHAT: "amazon.nova-lite-v1",
        Kind.COMPLETION: "amazon.titan-text-express",
    },
    roles=("system", "user", "assistant"),
    line_keys={Kind.CHAT: ("messages",), Kind.COMPLETION: ("prompt", "completion")},
    message_keys=("role", "content"),
    # No minimum holds for all models: 100 for Llama, 32 for Claude 3 Haiku; the quotas of Nova were
    # not read, its guide recommends 100 for each task.
    min_examples=Fact(1, "AWS Bedrock user guide, model-customization-prepare", "undated"),
    special_tokens=(
        "User:",
        "Bot:",
        "Assistant:",
        "System:",
        "<image>",
        "<video>",
        "[EOS]",
    ),
    notes=(
        "Llama 3: 100 to 10,000 records. Claude 3 Haiku: 32 to 10,000.",
        "The reserved words are Nova's (Nova user guide, undated).",
    ),
    own_format="Converse lines (system and messages of text blocks), or prompt and completion for "
    "Titan and Cohere",
)
