"""MSG: keys that the provider refuses, in a line or in a message."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.model import Example
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Repair, Rule, example_rule, hit
from ftprep.rules.walk import messages, step

__all__ = ["RULES"]


def message_key_unknown(example: Example, context: Context) -> Iterator[Hit]:
    """A message has a key that the provider refuses.

    ## What
    A key of a message is none of role, content, name, weight, tool_calls, tool_call_id,
    function_call and refusal.

    ## Why
    The provider refuses unknown keys. `prepare` leaves them out.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi", "time": "09:14"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI API specification, FineTuneChatRequestInput (2025-07-04); cookbook, message_unrecognized_key.
    """  # noqa: E501
    known = context.target.provider.message_keys
    for index, message in messages(example):
        for key in message:
            if key not in known:
                yield hit(f"/messages/{index}/{step(key)}", key=key, known=", ".join(known))


def drop_message_keys(example: Example, context: Context) -> Example:
    """The example without the keys of messages that the provider refuses."""
    known = context.target.provider.message_keys
    if all(key in known for _, message in messages(example) for key in message):
        return example
    kept = [
        {key: value for key, value in message.items() if key in known}
        if isinstance(message, dict)
        else message
        for message in example.body["messages"]
    ]
    return example._replace(body={**example.body, "messages": kept})


def line_key_unknown(example: Example, context: Context) -> Iterator[Hit]:
    """The line has a key that the provider refuses.

    ## What
    Beside `messages`, a chat line may have tools, parallel_tool_calls and functions, nothing else.
    A prompt/completion line has exactly these two keys.

    ## Why
    The provider refuses the whole file: `Invalid file format. Example 1 contains an extra "weight".`
    `prepare` leaves such keys out of what it writes; the ledger keeps where the line came from.

    ## Bad
    ```jsonl
    {"id": 7, "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    The provider's error text (johny-b/llmcomp issue 59, 2026-02-12).
    """  # noqa: E501
    if isinstance(example.body, dict):
        known = context.target.provider.line_keys.get(example.kind)
        if known is not None:
            for key in example.body:
                if key not in known:
                    yield hit(f"/{step(key)}", key=key, known=", ".join(known))


def drop_line_keys(example: Example, context: Context) -> Example:
    """The example without the keys of the line that the provider refuses."""
    known = context.target.provider.line_keys.get(example.kind)
    if known is None or all(key in known for key in example.body):
        return example
    kept = {key: value for key, value in example.body.items() if key in known}
    return example._replace(body=kept)


RULES: tuple[Rule, ...] = (
    example_rule(
        "MSG008", Level.ERROR, message_key_unknown,
        'the provider refuses the key "{key}" in a message',
        "Remove it; prepare leaves it out.",
        repair=Repair(drop_message_keys, "leaves out keys of messages that the provider refuses"),
        schema_covers=True,
        of_shape=True,
    ),
    example_rule(
        "MSG013", Level.ERROR, line_key_unknown,
        'the provider refuses the key "{key}" beside {known}',
        "Remove it; prepare leaves it out.",
        repair=Repair(drop_line_keys, "leaves out keys of the line that the provider refuses"),
        schema_covers=True,
        of_shape=True,
    ),
)  # fmt: skip
