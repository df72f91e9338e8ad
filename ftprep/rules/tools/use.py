"""TOL: the functions of all examples: that they are sound, alike, and used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from ftprep.aggregate.tools import Definition, Tools
from ftprep.model import WHOLE_DATASET, Origin
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit
from ftprep.rules.walk import quoted

__all__ = ["RULES"]

_MOST_NAMED: Final = 5
"""Functions that a message lists."""
_OFTEN: Final = 10
"""Examples that define a function, from which on one expects to see it called."""


def parameters_invalid(tools: Tools, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The parameters of a function are not a JSON Schema.

    ## What
    `parameters` has a type that JSON Schema does not know (`dict`, `float`), `required` in the
    wrong place, a pattern that is no regular expression, or points to a schema outside of it. What
    it points to is never fetched.

    ## Why
    The chat API refuses such functions: `Invalid schema for function 'weather'`. So the tuned model
    cannot be called with the tools that it was trained with. Arguments cannot be checked either.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "content": "Sunny."}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "dict"}}}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "content": "Sunny."}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}}}]}
    ```

    ## Source
    The error text of OpenAI's chat API (bytedance/trae-agent issue 173, 2025-07-14); OpenAI API
    specification (2025-07-04), FunctionObject: parameters is a JSON Schema object.
    """  # noqa: E501
    for definition in _in_order(tools.definitions.values()):
        from ftprep.rules.tools.parameters import parameters  # starting fast: few data have tools

        schema = definition.function.get("parameters")
        fault = parameters(schema).fault if isinstance(schema, dict) else ""
        if fault:
            name, place = quoted(definition.name), f"{definition.pointer}/parameters"
            yield definition.origin, hit(place, name=name, fault=fault, n=definition.times)


def function_never_called(tools: Tools, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """Functions are defined again and again, and no example calls them.

    ## What
    A function is defined in ten examples or more, functions are called in this data, but never this
    one.

    ## Why
    The model learns that it is not to be called. That may be meant, of tools that stand there to be
    left alone; else add examples that use it, or leave it out and pay for fewer tokens.

    ## Bad
    ```text
    ten examples that define "weather" and "news", and call "weather" alone
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Source
    OpenAI cookbook, Fine_tuning_for_function_calling: every function needs examples in which it is
    called.
    """  # noqa: E501
    counts: dict[str, int] = {}
    for definition in tools.definitions.values():
        counts[definition.name] = counts.get(definition.name, 0) + definition.times
    idle = sorted(n for n, count in counts.items() if count >= _OFTEN and n not in tools.called)
    if idle and tools.called:
        yield WHOLE_DATASET, hit(names=_listed(idle), n=len(idle), all=len(counts))


def definitions_differ(tools: Tools, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """One function is defined in different ways.

    ## What
    Two examples define a function of the same name with other parameters or another description.
    Data in which nearly every example has tools of its own is left alone: there are to be at least
    ten examples with tools for each name.

    ## Why
    The tuned model will be called with one of the definitions, and part of the examples has taught
    another. Often an old version was left behind.

    ## Bad
    ```text
    "weather" with the parameter "city" in most of the examples, and with "town" in some
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07): train with the same form as at inference.
    """  # noqa: E501
    ordered = sorted(tools.definitions.values(), key=lambda d: d.name)
    named = [(name, list(group)) for name, group in groupby(ordered, key=lambda d: d.name)]
    if tools.defining < _OFTEN * len(named):
        return
    for name, versions in named:
        if len(versions) > 1:
            often, *others = sorted(versions, key=lambda d: (-d.times, d.origin))
            other = min(others, key=lambda d: (d.origin, d.pointer))
            yield (
                other.origin,
                hit(
                    other.pointer,
                    name=quoted(name),
                    how=_difference(often, other),
                    versions=len(versions),
                    n=often.times,
                    m=other.times,
                ),
            )


def functions_deprecated(tools: Tools, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """Functions are written in the form that `tools` replaced.

    ## What
    Examples have `functions` or `function_call`, which OpenAI deprecated in favour of `tools` and
    `tool_calls`.

    ## Why
    OpenAI still takes them; most other providers and newer models do not, and they cannot hold two
    calls in one message.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "function_call": {"name": "weather", "arguments": "{}"}}], "functions": [{"name": "weather"}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Source
    OpenAI API specification (2025-07-04): functions and function_call are deprecated.
    """  # noqa: E501
    if tools.legacy is not None:
        first, count = tools.legacy
        yield WHOLE_DATASET, hit(n=count, first=first)


def calls_without_definitions(tools: Tools, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """Functions are called in lines that define none.

    ## What
    A line has calls, but neither `tools` nor `functions`.

    ## Why
    The model sees no definition in training, but does when it is called: an API lets a model call
    only the tools that are sent along. What is trained is then not what is asked.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07): the tools stand in each line, as they do in each request.
    """  # noqa: E501
    if tools.undefined is not None:
        first, count = tools.undefined
        yield WHOLE_DATASET, hit(n=count, all=tools.calling, first=first)


def _in_order(definitions: Iterable[Definition]) -> list[Definition]:
    return sorted(definitions, key=lambda d: (d.origin, d.pointer))


def _difference(one: Definition, other: Definition) -> str:
    """In what two definitions differ, in words."""
    differing = [
        key
        for key in sorted({*one.function, *other.function})
        if one.function.get(key) != other.function.get(key)
    ]
    return " and ".join(quoted(key) for key in differing) or "its form"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f'"{quoted(name)}"' for name in names[:_MOST_NAMED])
    return shown + (f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else "")


RULES: tuple[Rule, ...] = (
    dataset_rule(
        "TOL005", Level.WARNING, parameters_invalid, Tools,
        'the parameters of "{name}" are not a JSON Schema ({fault}); defined so {n:,} times',
        "Correct the definition; the types are object, string, number, integer, boolean, array.",
    ),
    dataset_rule(
        "TOL011", Level.NOTE, function_never_called, Tools,
        "{n:,} of {all:,} functions are never called: {names}",
        "Add examples that call them, or leave the definitions out.",
    ),
    dataset_rule(
        "TOL014", Level.NOTE, functions_deprecated, Tools,
        "examples that use functions and function_call: {n:,}, the first at {first}",
        "Write them as tools and tool_calls.",
    ),
    dataset_rule(
        "TOL015", Level.WARNING, calls_without_definitions, Tools,
        "{n:,} of {all:,} examples with calls define no functions, the first at {first}",
        "Put the definitions into the tools of each line.",
    ),
    dataset_rule(
        "TOL016", Level.WARNING, definitions_differ, Tools,
        'the function "{name}" is defined in {versions} ways: {n:,} times as usual, and {m:,} '
        "times as here, with another {how}",
        "Use the definition that the tuned model will be called with.",
    ),
)  # fmt: skip
