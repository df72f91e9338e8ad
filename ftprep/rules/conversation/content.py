"""MSG: the content of messages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ftprep.model import Example
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, example_rule, hit
from ftprep.rules.walk import kind_of, messages, shown

__all__ = ["RULES"]

_ANSWERS = ("tool_calls", "function_call")
"""Keys that stand for content in an assistant message."""

_INSTEAD = (*_ANSWERS, "refusal")
"""The same, and the words of a refusal, which are learnt like any other."""


def content_missing(example: Example, context: Context) -> Iterator[Hit]:
    """A message has no content.

    ## What
    `content` is missing or null, in a message that is not an assistant's tool call.

    ## Why
    The provider refuses the file. Only an assistant message with `tool_calls` or `function_call`
    may go without content.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant"}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI API specification, FineTuneChatRequestInput (2025-07-04).
    """
    for index, message in messages(example):
        role = message.get("role")
        if message.get("content") is not None or any(message.get(key) for key in _ANSWERS):
            continue
        if role == "function" and "content" in message:
            continue
        if role == "assistant" and message.get("refusal"):
            continue
        yield hit(f"/messages/{index}/content", role=shown(role or "unknown"))


def answer_empty(example: Example, context: Context) -> Iterator[Hit]:
    """An answer that is trained on is empty.

    ## What
    The content of an assistant message is an empty string or only white space (also in the form of
    text parts), and it is no tool call and no refusal.

    ## Why
    The model learns to say nothing.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": " "}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI cookbook, Chat_finetuning_data_prep: missing_content.
    """
    for index, message in messages(example):
        if (
            message.get("role") == "assistant"
            and message.get("weight", 1) != 0
            and _is_empty(message)
        ):
            yield hit(f"/messages/{index}/content")


def message_empty(example: Example, context: Context) -> Iterator[Hit]:
    """A message that is not trained on is empty.

    ## What
    The content of a system or user message, or of an answer with weight 0, is an empty string or
    only white space.

    ## Why
    The model learns to answer something that nobody asked, or pays for a message that says nothing.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": " "}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI cookbook, Chat_finetuning_data_prep: missing_content.
    """
    for index, message in messages(example):
        role = message.get("role")
        trained = role == "assistant" and message.get("weight", 1) != 0
        if not trained and role not in ("tool", "function") and _is_empty(message):
            yield hit(f"/messages/{index}/content", role=shown(role or "unknown"))


def _is_empty(message: dict[str, Any]) -> bool:
    content = message.get("content")
    if isinstance(content, str):
        blank = not content or content.isspace()
    else:
        blank = isinstance(content, list) and all(map(_is_blank_part, content))
    return blank and not any(message.get(key) for key in _INSTEAD)


def _is_blank_part(part: object) -> bool:
    """Whether a content part is a text without words; an image is not."""
    text = part.get("text") if isinstance(part, dict) and part.get("type") == "text" else None
    return isinstance(text, str) and not text.strip()


def content_not_text(example: Example, context: Context) -> Iterator[Hit]:
    """The content of a message is neither text nor a list of parts.

    ## What
    `content` is a number, true, false or an object.

    ## Why
    The provider refuses the file: content is a string, or a list of content parts.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "How many?"}, {"role": "assistant", "content": 7}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "How many?"}, {"role": "assistant", "content": "7"}]}
    ```

    ## Source
    OpenAI API specification, FineTuneChatRequestInput (2025-07-04).
    """
    for index, message in messages(example):
        content = message.get("content")
        if content is not None and not isinstance(content, str | list):
            yield hit(f"/messages/{index}/content", found=kind_of(content))


RULES: tuple[Rule, ...] = (
    example_rule(
        "MSG005", Level.ERROR, content_missing,
        "the {role} message has no content",
        "Write the content, or remove the message.",
        schema_covers=True,
        of_shape=True,
    ),
    example_rule(
        "MSG006", Level.ERROR, answer_empty,
        "the assistant message is empty",
        "Write the answer, or remove the message.",
        of_shape=True,
    ),
    example_rule(
        "MSG011", Level.ERROR, content_not_text,
        "the content is {found}, not text",
        "Put the text in quotes.",
        schema_covers=True,
        of_shape=True,
    ),
    example_rule(
        "MSG014", Level.WARNING, message_empty,
        "the {role} message is empty",
        "Write the text, or remove the message.",
        of_shape=True,
    ),
)  # fmt: skip
