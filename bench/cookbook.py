"""The check of chat data that most people use: the OpenAI cookbook's notebook, as a script.

`python -m bench.cookbook CHAT.jsonl`. Seven faults of form, counts of messages and of tokens per
example and again per answer, their distributions, and the tokens that training is billed, as in
"Data preparation and analysis for chat model fine-tuning" of openai-cookbook; written anew, step by
step the same work, one text at a time with tiktoken. The rank file is the one that ftprep ships,
for tiktoken's own needs a download.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import tiktoken

from ftprep.tokens.ranks import load

__all__ = ["distribution", "faults", "main"]

_KEYS: Final = ("role", "content", "name", "function_call", "weight")
_ROLES: Final = ("system", "user", "assistant", "function")
_MOST_TOKENS: Final = 16_385
_TOKENS_PER_MESSAGE: Final = 3
_TOKENS_PER_NAME: Final = 1
_TOKENS_OF_REPLY: Final = 3


def faults(dataset: Sequence[Any]) -> dict[str, int]:
    """Fault → how often it was seen."""
    found: dict[str, int] = defaultdict(int)
    for example in dataset:
        if not isinstance(example, dict):
            found["data_type"] += 1
            continue
        messages = example.get("messages")
        if not messages:
            found["missing_messages_list"] += 1
            continue
        for message in messages:
            if "role" not in message or "content" not in message:
                found["message_missing_key"] += 1
            if any(key not in _KEYS for key in message):
                found["message_unrecognized_key"] += 1
            if message.get("role") not in _ROLES:
                found["unrecognized_role"] += 1
            content = message.get("content")
            call = message.get("function_call")
            if (not content and not call) or not isinstance(content, str):
                found["missing_content"] += 1
        if not any(message.get("role") == "assistant" for message in messages):
            found["example_missing_assistant_message"] += 1
    return found


def _tokens_of_messages(messages: Sequence[dict[str, Any]], encoding: tiktoken.Encoding) -> int:
    total = 0
    for message in messages:
        total += _TOKENS_PER_MESSAGE
        for key, value in message.items():
            total += len(encoding.encode(value))
            if key == "name":
                total += _TOKENS_PER_NAME
    return total + _TOKENS_OF_REPLY


def _tokens_of_answers(messages: Sequence[dict[str, Any]], encoding: tiktoken.Encoding) -> int:
    return sum(
        len(encoding.encode(message["content"]))
        for message in messages
        if message["role"] == "assistant"
    )


def distribution(name: str, values: Sequence[int]) -> str:
    """Four lines about a list of numbers."""
    return (
        f"\n#### Distribution of {name}:\n"
        f"min / max: {min(values)}, {max(values)}\n"
        f"mean / median: {np.mean(values)}, {np.median(values)}\n"
        f"p5 / p95: {np.quantile(values, 0.1)}, {np.quantile(values, 0.9)}"
    )


def main(path: Path) -> None:
    """Print what the notebook prints."""
    with path.open(encoding="utf-8") as stream:
        dataset = [json.loads(line) for line in stream]
    print("Num examples:", len(dataset))
    for fault, count in faults(dataset).items():
        print(f"{fault}: {count}")

    encoding = load("o200k_base")
    without_system = without_user = 0
    messages_each: list[int] = []
    tokens_each: list[int] = []
    answers_each: list[int] = []
    for example in dataset:
        messages = example["messages"]
        if not any(message["role"] == "system" for message in messages):
            without_system += 1
        if not any(message["role"] == "user" for message in messages):
            without_user += 1
        messages_each.append(len(messages))
        tokens_each.append(_tokens_of_messages(messages, encoding))
        answers_each.append(_tokens_of_answers(messages, encoding))

    print("Num examples missing system message:", without_system)
    print("Num examples missing user message:", without_user)
    print(distribution("num_messages_per_example", messages_each))
    print(distribution("num_total_tokens_per_example", tokens_each))
    print(distribution("num_assistant_tokens_per_example", answers_each))
    print(sum(tokens > _MOST_TOKENS for tokens in tokens_each), "examples are over the limit")
    print("Billed per epoch:", sum(min(_MOST_TOKENS, tokens) for tokens in tokens_each))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
