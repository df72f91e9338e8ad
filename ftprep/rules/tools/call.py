"""TOL: calls, the functions that they name, and the messages that answer them."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.model import Example
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, example_rule, hit
from ftprep.rules.tools.calls import calls, calls_of, defined, has_calls, strays
from ftprep.rules.walk import conversations, quoted

__all__ = ["RULES"]

_MOST_NAMED = 5
"""Functions that a message lists."""


def function_undefined(example: Example, context: Context) -> Iterator[Hit]:
    """A call names a function that the line does not define.

    ## What
    The line defines functions, and a call in it names another one.

    ## Why
    The model learns to call functions that it was not offered.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "wether", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Source
    OpenAI cookbook, Fine_tuning_for_function_calling: calls of functions that were not offered are
    what such training is meant to end.
    """  # noqa: E501
    names: dict[str, object] | None = None
    for call in calls(example):
        if names is None:
            names = {**defined(example)}
        if names and isinstance(call.name, str) and call.name not in names:
            listed = ", ".join(quoted(name) for name in [*names][:_MOST_NAMED])
            more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
            yield hit(call.pointer, name=quoted(call.name), known=listed + more)


def call_unanswered(example: Example, context: Context) -> Iterator[Hit]:
    """The conversation goes on, but a call was not answered.

    ## What
    After an assistant message with calls, the next message that is not a tool's comes before each
    call had its answer. A call in the last message needs none: it is what is learnt.

    ## Why
    The chat API refuses such conversations: `An assistant message with 'tool_calls' must be followed
    by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have
    response messages: call_1`. The model learns to go on without having seen what it asked for.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}, {"role": "user", "content": "Well?"}, {"role": "assistant", "content": "Sunny."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "sunny"}, {"role": "assistant", "content": "Sunny."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Source
    The error text of OpenAI's chat API (sdcb/chats pull request 132, 2026-04-23). Whether training
    refuses such lines too is not known.
    """  # noqa: E501
    for stray in strays(example):
        if stray.call is not None:
            yield hit(stray.pointer, key=quoted(stray.key))


def answer_without_call(example: Example, context: Context) -> Iterator[Hit]:
    """A tool answers a call that was not made.

    ## What
    A tool message whose `tool_call_id` is none of the calls just before it, or was answered already;
    or a message with the role `function` after no `function_call` of that name.

    ## Why
    The chat API refuses such conversations: `messages with role 'tool' must be a response to a
    preceeding message with 'tool_calls'.` The model sees an answer that it did not ask for.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "tool", "tool_call_id": "call_1", "content": "sunny"}, {"role": "assistant", "content": "Sunny."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}, {"role": "tool", "tool_call_id": "call_1", "content": "sunny"}, {"role": "assistant", "content": "Sunny."}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Source
    The error text of OpenAI's chat API (sdcb/chats pull request 132, 2026-04-23). Whether training
    refuses such lines too is not known.
    """  # noqa: E501
    for stray in strays(example):
        if stray.call is None:
            yield hit(stray.pointer, key=quoted(stray.key))


def call_id_repeated(example: Example, context: Context) -> Iterator[Hit]:
    """Two calls of one message have the same id.

    ## What
    In one assistant message an `id` stands more than once. Ids that begin anew with each message
    are in order.

    ## Why
    Nobody can say which answer belongs to which call, and the chat API refuses the conversation:
    `Duplicate value for 'tool_call_id'`.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome and Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}, {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome and Oslo?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}, {"id": "call_2", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Source
    The error text of OpenAI's chat API, as quoted in public code (2024 to 2026).
    """  # noqa: E501
    for pointer, key in _ids(example):
        if key:
            yield hit(f"{pointer}/id", key=quoted(key))


def call_id_empty(example: Example, context: Context) -> Iterator[Hit]:
    """The id of a call, or of its answer, is an empty text.

    ## What
    `id` or `tool_call_id` is there and says nothing.

    ## Why
    The answer cannot be brought together with its call.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Weather in Rome?"}, {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]}], "tools": [{"type": "function", "function": {"name": "weather"}}]}
    ```

    ## Source
    OpenAI API specification (2025-07-04), ChatCompletionRequestToolMessage: tool_call_id.
    """  # noqa: E501
    if not has_calls(example):
        return
    for pointer, key in _ids(example):
        if not key:
            yield hit(f"{pointer}/id")
    places = {
        f"{pointer}/tool_call_id": None
        for conversation in conversations(example)
        for pointer, message in conversation
        if message.get("tool_call_id") == ""
    }
    for place in places:
        yield hit(place)


def _ids(example: Example) -> Iterator[tuple[str, str]]:
    """(pointer, id) of the calls whose id stood in their message before; or is empty."""
    if not has_calls(example):
        return
    done: set[str] = set()
    for conversation in conversations(example):
        for pointer, message in conversation:
            if pointer in done:
                continue
            done.add(pointer)
            seen: set[str] = set()
            for call in calls_of(pointer, message):
                if isinstance(call.id, str):
                    if call.id in seen or not call.id:
                        yield call.pointer, call.id
                    seen.add(call.id)


RULES: tuple[Rule, ...] = (
    example_rule(
        "TOL003", Level.ERROR, function_undefined,
        'the call names "{name}", which the line does not define; it defines {known}',
        "Correct the name, or add the definition to the tools of the line.",
        of_shape=True,
    ),
    example_rule(
        "TOL006", Level.ERROR, call_unanswered,
        'the call "{key}" is not answered before the conversation goes on',
        "Put the tool's answer directly after the call, or end the conversation with the call.",
        of_shape=True,
    ),
    example_rule(
        "TOL007", Level.ERROR, answer_without_call,
        'a tool answers the call "{key}", which does not stand before it or is answered already',
        "Put back the assistant message with the call, or remove the answer.",
        of_shape=True,
    ),
    example_rule(
        "TOL008", Level.ERROR, call_id_repeated,
        'two calls of this message have the id "{key}"',
        "Give each call an id of its own, and its answer the same.",
        of_shape=True,
    ),
    example_rule(
        "TOL009", Level.ERROR, call_id_empty,
        "the id of the call is empty",
        "Give the call an id, and its answer the same as tool_call_id.",
        of_shape=True,
    ),
)  # fmt: skip
