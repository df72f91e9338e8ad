"""KND: examples of another kind than the run is for."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.model import Example
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, example_rule, hit

__all__ = ["RULES"]


def other_kind(example: Example, context: Context) -> Iterator[Hit]:
    """The record is of another kind than the training file.

    ## What
    A preference pair among conversations, or a conversation among preference pairs.

    ## Why
    A training file holds lines of one kind: `Input file file-… is in the fine-tune-chat format, but
    the specified fine-tuning job is not using 'supervised' as the training method (provided
    method=dpo).`

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    {"input": {"messages": [{"role": "user", "content": "Hi"}]}, "preferred_output": [{"role": "assistant", "content": "Hello."}], "non_preferred_output": [{"role": "assistant", "content": "What."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    {"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye."}]}
    ```

    ## Source
    The provider's error text, as seen in public (2024-12-29).
    """  # noqa: E501
    if example.kind is not context.kind:
        yield hit(found=example.kind.value, wanted=context.kind.value)


RULES: tuple[Rule, ...] = (
    example_rule(
        "KND001", Level.ERROR, other_kind,
        "this is a {found} example in a file of {wanted} examples",
        "Keep each kind in a file of its own.",
        of_shape=True,
    ),
)  # fmt: skip
