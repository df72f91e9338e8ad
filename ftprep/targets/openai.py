"""OpenAI: the format that the others are compared with.

* Training closes to everybody on 2027-01-06 and is open to existing active customers only.
* A line may have no key beside those of its format; examples over the model's limit are cut.
* Some texts that look like special tokens are refused anywhere in a message.
* Whether `developer` is refused in chat lines is not known: the specification of 2025-07 lists it
  for reinforcement lines alone, in place of `system`.
"""

from __future__ import annotations

from ftprep.model import Kind
from ftprep.targets.target import Fact, Provider

__all__ = ["PROVIDER"]

PROVIDER = Provider(
    name="openai",
    title="OpenAI",
    kinds=(Kind.CHAT, Kind.COMPLETION, Kind.PREFERENCE, Kind.REINFORCEMENT),
    methods={
        "sft": (Kind.CHAT,),
        "sft_completions": (Kind.COMPLETION,),
        "dpo": (Kind.PREFERENCE,),
        "rft": (Kind.REINFORCEMENT,),
    },
    # gpt-4o-mini: the bill was verified for it. Nobody can train the others for completions and
    # reinforcement any more; a rule says so and names what can be trained.
    default_models={
        Kind.CHAT: "gpt-4o-mini-2024-07-18",
        Kind.COMPLETION: "davinci-002",
        Kind.PREFERENCE: "gpt-4.1-mini-2025-04-14",
        Kind.REINFORCEMENT: "o4-mini-2025-04-16",
    },
    # OpenAI API specification, 2025-07-04: FineTuneChatRequestInput and its siblings. Lines for
    # reinforcement may have any key: graders read them.
    roles=("system", "user", "assistant", "tool", "function"),
    line_keys={
        Kind.CHAT: ("messages", "tools", "parallel_tool_calls", "functions"),
        Kind.COMPLETION: ("prompt", "completion"),
        Kind.PREFERENCE: ("input", "preferred_output", "non_preferred_output"),
    },
    message_keys=(
        "role",
        "content",
        "name",
        "weight",
        "refusal",
        "tool_calls",
        "function_call",
        "tool_call_id",
    ),
    min_examples=Fact(10, "OpenAI fine-tuning guide", "2026-07-15"),
    # Said to be 512 MB; read as binary megabytes, so that what is called too large is certainly so.
    max_file_bytes=Fact(512 * 2**20, "openai 3.52.0, resources/files.py", "2026-11"),
    # <|fim_suffix|> was seen refused, also for models whose encoding does not define it
    # (johny-b/llmcomp issue 59, 2026-02-12). The others are the special tokens of tiktoken 0.14.0's
    # encodings and of ChatML, taken to be refused like it.
    special_tokens=(
        "<|endoftext|>",
        "<|endofprompt|>",
        "<|fim_prefix|>",
        "<|fim_middle|>",
        "<|fim_suffix|>",
        "<|im_start|>",
        "<|im_end|>",
        "<|im_sep|>",
    ),
    notes=(
        "No limit of tokens for one job is stated today; it was 50 million in 2023.",
        "Only organisations that used a tuned model in the last 60 days can start jobs (2026-07).",
        "Validation data is optional and not billed.",
    ),
)
