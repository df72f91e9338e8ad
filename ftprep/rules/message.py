"""MSG: the messages of a chat example."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ftprep.model import Example, Kind
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Repair, Rule, example_rule, hit

__all__ = ["RULES"]

_ANSWERS = ("tool_calls", "function_call")
"""Keys that stand for content in an assistant message."""


def messages(example: Example) -> Iterator[tuple[str, dict[str, Any]]]:
    """(pointer, message) of every message that is an object; nothing for other kinds."""
    if example.kind is not Kind.CHAT or not isinstance(example.body, dict):
        return
    found = example.body.get("messages")
    if isinstance(found, list):
        for index, message in enumerate(found):
            if isinstance(message, dict):
                yield f"/messages/{index}", message


def assistants(example: Example) -> Iterator[tuple[str, dict[str, Any]]]:
    """(pointer, message) of every assistant message."""
    for pointer, message in messages(example):
        if message.get("role") == "assistant":
            yield pointer, message


def no_messages(example: Example, context: Context) -> Iterator[Hit]:
    """The line has no list of messages.

    ## What
    `messages` is missing, is not a list, or is empty.

    ## Why
    The provider refuses the whole file: `Invalid file format. Example 1 is missing key 'messages'`.

    ## Bad
    ```jsonl
    {"messages": []}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI API specification, FineTuneChatRequestInput (2025-07-04): messages, minItems 1.
    """
    if example.kind is Kind.CHAT:
        found = example.body.get("messages") if isinstance(example.body, dict) else None
        if not isinstance(found, list):
            yield hit("/messages", found="nothing" if found is None else _type(found))
        elif not found:
            yield hit("/messages", found="an empty list")


def message_not_object(example: Example, context: Context) -> Iterator[Hit]:
    """A message is not an object with a role and content.

    ## What
    An entry of `messages` is a string, a list, a number or null.

    ## Why
    The provider refuses the whole file at the first such line.

    ## Bad
    ```jsonl
    {"messages": ["Hi", {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI API specification, FineTuneChatRequestInput (2025-07-04).
    """
    found = example.body.get("messages") if isinstance(example.body, dict) else None
    if example.kind is Kind.CHAT and isinstance(found, list):
        for index, message in enumerate(found):
            if not isinstance(message, dict):
                yield hit(f"/messages/{index}", found=_type(message))


def role_missing(example: Example, context: Context) -> Iterator[Hit]:
    """A message has no role.

    ## What
    The key `role` is missing.

    ## Why
    The provider refuses the file: `Invalid file format. Example 100, message 2 Discriminator 'role'
    is missing in value`.

    ## Bad
    ```jsonl
    {"messages": [{"content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    The provider's error text, as seen in public (2024-12).
    """
    for pointer, message in messages(example):
        if "role" not in message:
            yield hit(f"{pointer}/role")


def assistant_not_last(example: Example, context: Context) -> Iterator[Hit]:
    """The last message is not the assistant's.

    ## What
    The conversation ends with a user, system or tool message.

    ## Why
    Training teaches the answers of the assistant. What stands after the last answer teaches nothing,
    and the provider refuses such lines.

    ## Bad
    ```jsonl
    {"messages": [{"role": "assistant", "content": "Hello."}, {"role": "user", "content": "Hi"}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    User report (kohhnagata/clone-factory-v1 issue 3, 2024-09-09) and Microsoft's own validator
    (microsoft/azure-skills); OpenAI's exact text is not known.
    """
    last: tuple[str, dict[str, Any]] | None = None
    for last in messages(example):
        pass
    if last is not None and last[1].get("role") != "assistant" and any(assistants(example)):
        yield hit(last[0], role=_shown(last[1].get("role")))


def no_assistant(example: Example, context: Context) -> Iterator[Hit]:
    """No message is the assistant's.

    ## What
    The conversation has no message with the role `assistant`: there is nothing to learn.

    ## Why
    Supervised training learns the assistant's messages. Data for reinforcement fine-tuning, which
    has prompts only, cannot be used for it.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI cookbook, Chat_finetuning_data_prep: example_missing_assistant_message.
    """
    if any(messages(example)) and not any(assistants(example)):
        yield hit("/messages")


def role_unknown(example: Example, context: Context) -> Iterator[Hit]:
    """A message has a role that the provider does not know.

    ## What
    The role is none of those that the target takes: for OpenAI system, user, assistant, tool and
    function. A role that differs only in case or outer spaces (`User`) is certain and is mended.

    ## Why
    The provider refuses the whole file.

    ## Bad
    ```jsonl
    {"messages": [{"role": "bot", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI API specification, FineTuneChatRequestInput (2025-07-04).
    """
    known = context.target.provider.roles
    for pointer, message in messages(example):
        role = message.get("role", "user")
        if role not in known:
            meant = _FOREIGN_ROLES.get(role.strip().casefold()) if isinstance(role, str) else None
            certain = isinstance(role, str) and role.strip().casefold() in known
            if certain:
                meant = role.strip().casefold()
            hint = f'; "{meant}" is meant, it seems' if meant else ""
            yield hit(f"{pointer}/role", role=_shown(role), known=", ".join(known), hint=hint)


_FOREIGN_ROLES = {
    "human": "user",
    "customer": "user",
    "gpt": "assistant",
    "bot": "assistant",
    "ai": "assistant",
    "chatbot": "assistant",
    "chatgpt": "assistant",
    "model": "assistant",
}


def spell_roles(example: Example, context: Context) -> Example:
    """The example with roles such as `User` spelt as the provider does."""
    known = context.target.provider.roles
    wrong = {
        pointer: message["role"].strip().casefold()
        for pointer, message in messages(example)
        if isinstance(message.get("role"), str)
        and message["role"] not in known
        and message["role"].strip().casefold() in known
    }
    if not wrong:
        return example
    body = {
        **example.body,
        "messages": [
            {**message, "role": wrong[f"/messages/{i}"]} if f"/messages/{i}" in wrong else message
            for i, message in enumerate(example.body["messages"])
        ],
    }
    return example._replace(body=body)


def content_missing(example: Example, context: Context) -> Iterator[Hit]:
    """A message has no content.

    ## What
    `content` is missing or null, in a message that is not an assistant's tool call.

    ## Why
    The provider refuses the file. Only an assistant message with `tool_calls` or `function_call` may
    go without content.

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
    for pointer, message in messages(example):
        role = message.get("role")
        if message.get("content") is not None or any(message.get(key) for key in _ANSWERS):
            continue
        if role == "function" and "content" in message:
            continue
        if role == "assistant" and message.get("refusal"):
            continue
        yield hit(f"{pointer}/content", role=_shown(role or "unknown"))


def content_empty(example: Example, context: Context) -> Iterator[Hit]:
    """A message is empty.

    ## What
    The content is an empty string or only white space, in a message that is not a tool call.

    ## Why
    An empty answer teaches the model to say nothing; an empty question says nothing to answer.

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
    for pointer, message in messages(example):
        content = message.get("content")
        if message.get("role") in ("tool", "function") or any(message.get(k) for k in _ANSWERS):
            continue
        if content == [] or (isinstance(content, str) and not content.strip()):
            yield hit(f"{pointer}/content", role=_shown(message.get("role", "unknown")))


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
    for pointer, message in messages(example):
        content = message.get("content")
        if content is not None and not isinstance(content, str | list):
            yield hit(f"{pointer}/content", found=_type(content))


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
    for pointer, message in messages(example):
        for key in message:
            if key not in known:
                yield hit(f"{pointer}/{_escaped(key)}", key=key, known=", ".join(known))


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
                    yield hit(f"/{_escaped(key)}", key=key, known=", ".join(known))


def drop_line_keys(example: Example, context: Context) -> Example:
    """The example without the keys of the line that the provider refuses."""
    known = context.target.provider.line_keys.get(example.kind)
    if known is None or all(key in known for key in example.body):
        return example
    kept = {key: value for key, value in example.body.items() if key in known}
    return example._replace(body=kept)


def weight_invalid(example: Example, context: Context) -> Iterator[Hit]:
    """A weight is neither 0 nor 1, or stands on a message that is not the assistant's.

    ## What
    `weight` says whether an assistant message is trained on: 1 yes, 0 no. Other values, and a
    weight on any other role, are not allowed.

    ## Why
    The provider refuses the file.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello.", "weight": 0.5}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello.", "weight": 1}]}
    ```

    ## Source
    OpenAI API specification, FineTuneChatRequestInput (2025-07-04): weight, enum 0 and 1.
    """  # noqa: E501
    for pointer, message in messages(example):
        if "weight" not in message:
            continue
        weight, role = message["weight"], message.get("role")
        if role != "assistant":
            yield hit(f"{pointer}/weight", fault=f'stands on a message of the role "{role}"')
        elif isinstance(weight, bool) or weight not in (0, 1):
            yield hit(f"{pointer}/weight", fault=f"is {weight!r}")


def nothing_trained(example: Example, context: Context) -> Iterator[Hit]:
    """Every assistant message has weight 0.

    ## What
    All answers are switched off by `"weight": 0`.

    ## Why
    The example is paid for and nothing is learnt from it.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello.", "weight": 0}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello.", "weight": 1}]}
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07): all assistant messages are trained on unless their weight is 0.
    """  # noqa: E501
    answers = [message for _, message in assistants(example)]
    if answers and all(message.get("weight", 1) == 0 for message in answers):
        yield hit("/messages")


def _type(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    names = {str: "a string", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "a value")


def _shown(role: object) -> str:
    return role if isinstance(role, str) else _type(role)


def _escaped(key: str) -> str:
    """A key as one step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


RULES: tuple[Rule, ...] = (
    example_rule(
        "MSG001", Level.ERROR, no_messages,
        'there is no list of messages: "messages" is {found}',
        'Give the line a "messages" list with at least a user and an assistant message.',
        schema_covers=True,
    ),
    example_rule(
        "MSG002", Level.ERROR, role_missing,
        "the message has no role",
        "Add the role: system, user or assistant.",
        schema_covers=True,
    ),
    example_rule(
        "MSG003", Level.ERROR, assistant_not_last,
        "the last message is from {role}, not from the assistant",
        "End the conversation with the answer to learn, or cut what follows the last answer.",
    ),
    example_rule(
        "MSG004", Level.ERROR, role_unknown,
        'the role "{role}" is not known{hint}',
        "Use one of: {known}.",
        repair=Repair(spell_roles, "spells roles that differ only in case as the provider does"),
        schema_covers=True,
    ),
    example_rule(
        "MSG005", Level.ERROR, content_missing,
        "the {role} message has no content",
        "Write the content, or remove the message.",
        schema_covers=True,
    ),
    example_rule(
        "MSG006", Level.ERROR, content_empty,
        "the {role} message is empty",
        "Write the text, or remove the message.",
    ),
    example_rule(
        "MSG007", Level.ERROR, no_assistant,
        "there is no assistant message to learn from",
        "Add the answer; data with prompts only is for reinforcement fine-tuning.",
    ),
    example_rule(
        "MSG008", Level.ERROR, message_key_unknown,
        'the provider refuses the key "{key}" in a message',
        "Remove it; prepare leaves it out.",
        repair=Repair(drop_message_keys, "leaves out keys of messages that the provider refuses"),
        schema_covers=True,
    ),
    example_rule(
        "MSG009", Level.ERROR, weight_invalid,
        "the weight {fault}",
        "Use 0 or 1, on assistant messages only.",
        schema_covers=True,
    ),
    example_rule(
        "MSG010", Level.ERROR, nothing_trained,
        "every assistant message has weight 0: nothing is learnt",
        "Give at least one answer the weight 1, or remove the example.",
    ),
    example_rule(
        "MSG011", Level.ERROR, content_not_text,
        "the content is {found}, not text",
        "Put the text in quotes.",
        schema_covers=True,
    ),
    example_rule(
        "MSG012", Level.ERROR, message_not_object,
        "the message is {found}, not an object with role and content",
        "Write it as an object with role and content.",
        schema_covers=True,
    ),
    example_rule(
        "MSG013", Level.ERROR, line_key_unknown,
        'the provider refuses the key "{key}" beside {known}',
        "Remove it; prepare leaves it out.",
        repair=Repair(drop_line_keys, "leaves out keys of the line that the provider refuses"),
        schema_covers=True,
    ),
)  # fmt: skip
