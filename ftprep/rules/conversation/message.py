"""MSG: the list of messages, and whether there is something to learn in it."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.model import Example, Kind
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, example_rule, hit
from ftprep.rules.walk import answers, kind_of, meant_role, messages, shown

__all__ = ["RULES"]


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
            yield hit("/messages", found="nothing" if found is None else kind_of(found))
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
                yield hit(f"/messages/{index}", found=kind_of(message))


def assistant_not_last(example: Example, context: Context) -> Iterator[Hit]:
    """The last message is not the assistant's.

    ## What
    The conversation ends with a user, system or tool message.

    ## Why
    Training teaches the answers of the assistant. What stands after the last answer teaches
    nothing, and the provider refuses such lines.

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
    found = messages(example)
    if found:
        index, last = found[-1]
        role = last.get("role")
        if role == "assistant" or not answers(example):
            return
        # An answer under another name, `gpt` or `Assistant`, is told by the rule of roles.
        if meant_role(role, context.target.provider.roles) != "assistant":
            yield hit(f"/messages/{index}", role=shown(role))


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
    if any(turn.trained for turn in example.turns):
        return
    found = messages(example)
    known = context.target.provider.roles
    # An answer under another name, `gpt` or `Assistant`, is what the rule of roles speaks of.
    if found and not any(
        meant_role(message.get("role"), known) == "assistant" for _, message in found
    ):
        yield hit("/messages")


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
    if any(turn.trained for turn in example.turns):
        return
    found = answers(example)
    if found and all(message.get("weight", 1) == 0 for message in found):
        yield hit("/messages")


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
    for index, message in messages(example):
        if "weight" not in message:
            continue
        weight, role = message["weight"], message.get("role")
        if role != "assistant":
            yield hit(
                f"/messages/{index}/weight", fault=f'stands on a message of the role "{role}"'
            )
        elif isinstance(weight, bool) or weight not in (0, 1):
            yield hit(f"/messages/{index}/weight", fault=f"is {weight!r}")


RULES: tuple[Rule, ...] = (
    example_rule(
        "MSG001", Level.ERROR, no_messages,
        'there is no list of messages: "messages" is {found}',
        'Give the line a "messages" list with at least a user and an assistant message.',
        schema_covers=True,
        of_shape=True,
    ),
    example_rule(
        "MSG003", Level.ERROR, assistant_not_last,
        "the last message is from {role}, not from the assistant",
        "End the conversation with the answer to learn, or cut what follows the last answer.",
        of_shape=True,
    ),
    example_rule(
        "MSG007", Level.ERROR, no_assistant,
        "there is no assistant message to learn from",
        "Add the answer; data with prompts only is for reinforcement fine-tuning.",
        of_shape=True,
    ),
    example_rule(
        "MSG009", Level.ERROR, weight_invalid,
        "the weight {fault}",
        "Use 0 or 1, on assistant messages only.",
        schema_covers=True,
        of_shape=True,
    ),
    example_rule(
        "MSG010", Level.ERROR, nothing_trained,
        "every assistant message has weight 0: nothing is learnt",
        "Give at least one answer the weight 1, or remove the example.",
        of_shape=True,
    ),
    example_rule(
        "MSG012", Level.ERROR, message_not_object,
        "the message is {found}, not an object with role and content",
        "Write it as an object with role and content.",
        schema_covers=True,
        of_shape=True,
    ),
)  # fmt: skip
