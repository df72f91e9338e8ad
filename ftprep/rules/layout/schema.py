"""SCH: the JSON Schema of the line format, for all that no rule of its own speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.model import Example
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, example_rule, hit
from ftprep.schemas import explain, gate

__all__ = ["RULES"]


def line_invalid(example: Example, context: Context) -> Iterator[Hit]:
    """The line does not follow the schema of its format.

    ## What
    The line breaks `schemas/chat.schema.json` (or the schema of its own format) at the place told:
    a tool call without an id, an image part without a URL, a name that is too long, and so on.

    ## Why
    The provider validates the file against the same format and refuses it at the first such line.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"type": "function", "function": {"name": "greet", "arguments": "{}"}}]}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "greet", "arguments": "{}"}}]}]}
    ```

    ## Source
    OpenAI API specification (2025-07-04): FineTuneChatRequestInput and its siblings.
    """  # noqa: E501
    if gate(example.kind)(example.body):
        return
    for pointer, fault in explain(example.kind, example.body):
        yield hit(pointer, fault=fault)


RULES: tuple[Rule, ...] = (
    example_rule(
        "SCH001", Level.ERROR, line_invalid,
        "{fault}",
        "Correct the line; schemas/ has the format, field by field.",
        schema_covers=True,
        of_shape=True,
    ),
)  # fmt: skip
