"""TOL: the arguments of calls: that they are JSON, once, and what the function takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ftprep import jsontext
from ftprep.model import Example, Turn
from ftprep.rules.context import Context
from ftprep.rules.rewrite import rewritten
from ftprep.rules.rule import Hit, Level, Repair, Rule, example_rule, hit
from ftprep.rules.tools.calls import Call, calls, defined
from ftprep.rules.walk import kind_of, messages, quoted

__all__ = ["RULES"]


def arguments_not_json(example: Example, context: Context) -> Iterator[Hit]:
    r"""The arguments of a call are not the JSON text of an object.

    ## What
    `arguments` is text that cannot be read as JSON (single quotes, a comma too many, cut off,
    empty), or that holds something else than an object.

    ## Why
    The model learns to write arguments that the caller's program cannot read.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{'city': 'Rome'}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Rome\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Source
    OpenAI API specification (2025-07-04), ChatCompletionMessageToolCall: arguments in JSON format.
    """  # noqa: E501
    for call in calls(example):
        if isinstance(call.arguments, str):
            value, fault = _read(call.arguments)
            if fault:
                yield hit(call.place, name=_name(call), fault=fault)
            elif not isinstance(value, dict) and _inner(value) is None:
                fault = f"they are {kind_of(value)}, not an object"
                yield hit(call.place, name=_name(call), fault=fault)


def arguments_encoded_twice(example: Example, context: Context) -> Iterator[Hit]:
    r"""The arguments of a call are JSON inside JSON.

    ## What
    Read as JSON, `arguments` gives a text, and that text read as JSON gives the object.

    ## Why
    Somebody called `json.dumps` once too often. The model learns to do the same, and the caller's
    program gets a text where it expects an object.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "\"{\\\"city\\\": \\\"Rome\\\"}\""}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Rome\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Source
    OpenAI API specification (2025-07-04), ChatCompletionMessageToolCall: arguments in JSON format.
    """  # noqa: E501
    for call in calls(example):
        if isinstance(call.arguments, str) and _once(call.arguments) is not None:
            yield hit(call.place, name=_name(call))


def decode_arguments(example: Example, context: Context) -> Example:
    """The example with arguments that were encoded twice decoded once."""
    places = {call.place for call in calls(example)}

    def change(turn: Turn) -> str:
        decoded = _once(turn.text) if turn.pointer in places else None
        return turn.text if decoded is None else decoded

    return rewritten(example, change)


def arguments_unfit(example: Example, context: Context) -> Iterator[Hit]:
    r"""The arguments of a call are not what the function takes.

    ## What
    Put against the JSON Schema in the function's own `parameters`, the arguments lack one that is
    required, have one that is not known, or hold a value of another type or outside the list. With
    `--redact` also those are told that fit until a number in them becomes a placeholder.

    ## Why
    The model learns to call the function in a way that its definition does not allow.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"town\": \"Rome\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Rome\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}]}
    ```

    ## Source
    OpenAI API specification (2025-07-04), FunctionObject: parameters is a JSON Schema object.
    """  # noqa: E501
    functions: dict[str, dict[str, Any]] | None = None
    for call in calls(example):
        if functions is None:
            from ftprep.rules.tools.parameters import parameters  # starting fast: few data call

            functions = defined(example)
        function = functions.get(call.name) if isinstance(call.name, str) else None
        schema = function.get("parameters") if function else None
        if not isinstance(schema, dict) or not isinstance(call.arguments, str):
            continue
        value, fault = _read(call.arguments)
        if not fault and isinstance(value, dict):
            wanted = parameters(schema)
            if not wanted.accepts(value):
                yield hit(call.place, name=_name(call), fault=wanted.explain(value))


def arguments_not_text(example: Example, context: Context) -> Iterator[Hit]:
    r"""The arguments of a call are an object instead of its JSON text.

    ## What
    `arguments` is an object, as TRL and many chat templates want it, where the API wants a string.

    ## Why
    The provider refuses the file. `prepare` writes the object as JSON text.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": {"city": "Rome"}}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Rome\"}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Source
    OpenAI API specification (2025-07-04), ChatCompletionMessageToolCall; TRL dataset formats
    (2026-07-24): arguments as an object.
    """  # noqa: E501
    for call in calls(example):
        if call.arguments is not None and not isinstance(call.arguments, str):
            yield hit(call.place, name=_name(call), found=kind_of(call.arguments))


def write_arguments(example: Example, context: Context) -> Example:
    """The example with arguments that are objects written as JSON text (chat lines only).

    Its turns stay as they are, without these texts: what was counted of them stays in step.
    """
    places = [call.place for call in calls(example) if isinstance(call.arguments, dict)]
    if not places or not messages(example):
        return example
    body = {**example.body, "messages": list(example.body["messages"])}
    for place in places:
        _, _, index, key, *rest = place.split("/")
        message = {**body["messages"][int(index)]}
        body["messages"][int(index)] = message
        if key == "function_call":
            message[key] = _with_text(message[key])
        else:
            entries = [*message[key]]
            entry = entries[int(rest[0])]
            entries[int(rest[0])] = {**entry, "function": _with_text(entry["function"])}
            message[key] = entries
    return example._replace(body=body)


def _with_text(function: dict[str, Any]) -> dict[str, Any]:
    return {**function, "arguments": jsontext.dumps(function["arguments"]).decode()}


def _name(call: Call) -> str:
    return quoted(call.name) if isinstance(call.name, str) else "?"


def _read(text: str) -> tuple[Any, str]:
    """(value, fault): what the text says, or why it is not JSON."""
    if not text.strip():
        return None, "they are empty"
    try:
        return jsontext.loads(text), ""
    except ValueError as error:
        reason = getattr(error, "msg", "") or "it cannot be read"
        return None, f"they are not JSON ({quoted(reason)}): {quoted(text)}"


def _inner(value: object) -> str | None:
    """The text that was encoded once more, if its JSON is an object."""
    if not isinstance(value, str):
        return None
    inner, fault = _read(value)
    return value if not fault and isinstance(inner, dict) else None


def _once(text: str) -> str | None:
    """Arguments that were encoded twice, decoded once; None for all others."""
    if not text.lstrip().startswith('"'):
        return None
    value, fault = _read(text)
    return None if fault else _inner(value)


RULES: tuple[Rule, ...] = (
    example_rule(
        "TOL001", Level.ERROR, arguments_not_json,
        'the arguments of "{name}" cannot be used: {fault}',
        "Write them as the JSON text of an object; {{}} when there are none.",
        of_shape=True,
    ),
    example_rule(
        "TOL002", Level.ERROR, arguments_encoded_twice,
        'the arguments of "{name}" are JSON inside JSON',
        "Leave out one json.dumps, or ask for the repair.",
        repair=Repair(
            decode_arguments, "decodes arguments of calls that were encoded twice", safe=False
        ),
        of_shape=True,
    ),
    example_rule(
        "TOL004", Level.WARNING, arguments_unfit,
        'the arguments of "{name}" are not what it takes: {fault}',
        "Correct the arguments, or the parameters of the function.",
        of_shape=True,
    ),
    example_rule(
        "TOL013", Level.ERROR, arguments_not_text,
        'the arguments of "{name}" are {found}, not the text of one',
        "Write the object as JSON text; prepare does.",
        repair=Repair(write_arguments, "writes the arguments of calls as JSON text"),
        schema_covers=True,
        of_shape=True,
    ),
)  # fmt: skip
