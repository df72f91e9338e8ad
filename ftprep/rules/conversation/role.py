"""MSG: the roles of messages."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.model import Example
from ftprep.normalizers.chat import turns_of
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Repair, Rule, example_rule, hit
from ftprep.rules.walk import kind_of, meant_role, messages

__all__ = ["RULES"]


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
    for index, message in messages(example):
        if "role" not in message:
            yield hit(f"/messages/{index}/role")


def role_unknown(example: Example, context: Context) -> Iterator[Hit]:
    """A message has a role that the provider does not know.

    ## What
    The role is none of those that the target takes: for OpenAI system, user, assistant, tool and
    function; or it is null, or no text at all. A role that differs only in case or outer spaces
    (`User`) is certain and is mended. Of roles of other formats (`human`, `gpt`, `bot`, `model`,
    `developer`) the message names the role that is meant; it is not put in unasked, for the name
    may mean more than its role.

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
    for index, message in messages(example):
        role = message.get("role", "user")
        if role not in known:
            certain = isinstance(role, str) and role.strip().casefold() in known
            meant = meant_role(role, known)
            hint = f'; "{meant}" is meant, it seems' if meant else ""
            yield hit(
                f"/messages/{index}/role",
                fault=_fault(role),
                known=", ".join(known),
                hint=hint,
                mended=certain,
            )


def _fault(role: object) -> str:
    """What is wrong with a role that the provider does not know."""
    return f'"{role}" is not known' if isinstance(role, str) else f"is {kind_of(role)}"


def spell_roles(example: Example, context: Context) -> Example:
    """The example with roles such as `User` spelt as the provider does."""
    known = context.target.provider.roles
    wrong = {
        index: message["role"].strip().casefold()
        for index, message in messages(example)
        if isinstance(message.get("role"), str)
        and message["role"] not in known
        and message["role"].strip().casefold() in known
    }
    if not wrong:
        return example
    body = {
        **example.body,
        "messages": [
            {**message, "role": wrong[index]} if index in wrong else message
            for index, message in enumerate(example.body["messages"])
        ],
    }
    turns = turns_of(body["messages"])  # who speaks decides what is trained on
    return example._replace(body=body, turns=example.turns if turns is None else turns)


RULES: tuple[Rule, ...] = (
    example_rule(
        "MSG002", Level.ERROR, role_missing,
        "the message has no role",
        "Add the role: system, user or assistant.",
        schema_covers=True,
        of_shape=True,
    ),
    example_rule(
        "MSG004", Level.ERROR, role_unknown,
        "the role {fault}{hint}",
        "Use one of: {known}.",
        repair=Repair(spell_roles, "spells roles that differ only in case as the provider does"),
        schema_covers=True,
        of_shape=True,
    ),
)  # fmt: skip
