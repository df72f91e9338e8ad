"""PII: what the names of those who speak tell of them."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.model import Example
from ftprep.rules.context import Context
from ftprep.rules.private.find import spans
from ftprep.rules.private.mask import mask
from ftprep.rules.rule import Hit, Level, Rule, example_rule, hit
from ftprep.rules.walk import speakers

__all__ = ["RULES"]


def private_name(example: Example, context: Context) -> Iterator[Hit]:
    """The name of a speaker is an e-mail address, a number or a key.

    ## What
    `name` of a message holds a value that PII001 to PII006 or SEC001 to SEC004 find in texts. Names
    of functions are not looked at. `prepare --redact` replaces the value, without the `<` and `>`
    that stand around it in texts: chat APIs refuse them in names.

    ## Why
    The name is part of what the model reads, and it is easily overlooked: chats are often exported
    with the address of each user as their name.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "name": "maria.k@lindqvist-keramik.se", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "name": "Maria", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    As PII001. OpenAI API specification (2025-07-04): `name` is sent to the model, to tell apart
    those who have the same role.
    """  # noqa: E501
    for pointer, name in speakers(example):
        for span in spans(name):
            shown = mask(name[span.start : span.stop], span.sort)
            yield hit(pointer, what=span.what, shown=shown)


RULES: tuple[Rule, ...] = (
    example_rule(
        "PII007", Level.WARNING, private_name,
        "the name holds {what}: {shown}",
        "Use a name that tells nobody who it is, such as user_1.",
        of_shape=True,
    ),
)  # fmt: skip
