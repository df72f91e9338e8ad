"""TOL: the functions that one line defines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ftprep.model import Example, Kind
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Repair, Rule, example_rule, hit
from ftprep.rules.tools.calls import definitions
from ftprep.rules.walk import kind_of, quoted

__all__ = ["RULES"]

_LISTS: Final = ("tools", "functions")
"""Keys of a line that hold definitions."""


def function_defined_twice(example: Example, context: Context) -> Iterator[Hit]:
    """A line defines two functions of one name.

    ## What
    A name stands twice among the functions of `tools` and `functions`.

    ## Why
    A call of that name may mean either, and the second costs its tokens again.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}], "tools": [{"type": "function", "function": {"name": "weather"}}, {"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}], "tools": [{"type": "function", "function": {"name": "weather"}}, {"type": "function", "function": {"name": "news"}}]}
    ```

    ## Source
    Gemini's error text (`Duplicate function declaration found`), as quoted in public code (2026);
    OpenAI's chat API is said to accept such lists, so that this is no error.
    """  # noqa: E501
    seen: set[str] = set()
    for pointer, function in definitions(example):
        name = function.get("name")
        if isinstance(name, str):
            if name in seen:
                yield hit(pointer, name=quoted(name))
            seen.add(name)


def tools_not_list(example: Example, context: Context) -> Iterator[Hit]:
    r"""The tools of a line are not a list.

    ## What
    `tools` or `functions` is text that cannot be read as a JSON list, an object, or something else.
    A text that holds the JSON of a list, as TRL and LLaMA-Factory write it, is read as that list.
    Where it is null, as in a row of a table without tools, `prepare` leaves the key out.

    ## Why
    The provider refuses the file.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}], "tools": "weather"}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}], "tools": "[{\"name\": \"weather\"}]"}
    ```

    ## Source
    OpenAI API specification (2025-07-04), FineTuneChatRequestInput: tools, an array.
    """  # noqa: E501
    if example.kind is Kind.CHAT and isinstance(example.body, dict):
        for key in _LISTS:
            if key in example.body and not isinstance(value := example.body[key], list):
                yield hit(f"/{key}", key=key, found=kind_of(value), mended=value is None)


def drop_null_tools(example: Example, context: Context) -> Example:
    """The example without tools and functions that are null."""
    null = {key for key in _LISTS if example.body.get(key, "") is None}
    if example.kind is not Kind.CHAT or not null:
        return example
    kept = {key: value for key, value in example.body.items() if key not in null}
    return example._replace(body=kept)


RULES: tuple[Rule, ...] = (
    example_rule(
        "TOL010", Level.WARNING, function_defined_twice,
        'the function "{name}" is defined twice',
        "Remove one of the two.",
        of_shape=True,
    ),
    example_rule(
        "TOL012", Level.ERROR, tools_not_list,
        '"{key}" is {found}, not a list of functions',
        "Write a list of objects with type and function.",
        repair=Repair(drop_null_tools, "leaves out tools that are null"),
        schema_covers=True,
        of_shape=True,
    ),
)  # fmt: skip
