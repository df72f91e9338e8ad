"""Hypothesis strategies for lines that a provider accepts and records that are understood.

They are valid by `schemas/`, and the check finds no error in them. Pass `texts` to put texts of
your own into them, such as `hostile_texts()`.
"""

from __future__ import annotations

import json
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = [
    "chat_examples",
    "completion_examples",
    "preference_examples",
    "records",
    "texts",
    "tool_conversations",
]

_Line = dict[str, Any]
_MOST_EXCHANGES = 3

_ARGUMENTS: Final[dict[str, SearchStrategy[Any]]] = {
    "string": st.text(st.characters(codec="utf-8", categories=("L", "N")), max_size=12),
    "integer": st.integers(-1_000, 1_000),
    "boolean": st.booleans(),
}
"""Type of a parameter, as JSON Schema calls it → its values."""

_NAMES: Final = st.from_regex(r"[a-z][a-z_]{2,15}", fullmatch=True)


def texts(*, max_size: int = 60) -> SearchStrategy[str]:
    """Texts as people write them: letters of all scripts, digits, signs, spaces; not blank, and
    without the beginning of a special token (`<|`), which providers refuse."""
    seen = st.characters(categories=("L", "M", "N", "P", "S", "Zs"), codec="utf-8")
    return st.text(seen, min_size=1, max_size=max_size).filter(
        lambda text: not text.isspace() and "<|" not in text
    )


def chat_examples(texts: SearchStrategy[str] | None = None) -> SearchStrategy[_Line]:
    """Chat lines: instructions or none, then one to three questions, each with its answer.

    All answers but the last may have a `weight`.
    """
    return _chats(_or_usual(texts))


def completion_examples(texts: SearchStrategy[str] | None = None) -> SearchStrategy[_Line]:
    """Lines with a prompt and a completion."""
    words = _or_usual(texts)
    return st.fixed_dictionaries({"prompt": words, "completion": words})


def preference_examples(texts: SearchStrategy[str] | None = None) -> SearchStrategy[_Line]:
    """Preference lines: a conversation that ends with a question, and two answers that differ."""
    return _preferences(_or_usual(texts))


def tool_conversations(texts: SearchStrategy[str] | None = None) -> SearchStrategy[_Line]:
    """Chat lines with tools: the model calls one or more, each is answered, and it concludes."""
    return _tool_chats(_or_usual(texts))


def records(texts: SearchStrategy[str] | None = None) -> SearchStrategy[_Line]:
    """Records as people have them, of any layout that is recognised without a flag: chat,
    completion and preference lines, Alpaca, ShareGPT, and rows of a table."""
    words = _or_usual(texts)
    said = st.tuples(words, words).map(
        lambda pair: [{"from": "human", "value": pair[0]}, {"from": "gpt", "value": pair[1]}]
    )
    return st.one_of(
        chat_examples(words),
        tool_conversations(words),
        completion_examples(words),
        preference_examples(words),
        st.fixed_dictionaries({"instruction": words, "input": words, "output": words}),
        st.fixed_dictionaries({"conversations": said}),
        st.fixed_dictionaries({"question": words, "answer": words}),
    )


def _or_usual(given: SearchStrategy[str] | None) -> SearchStrategy[str]:
    return texts() if given is None else given


@st.composite
def _chats(draw: DrawFn, words: SearchStrategy[str]) -> _Line:
    messages = draw(_instructions(words))
    for _ in range(draw(st.integers(0, _MOST_EXCHANGES - 1))):
        messages.append({"role": "user", "content": draw(words)})
        weight = draw(st.sampled_from([{}, {"weight": 0}, {"weight": 1}]))
        messages.append({"role": "assistant", "content": draw(words), **weight})
    messages.append({"role": "user", "content": draw(words)})
    messages.append({"role": "assistant", "content": draw(words)})
    return {"messages": messages}


@st.composite
def _preferences(draw: DrawFn, words: SearchStrategy[str]) -> _Line:
    messages = [*draw(_instructions(words)), {"role": "user", "content": draw(words)}]
    better, worse = draw(st.lists(words, min_size=2, max_size=2, unique_by=str.strip))
    return {
        "input": {"messages": messages},
        "preferred_output": [{"role": "assistant", "content": better}],
        "non_preferred_output": [{"role": "assistant", "content": worse}],
    }


@st.composite
def _tool_chats(draw: DrawFn, words: SearchStrategy[str]) -> _Line:
    names = draw(st.lists(_NAMES, min_size=1, max_size=3, unique=True))
    tools = {name: draw(_tools(name, words)) for name in names}
    called = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2))
    calls = [
        {
            "id": f"call_{number}",
            "type": "function",
            "function": {"name": name, "arguments": json.dumps(draw(_arguments(tools[name])))},
        }
        for number, name in enumerate(called, start=1)
    ]
    answers = [
        {"role": "tool", "tool_call_id": call["id"], "content": draw(words)} for call in calls
    ]
    messages = [
        *draw(_instructions(words)),
        {"role": "user", "content": draw(words)},
        {"role": "assistant", "tool_calls": calls},
        *answers,
        {"role": "assistant", "content": draw(words)},
    ]
    return {"messages": messages, "tools": list(tools.values())}


@st.composite
def _tools(draw: DrawFn, name: str, words: SearchStrategy[str]) -> _Line:
    types = draw(st.dictionaries(_NAMES, st.sampled_from(sorted(_ARGUMENTS)), max_size=3))
    properties = {key: {"type": kind, "description": draw(words)} for key, kind in types.items()}
    parameters = {"type": "object", "properties": properties, "required": list(properties)}
    described = {"name": name, "description": draw(words), "parameters": parameters}
    return {"type": "function", "function": described}


def _arguments(tool: _Line) -> SearchStrategy[_Line]:
    properties = tool["function"]["parameters"]["properties"]
    return st.fixed_dictionaries({key: _ARGUMENTS[p["type"]] for key, p in properties.items()})


def _instructions(words: SearchStrategy[str]) -> SearchStrategy[list[_Line]]:
    """A system message, or none."""
    return st.lists(
        st.fixed_dictionaries({"role": st.just("system"), "content": words}), max_size=1
    )
